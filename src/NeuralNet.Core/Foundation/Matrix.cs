using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static System.FormattableString;

namespace NeuralNet.Core.Foundation;

/// <summary>A matrix <c>[rows x inputs]</c> as the span of its rows, after the checks that a span knows nothing of.</summary>
internal static class Matrix
{
    public static ReadOnlySpan<T> Rows<T>(string parameter, in ReadOnlyTensorSpan<T> matrix, int inputs)
    {
        if (matrix.Rank != 2 || matrix.Lengths[1] != inputs)
        {
            Throw.Argument_NotRowsByColumns(parameter, Describe(matrix.Lengths), inputs);
        }

        // Before the memory is looked at: a broadcast matrix of any size may stand on a single number.
        int count = Count(parameter, matrix.Lengths[0], inputs);
        if (!matrix.IsDense)
        {
            Throw.Argument_NotDense(parameter);
        }

        return MemoryMarshal.CreateReadOnlySpan(in matrix.GetPinnableReference(), count);
    }

    public static ReadOnlySpan<T> Rows<T>(string parameter, T[,] matrix, int inputs)
    {
        ArgumentNullException.ThrowIfNull(matrix, parameter);
        int rows = matrix.GetLength(0);
        int columns = matrix.GetLength(1);
        if (columns != inputs)
        {
            Throw.Argument_NotRowsByColumns(parameter, Describe([rows, columns]), inputs);
        }

        int count = Count(parameter, rows, columns);
        return MemoryMarshal.CreateReadOnlySpan(
            in Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(matrix)), count);
    }

    private static int Count(string parameter, long rows, int columns)
    {
        if (rows > int.MaxValue / columns)
        {
            Throw.Argument_TooManyValues(parameter, rows, columns);
        }

        return (int)rows * columns;
    }

    private static string Describe(ReadOnlySpan<nint> lengths)
    {
        var parts = new string[lengths.Length];
        for (int index = 0; index < lengths.Length; index++)
        {
            parts[index] = Invariant($"{lengths[index]}");
        }

        return $"[{string.Join(" x ", parts)}]";
    }
}
