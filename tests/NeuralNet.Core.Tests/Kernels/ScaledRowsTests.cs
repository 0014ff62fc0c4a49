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
    public void Each_sum_has_the_bits_of_its_rows_joining_one_by_one(int stride)
    {
        var failures = new List<string>();
        for (int inputs = 0; inputs <= 129; inputs++)
        {
            for (int count = 0; count <= 9; count++)
            {
                int offset = (inputs + count) % 16;
                T[] rows = Sample.Exponents<T>(count * inputs, seed: inputs, -8, 8);
                T[] scales = Sample.Uniform<T>(Math.Max(0, ((count - 1) * stride) + 1), seed: 500 + inputs);
                T[] sums = Sample.Uniform<T>(inputs, seed: 1000 + inputs);
                Guarded<T> result = Guarded<T>.Output(sums, offset);

                ScaledRows.Add(
                    Guarded<T>.Input(rows, 15 - offset).Span, count, Guarded<T>.Input(scales, offset).Span, stride, result.Span);

                for (int row = 0; row < count; row++)
                {
                    for (int input = 0; input < inputs; input++)
                    {
                        sums[input] = T.FusedMultiplyAdd(scales[row * stride], rows[(row * inputs) + input], sums[input]);
                    }
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
    public void Each_sum_is_as_close_to_the_exact_one_as_one_rounding_for_each_row_allows()
    {
        const int Count = 7;
        for (int inputs = 0; inputs <= 129; inputs++)
        {
            T[] rows = Sample.Uniform<T>(Count * inputs, seed: inputs);
            T[] scales = Sample.Uniform<T>(Count, seed: 500 + inputs);
            T[] before = Sample.Uniform<T>(inputs, seed: 1000 + inputs);
            T[] sums = [.. before];

            ScaledRows.Add<T>(rows, Count, scales, 1, sums);

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

                ((Exact.Of(sums[input]) - sum).Abs() <= magnitude.Roundings<T>(Count)).Should().BeTrue();
            }
        }
    }
}
