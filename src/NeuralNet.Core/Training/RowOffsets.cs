using System.Numerics;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Training;

/// <summary>Adds offsets to the logits <c>[outputs x rows]</c> of a tile.</summary>
internal static class RowOffsets
{
    /// <summary>Adds the offsets of the examples from a position on. Not inlined: without offsets a tile has only the test for them.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Add<T>(in ExampleSpan<T> examples, int position, int rows, Span<T> logits)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int outputs = logits.Length / rows;
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<T> offsets = examples.Offsets.Slice(examples.RowAt(position + row) * outputs, outputs);
            for (int output = 0; output < offsets.Length; output++)
            {
                logits[(output * rows) + row] += offsets[output];
            }
        }
    }

    /// <summary>The same for logits in double. With low numbers, what rounding takes from a sum is added to them.</summary>
    public static void AddInDouble<T>(in ExampleSpan<T> examples, int position, int rows, Span<double> logits, Span<double> lows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int outputs = logits.Length / rows;
        for (int index = 0; index < logits.Length; index++)
        {
            int row = examples.RowAt(position + (index % rows));
            double offset = double.CreateTruncating(examples.Offsets[(row * outputs) + (index / rows)]);
            logits[index] = Doubled.Sum(logits[index], offset, out double low);
            if (!lows.IsEmpty)
            {
                lows[index] += low;
            }
        }
    }
}
