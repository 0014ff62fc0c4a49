using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Kernels;

/// <summary>
/// Rows times weights. Every logit is one <see cref="Dot"/> plus the bias, so a row has the same bits alone and in a batch.
/// </summary>
internal static class Logits
{
    /// <summary>As many inputs as stay in the first-level cache while one output after another reads them.</summary>
    private const int Group = 8192;

    /// <summary>
    /// destination[r, o] = rows[r] . weights[o] + bias[o]. Rows <c>[rows x inputs]</c>, weights <c>[outputs x inputs]</c>,
    /// bias <c>[outputs]</c>, destination <c>[rows x outputs]</c>.
    /// </summary>
    [MethodImpl(Jit.Loop)]
    public static void Compute<T>(
        ReadOnlySpan<T> rows, ReadOnlySpan<T> weights, ReadOnlySpan<T> bias, int inputs, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int outputs = bias.Length;
        Debug.Assert(weights.Length == outputs * inputs, "There is a weight for each input of each output.");
        // One output: many rows with one vector of weights. Several: the weights are the rows, and each row is the vector.
        if (outputs == 1)
        {
            Compute(rows, weights, bias, Dots.AreStreamed<T>(rows.Length, inputs), destination);
            return;
        }

        for (int start = 0; start < destination.Length; start += outputs)
        {
            Dots.Compute(weights, rows[..inputs], bias, destination.Slice(start, outputs));
            rows = rows[inputs..];
        }
    }

    /// <summary>
    /// The same with a destination <c>[outputs x rows]</c>. The rows are streamed from memory or lie in a cache.
    /// </summary>
    [MethodImpl(Jit.Loop)]
    public static void OfTile<T>(
        ReadOnlySpan<T> rows, ReadOnlySpan<T> weights, ReadOnlySpan<T> bias, int inputs, bool streams, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int count = destination.Length / bias.Length;
        // Several outputs read a group of rows while it is in the cache. Whole sixteens are whole registers of results in Dots. Longer
        // rows come in smaller groups, for which the weights are read again from the second-level cache.
        int fitting = Group / inputs;
        int group = bias.Length == 1 ? count : fitting >= 16 ? Math.Min(fitting & ~15, 64) : Math.Max(fitting & ~3, 4);
        Debug.Assert(weights.Length == bias.Length * inputs, "There is a weight for each input of each output.");
        for (int start = 0; start < count; start += group)
        {
            int length = Math.Min(group, count - start);
            ReadOnlySpan<T> part = rows.Slice(start * inputs, length * inputs);

            // The first output reads rows from memory in one stream. After it they are in the cache for the others.
            int output = 0;
            if (streams || bias.Length == 1)
            {
                Compute(part, weights[..inputs], bias[..1], streams, destination.Slice(start, length));
                output = 1;
            }

            if (output < bias.Length)
            {
                Dots.OfSeveral(part, weights[(output * inputs)..], bias[output..], destination[((output * count) + start)..], count);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Compute<T>(
        ReadOnlySpan<T> rows, ReadOnlySpan<T> weights, ReadOnlySpan<T> bias, bool streams, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (streams)
        {
            Dots.OneByOne(rows, weights, bias[0], destination);
        }
        else
        {
            Dots.Compute(rows, weights, bias, destination);
        }
    }
}
