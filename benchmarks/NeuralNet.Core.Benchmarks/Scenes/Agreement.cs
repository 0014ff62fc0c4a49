using System.Numerics;

namespace NeuralNet.Core.Benchmarks;

/// <summary>Compares what a yardstick predicts with what the library does.</summary>
internal static class Agreement
{
    private const double Tolerance = 1e-3;

    public static void Check<T>(string yardstick, ReadOnlySpan<T> expected, ReadOnlySpan<T> actual)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int index = 0; index < actual.Length; index++)
        {
            if (!(T.Abs(actual[index] - expected[index]) <= T.CreateTruncating(Tolerance)))
            {
                throw new InvalidOperationException(
                    $"Prediction {index}: {yardstick} says {expected[index]}, the library {actual[index]}.");
            }
        }
    }
}
