using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NeuralNet.Core.Kernels;

/// <summary>Rows times weights: every logit is one <see cref="Dot"/> plus the bias, so a row alone has its batch row's bits.</summary>
internal static class Logits
{
    /// <summary>
    /// destination[r, o] = rows[r] . weights[o] + bias[o]. Rows <c>[rows x inputs]</c>, weights <c>[outputs x inputs]</c>,
    /// bias <c>[outputs]</c>, destination <c>[rows x outputs]</c>.
    /// </summary>
    [MethodImpl(Jit.Loop)]
    public static void Of<T>(
        ReadOnlySpan<T> rows, ReadOnlySpan<T> weights, ReadOnlySpan<T> bias, int inputs, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int outputs = bias.Length;
        int count = destination.Length / outputs;
        Debug.Assert(weights.Length == outputs * inputs, "There is a weight for each input of each output.");
        Debug.Assert(destination.Length == count * outputs && rows.Length == count * inputs, "The rows are whole.");
        ref T row = ref MemoryMarshal.GetReference(rows);
        nuint length = (nuint)inputs;
        int index = 0;
        if (Vector512.IsHardwareAccelerated && inputs >= 2 * Vector512<T>.Count)
        {
            for (; index + 4 <= count; index += 4)
            {
                for (int output = 0; output < outputs; output++)
                {
                    FourRows(
                        ref Unsafe.Add(ref row, (nint)index * inputs),
                        in weights[output * inputs],
                        length,
                        bias[output],
                        ref destination[(index * outputs) + output],
                        outputs);
                }
            }
        }

        for (; index < count; index++)
        {
            for (int output = 0; output < outputs; output++)
            {
                destination[(index * outputs) + output] =
                    Dot.Of(ref Unsafe.Add(ref row, (nint)index * inputs), in weights[output * inputs], length) + bias[output];
            }
        }
    }

    /// <summary>The whole blocks of four rows at a time, so that a weight is loaded once for four of them.</summary>
    [MethodImpl(Jit.Loop)]
    private static void FourRows<T>(
        ref T row0, ref readonly T weights, nuint length, T bias, ref T destination, int stride)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T row1 = ref Unsafe.Add(ref row0, length);
        ref T row2 = ref Unsafe.Add(ref row1, length);
        ref T row3 = ref Unsafe.Add(ref row2, length);
        nuint width = (nuint)Vector512<T>.Count;
        Vector512<T> low0 = default, low1 = default, low2 = default, low3 = default;
        Vector512<T> high0 = default, high1 = default, high2 = default, high3 = default;
        nuint index = 0;
        for (; index + (2 * width) <= length; index += 2 * width)
        {
            Vector512<T> weight = Vector512.LoadUnsafe(in weights, index);
            low0 = Fused.MultiplyAdd(Vector512.LoadUnsafe(in row0, index), weight, low0);
            low1 = Fused.MultiplyAdd(Vector512.LoadUnsafe(in row1, index), weight, low1);
            low2 = Fused.MultiplyAdd(Vector512.LoadUnsafe(in row2, index), weight, low2);
            low3 = Fused.MultiplyAdd(Vector512.LoadUnsafe(in row3, index), weight, low3);
            weight = Vector512.LoadUnsafe(in weights, index + width);
            high0 = Fused.MultiplyAdd(Vector512.LoadUnsafe(in row0, index + width), weight, high0);
            high1 = Fused.MultiplyAdd(Vector512.LoadUnsafe(in row1, index + width), weight, high1);
            high2 = Fused.MultiplyAdd(Vector512.LoadUnsafe(in row2, index + width), weight, high2);
            high3 = Fused.MultiplyAdd(Vector512.LoadUnsafe(in row3, index + width), weight, high3);
        }

        destination = Dot.OfHalf(in row0, in weights, length, index, low0 + high0) + bias;
        Unsafe.Add(ref destination, stride) = Dot.OfHalf(in row1, in weights, length, index, low1 + high1) + bias;
        Unsafe.Add(ref destination, 2 * stride) = Dot.OfHalf(in row2, in weights, length, index, low2 + high2) + bias;
        Unsafe.Add(ref destination, 3 * stride) = Dot.OfHalf(in row3, in weights, length, index, low3 + high3) + bias;
    }
}
