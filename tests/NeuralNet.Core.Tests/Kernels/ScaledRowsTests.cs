using System.Numerics;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Tests.Kernels;

public sealed class ScaledRowsSingleTests : ScaledRowsTests<float>;

public sealed class ScaledRowsDoubleTests : ScaledRowsTests<double>;

public abstract class ScaledRowsTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(10)]
    public void Each_sum_has_the_bits_of_the_order_that_is_documented(int outputs)
    {
        var failures = new List<string>();
        int[] sizes = [.. Enumerable.Range(1, outputs == 1 ? 140 : 40), 255, 256, 257, 300];
        foreach (int inputs in sizes)
        {
            for (int count = 0; count <= 9; count++)
            {
                int offset = (inputs + count) % 16;
                T[] rows = Sample.Exponents<T>(count * inputs, seed: inputs, -8, 8);
                T[] scales = Sample.Uniform<T>(outputs * count, seed: 500 + inputs);
                T[] sums = Sample.Uniform<T>(outputs * inputs, seed: 1000 + inputs);
                Guarded<T> result = Guarded<T>.Output(sums, offset);

                ScaledRows.Add(
                    Guarded<T>.Input(rows, 15 - offset).Span, inputs, Guarded<T>.Input(scales, offset).Span, result.Span);

                for (int output = 0; output < outputs; output++)
                {
                    AddInOrder(rows, scales.AsSpan(output * count, count), sums.AsSpan(output * inputs, inputs));
                }

                if (!result.IsIntact || !Bits.Same<T>(result.Span, sums))
                {
                    failures.Add($"{inputs} inputs, {count} rows from {offset}");
                }
            }
        }

        failures.Should().BeEmpty();
    }

    [Fact]
    public void Each_sum_is_as_close_to_the_exact_one_as_a_rounding_for_each_addition_allows()
    {
        const int Count = 7;
        for (int inputs = 1; inputs <= 129; inputs++)
        {
            T[] rows = Sample.Uniform<T>(Count * inputs, seed: inputs);
            T[] scales = Sample.Uniform<T>(Count, seed: 500 + inputs);
            T[] before = Sample.Uniform<T>(inputs, seed: 1000 + inputs);
            T[] sums = [.. before];

            ScaledRows.Add<T>(rows, inputs, scales, sums);

            for (int input = 0; input < inputs; input++)
            {
                Exact sum = Exact.Of(before[input]);
                Exact magnitude = sum.Abs();
                for (int row = 0; row < Count; row++)
                {
                    Exact product = Exact.Product(scales[row], rows[(row * inputs) + input]);
                    sum += product;
                    magnitude += product.Abs();
                }

                ((Exact.Of(sums[input]) - sum).Abs() <= magnitude.Roundings<T>(Count + 3)).Should().BeTrue();
            }
        }
    }

    /// <summary>The definition: fewer than 256 bytes of inputs sum whole groups of four rows apart.</summary>
    private static void AddInOrder(ReadOnlySpan<T> rows, ReadOnlySpan<T> scales, Span<T> sums)
    {
        int inputs = sums.Length;
        int grouped = inputs < 256 / (T.One is float ? 4 : 8) ? scales.Length / 4 * 4 : 0;
        for (int input = 0; input < inputs; input++)
        {
            if (grouped > 0)
            {
                var parts = new T[4];
                for (int row = 0; row < grouped; row++)
                {
                    parts[row % 4] = T.FusedMultiplyAdd(scales[row], rows[(row * inputs) + input], parts[row % 4]);
                }

                sums[input] += (parts[0] + parts[2]) + (parts[1] + parts[3]);
            }

            for (int row = grouped; row < scales.Length; row++)
            {
                sums[input] = T.FusedMultiplyAdd(scales[row], rows[(row * inputs) + input], sums[input]);
            }
        }
    }
}
