using System.Numerics;
using System.Runtime.InteropServices;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Tests.Kernels;

public sealed class SumSingleTests : SumTests<float>;

public sealed class SumDoubleTests : SumTests<double>;

public abstract class SumTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void A_sum_is_as_close_to_the_exact_one_as_its_few_roundings_allow()
    {
        for (int length = 0; length <= 129; length++)
        {
            T[] values = Sample.Exponents<T>(length, seed: length, -10, 10);
            Exact sum = default;
            Exact magnitude = default;
            foreach (T value in values)
            {
                sum += Exact.Of(value);
                magnitude += Exact.Of(value).Abs();
            }

            // A value is rounded when it joins its partial sum, with each block that follows and with each halving.
            int block = 128 / Marshal.SizeOf<T>();
            Exact error = (Exact.Of(Sum.Compute<T>(values)) - sum).Abs();
            (error <= magnitude.Roundings<T>((length / block) + BitOperations.Log2((uint)block) + 1)).Should().BeTrue();
        }
    }

    [Fact]
    public void A_sum_has_the_bits_of_the_dot_product_with_ones()
    {
        for (int length = 0; length <= 300; length++)
        {
            T[] values = Sample.Exponents<T>(length, seed: length, -10, 10);
            T[] ones = [.. Enumerable.Repeat(T.One, length)];

            Bits.Of(Sum.Compute<T>(values)).Should().Be(Bits.Of(Dot.Compute<T>(values, ones)));
        }
    }

    [Fact]
    public void Neighboring_memory_and_alignment_make_no_difference()
    {
        for (int length = 0; length <= 129; length++)
        {
            T[] values = Sample.Exponents<T>(length, seed: length, -10, 10);
            for (int offset = 0; offset < 16; offset++)
            {
                Bits.Same(Sum.Compute<T>(Guarded<T>.Input(values, offset).Span), Sum.Compute<T>(values)).Should().BeTrue();
            }
        }
    }

    [Fact]
    public void Every_value_counts_once()
    {
        for (int length = 1; length <= 129; length++)
        {
            for (int place = 0; place < length; place++)
            {
                var values = new T[length];
                values[place] = T.Pi;

                Sum.Compute<T>(values).Should().Be(T.Pi);
            }
        }
    }
}
