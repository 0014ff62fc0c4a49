using System.Numerics;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Tests.Kernels;

public sealed class ArgMaxSingleTests : ArgMaxTests<float>;

public sealed class ArgMaxDoubleTests : ArgMaxTests<double>;

public abstract class ArgMaxTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void The_largest_is_found_at_every_place_and_every_alignment()
    {
        for (int length = 1; length <= 129; length++)
        {
            T[] values = Sample.Uniform<T>(length, seed: length);
            for (int place = 0; place < length; place++)
            {
                T kept = values[place];
                values[place] = T.One;
                ArgMax.Find<T>(Guarded<T>.Input(values, place % 16).Span).Should().Be(place);
                values[place] = kept;
            }
        }
    }

    [Fact]
    public void Finds_the_first_of_equals()
    {
        for (int length = 2; length <= 129; length++)
        {
            T[] values = [.. Sample.Uniform<T>(length, seed: length).Select(value => T.Round(value * T.CreateTruncating(3)))];

            ArgMax.Find<T>(values).Should().Be(Array.IndexOf(values, values.Max()));
        }
    }

    [Fact]
    public void Negative_infinity_is_less_than_every_number() =>
        ArgMax.Find<T>([T.NegativeInfinity, -Sample.Largest<T>(), T.NegativeInfinity]).Should().Be(1);

    [Fact]
    public void Without_comparable_values_the_index_is_zero()
    {
        ArgMax.Find<T>([]).Should().Be(0);
        ArgMax.Find<T>([T.NaN, T.NaN, T.NaN]).Should().Be(0);
    }
}
