using System.Numerics;
using System.Runtime.InteropServices;

namespace NeuralNet.Core.Tests.Support;

/// <summary>Small data for tests that care about the contract, not about what is learned.</summary>
internal static class SmallData
{
    /// <summary>Rows <c>[rows x inputs]</c> of numbers in [-2, 2).</summary>
    public static T[] Rows<T>(int rows, int inputs, int seed = 1)
        where T : INumberBase<T> => Draw<T>(rows * inputs, -2, 4, seed);

    /// <summary>Targets <c>[rows x outputs]</c> in [0, 1), where every loss but the cross-entropy takes them.</summary>
    public static T[] Targets<T>(int rows, int outputs, int seed = 2)
        where T : INumberBase<T> => Draw<T>(rows * outputs, 0, 1, seed);

    /// <summary>Labels <c>[rows]</c>, each class in turn.</summary>
    public static int[] Labels(int rows, int classes) => [.. Enumerable.Range(0, rows).Select(row => row % classes)];

    /// <summary>The labels, where a literal would not know its type.</summary>
    public static int[] LabelsOf(params int[] labels) => labels;

    /// <summary>The same labels as the probabilities of the classes, <c>[rows x classes]</c>.</summary>
    public static T[] OneHot<T>(int rows, int classes)
        where T : INumberBase<T>
    {
        var result = new T[rows * classes];
        foreach ((int row, int label) in Labels(rows, classes).Index())
        {
            result[(row * classes) + label] = T.One;
        }

        return result;
    }

    /// <summary>The rows as the framework's rectangular array.</summary>
    public static T[,] Matrix<T>(T[] rows, int inputs)
    {
        var result = new T[rows.Length / inputs, inputs];
        for (int index = 0; index < rows.Length; index++)
        {
            result[index / inputs, index % inputs] = rows[index];
        }

        return result;
    }

    /// <summary>Every bit of the numbers, so that a comparison also tells 0 from -0.</summary>
    public static string Bits<T>(ReadOnlySpan<T> values)
        where T : unmanaged => Convert.ToHexString(MemoryMarshal.AsBytes(values));

    /// <summary>Every bit of what a network has learned.</summary>
    public static string Bits<T>(Perceptron<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => $"{Bits(network.Weights)}|{Bits(network.Bias)}";

    private static T[] Draw<T>(int count, double low, double width, int seed)
        where T : INumberBase<T>
    {
        var random = new Random(seed);
        var result = new T[count];
        foreach (ref T value in result.AsSpan())
        {
            value = T.CreateTruncating(low + (width * random.NextDouble()));
        }

        return result;
    }
}
