using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Tests.Kernels;

public sealed class DotSingleTests : DotTests<float>;

public sealed class DotDoubleTests : DotTests<double>;

public abstract class DotTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly int _leastExponent = typeof(T) == typeof(float) ? -149 : -1074;

    private static readonly (string Name, Kernel Run)[] _kernels =
    [
        ("Compute", (left, right) => Dot.Compute(left, right)),
        ("Inlined", (left, right) => Dot.Inlined(left, right)),
        .. Vector512.IsHardwareAccelerated
            ? ((string Name, Kernel Run)[])[("Of512", (left, right) => Dot.Of512(in First(left), in First(right), (nuint)left.Length))]
            : [],
        ("Of256", (left, right) => Dot.Of256(in First(left), in First(right), (nuint)left.Length)),
        ("Of128", (left, right) => Dot.Of128(in First(left), in First(right), (nuint)left.Length)),
        ("OfScalar", (left, right) => Dot.OfScalar(in First(left), in First(right), (nuint)left.Length)),
    ];

    private delegate T Kernel(ReadOnlySpan<T> left, ReadOnlySpan<T> right);

    [Theory]
    [InlineData(Values.Ordinary)]
    [InlineData(Values.Scattered)]
    [InlineData(Values.ProductsUnderflow)]
    [InlineData(Values.Zeros)]
    public void Every_width_is_as_close_to_the_exact_sum_as_its_few_roundings_allow(Values values)
    {
        var failures = new List<string>();
        for (int length = 0; length <= 129; length++)
        {
            T[] left = Make(values, length, seed: length);
            T[] right = Make(values, length, seed: 1000 + length);
            Exact sum = default;
            Exact magnitude = default;
            for (int index = 0; index < length; index++)
            {
                Exact product = Exact.Product(left[index], right[index]);
                sum += product;
                magnitude += product.Abs();
            }

            // A product is rounded once when it joins its partial sum, then with each block that follows and each halving.
            int block = 128 / Marshal.SizeOf<T>();
            Exact allowed = magnitude.Roundings<T>((length / block) + BitOperations.Log2((uint)block) + 1);
            foreach ((string name, Kernel run) in _kernels)
            {
                if (!((Exact.Of(run(left, right)) - sum).Abs() <= allowed))
                {
                    failures.Add($"{name} of {length}");
                }
            }
        }

        failures.Should().BeEmpty();
    }

    [Theory]
    [InlineData(Values.Ordinary)]
    [InlineData(Values.Scattered)]
    [InlineData(Values.ProductsUnderflow)]
    [InlineData(Values.Zeros)]
    [InlineData(Values.Overflow)]
    [InlineData(Values.Anything)]
    public void Every_width_gives_the_same_bits(Values values)
    {
        var failures = new List<string>();
        for (int length = 0; length < 300; length++)
        {
            T[] left = Make(values, length, seed: length);
            T[] right = Make(values, length, seed: 1000 + length);
            T scalar = Dot.OfScalar(in First(left), in First(right), (nuint)length);
            foreach ((string name, Kernel run) in _kernels)
            {
                T result = run(left, right);
                if (!Bits.Same(result, scalar))
                {
                    failures.Add($"{name} of {length}: {result:R} instead of {scalar:R}");
                }
            }
        }

        failures.Should().BeEmpty();
    }

    [Fact]
    public void Neighboring_memory_and_alignment_make_no_difference()
    {
        var failures = new List<string>();
        for (int length = 0; length <= 129; length++)
        {
            T[] left = Make(Values.Ordinary, length, seed: length);
            T[] right = Make(Values.Ordinary, length, seed: 1000 + length);
            T expected = Dot.Compute<T>(left, right);
            for (int offset = 0; offset < 16; offset++)
            {
                Guarded<T> guardedLeft = Guarded<T>.Input(left, offset);
                Guarded<T> guardedRight = Guarded<T>.Input(right, 15 - offset);
                foreach ((string name, Kernel run) in _kernels)
                {
                    if (!Bits.Same(run(guardedLeft.Span, guardedRight.Span), expected))
                    {
                        failures.Add($"{name} of {length} from {offset}");
                    }
                }
            }
        }

        failures.Should().BeEmpty();
    }

    [Fact]
    public void A_number_times_zeros_and_a_one_is_the_number()
    {
        for (int length = 1; length <= 129; length++)
        {
            for (int place = 0; place < length; place++)
            {
                var left = new T[length];
                left[place] = T.One;
                var right = new T[length];
                right.AsSpan().Fill(T.NegativeOne);
                right[place] = T.E;

                Dot.Compute<T>(left, right).Should().Be(T.E);
            }
        }
    }

    [Fact]
    public void Zeros_after_the_last_element_change_no_bit()
    {
        var failures = new List<string>();
        for (int length = 0; length <= 129; length++)
        {
            T[] left = Make(Values.Scattered, length, seed: length);
            T[] right = Make(Values.Scattered, length, seed: 1000 + length);
            T expected = Dot.Compute<T>(left, right);
            foreach (int zeros in (int[])[1, 2, 3, 5, 8, 13, 31, 32, 100])
            {
                T[] longer = [.. left, .. new T[zeros]];
                T[] other = [.. right, .. Sample.Uniform<T>(zeros, seed: zeros)];
                foreach ((string name, Kernel run) in _kernels)
                {
                    if (!Bits.Same(run(longer, other), expected))
                    {
                        failures.Add($"{name} of {length} and {zeros} zeros");
                    }
                }
            }
        }

        failures.Should().BeEmpty();
    }

    [Fact]
    public void An_element_joins_the_partial_sum_of_its_place_in_a_block()
    {
        int block = 128 / Marshal.SizeOf<T>();
        T[] left = Sample.Exponents<T>(5 * block, seed: 1, -20, 20);
        T[] right = Sample.Exponents<T>(5 * block, seed: 2, -20, 20);
        T expected = Dot.Compute<T>(left, right);

        // The elements of each place in their order, and the places in any order.
        var sums = new T[block];
        for (int place = block - 1; place >= 0; place--)
        {
            for (int index = place; index < left.Length; index += block)
            {
                sums[place] = T.FusedMultiplyAdd(left[index], right[index], sums[place]);
            }
        }

        for (int half = block / 2; half > 0; half /= 2)
        {
            sums = [.. Enumerable.Range(0, half).Select(place => sums[place] + sums[place + half])];
        }

        Bits.Of(expected).Should().Be(Bits.Of(sums[0]));
    }

    [Fact]
    public void No_elements_sum_to_zero() =>
        _kernels.Should().AllSatisfy(kernel => Bits.Of(kernel.Run([], [])).Should().Be(Bits.Of(T.Zero)));

    [Fact]
    public void One_NaN_anywhere_makes_the_sum_NaN()
    {
        for (int length = 1; length <= 129; length++)
        {
            T[] left = Make(Values.Ordinary, length, seed: length);
            T[] right = Make(Values.Ordinary, length, seed: 1000 + length);
            for (int place = 0; place < length; place++)
            {
                T kept = left[place];
                left[place] = T.NaN;
                T.IsNaN(Dot.Compute<T>(left, right)).Should().BeTrue();
                left[place] = kept;
            }
        }
    }

    private static T[] Make(Values values, int length, int seed) => values switch
    {
        Values.Ordinary => Sample.Uniform<T>(length, seed),
        Values.Scattered => Sample.Exponents<T>(length, seed, -30, 30),
        Values.ProductsUnderflow => Sample.Exponents<T>(length, seed, (_leastExponent / 2) - 10, (_leastExponent / 2) + 20),
        Values.Overflow => Sample.Exponents<T>(length, seed, 0, -_leastExponent / 2),
        Values.Zeros => [.. Sample.Uniform<T>(length, seed).Select(value => T.CopySign(T.Zero, value))],
        _ => Sample.Anything<T>(length, seed),
    };

    private static ref readonly T First(ReadOnlySpan<T> span) => ref MemoryMarshal.GetReference(span);
}
