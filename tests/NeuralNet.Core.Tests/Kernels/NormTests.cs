using System.Numerics;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Tests.Kernels;

public sealed class NormSingleTests : NormTests<float>;

public sealed class NormDoubleTests : NormTests<double>;

public abstract class NormTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>An exponent whose double is far out of the range of T, either way.</summary>
    private static readonly int _far = typeof(T) == typeof(float) ? 110 : 1000;

    [Fact]
    public void A_norm_is_the_root_of_the_sum_of_squares_to_a_few_roundings()
    {
        for (int length = 0; length <= 129; length++)
        {
            T[] values = Sample.Exponents<T>(length, seed: length, -10, 10);
            double expected = Math.Sqrt(values.Sum(value => double.CreateTruncating(value) * double.CreateTruncating(value)));

            Norm.Compute<T>(values).ShouldBeClose(expected, 1e-14, 0, $"the norm of {length}");
        }
    }

    [Fact]
    public void A_power_of_two_multiplies_a_norm_exactly_even_if_squares_overflow()
    {
        for (int length = 1; length <= 20; length++)
        {
            T[] values = Sample.Exponents<T>(length, seed: length, -5, 5);
            double norm = Norm.Compute<T>(values);
            foreach (int exponent in new[] { -_far, _far })
            {
                T[] extreme = [.. values.Select(value => T.ScaleB(value, exponent))];

                Norm.Compute<T>(extreme).Should().Be(Math.ScaleB(norm, exponent));
            }
        }
    }

    [Fact]
    public void Neighboring_memory_and_alignment_make_no_difference()
    {
        for (int length = 0; length <= 40; length++)
        {
            T[] values = Sample.Exponents<T>(length, seed: length, -10, 10);
            for (int offset = 0; offset < 16; offset++)
            {
                Norm.Compute<T>(Guarded<T>.Input(values, offset).Span).Should().Be(Norm.Compute<T>(values));
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
                values[place] = -T.Pi;

                Norm.Compute<T>(values).Should().Be(double.CreateTruncating(T.Pi));
            }
        }
    }

    [Fact]
    public void The_norm_of_nothing_is_0_and_values_that_are_not_finite_show()
    {
        Norm.Compute<T>([]).Should().Be(0);
        Norm.Compute<T>([T.NegativeZero, T.Zero]).Should().Be(0);
        for (int place = 0; place < 9; place++)
        {
            var values = new T[9];
            values[place] = T.NegativeInfinity;
            Norm.Compute<T>(values).Should().Be(double.PositiveInfinity);
            values[(place + 1) % 9] = T.NaN;
            Norm.Compute<T>(values).Should().Be(double.NaN);
        }
    }

    [Fact]
    public void Setting_a_norm_keeps_the_direction()
    {
        double rounding = 4 * Numbers.Epsilon<T>();
        for (int length = 1; length <= 129; length++)
        {
            foreach (int exponent in new[] { -_far, 0, _far })
            {
                T[] values = Sample.Exponents<T>(length, seed: length, -5, 5);
                double norm = Norm.Compute<T>(values);
                Guarded<T> scaled = Guarded<T>.Output([.. values.Select(value => T.ScaleB(value, exponent))], length % 16);

                Norm.Set(scaled.Span, 0.3);

                scaled.IsIntact.Should().BeTrue();
                for (int index = 0; index < length; index++)
                {
                    scaled.Span[index].ShouldBeClose(
                        double.CreateTruncating(values[index]) * (0.3 / norm), rounding, 0, $"value {index} of {length}");
                }
            }
        }
    }

    [Fact]
    public void The_norm_can_be_set_if_only_the_norm_overflows()
    {
        T[] values = [.. Enumerable.Repeat(Sample.Largest<T>(), 100)];

        Norm.Set<T>(values, 1);

        ((ReadOnlySpan<T>)values).ShouldBeClose([.. Enumerable.Repeat(0.1, 100)], 4 * Numbers.Epsilon<T>(), 0, "a tenth each");
    }

    [Fact]
    public void Values_that_are_not_finite_can_not_be_set_to_a_norm()
    {
        T[] values = [T.One, T.PositiveInfinity];

        Norm.Set<T>(values, 1);

        values.Any(T.IsNaN).Should().BeTrue();
    }
}
