using System.Numerics;
using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Tests.Optimizers;

/// <summary>The derivative of an objective with an L1 penalty, and steps that stay where it is smooth.</summary>
public abstract class OrthantTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Theory]
    [InlineData(2, 0.5, 1, 1.5)]
    [InlineData(-2, 0.5, 1, -0.5)]
    [InlineData(0, 0.5, 1, 0)]
    [InlineData(0, -0.5, 1, 0)]
    [InlineData(0, 3, 1, 2)]
    [InlineData(0, -3, 1, -2)]
    [InlineData(0, 1, 1, 0)]
    [InlineData(0, 3, 0, 3)]
    [InlineData(0, double.NaN, 1, double.NaN)]
    [InlineData(2, double.NaN, 1, double.NaN)]
    public void The_derivative_is_that_of_the_side_that_descends(double at, double gradient, double penalty, double expected)
    {
        // The last variable is beyond the penalties.
        T[] found = new T[2];

        Orthant.PseudoGradient<T>(Numbers.Of<T>(at, at), Numbers.Of<T>(gradient, 7), Numbers.Of<T>(penalty), found);

        Numbers.ToDoubles<T>(found).Should().Equal(expected, 7);
    }

    [Theory]
    [InlineData(1, -2, -2)]
    [InlineData(1, 2, 0)]
    [InlineData(-1, 2, 2)]
    [InlineData(-1, -2, 0)]
    [InlineData(0, 2, 0)]
    [InlineData(0, -2, 0)]
    public void A_direction_that_does_not_descend_is_0(double gradient, double direction, double expected)
    {
        T[] found = Numbers.Of<T>(direction, direction, direction);

        Orthant.Align<T>(found, Numbers.Of<T>(gradient, gradient, gradient), Numbers.Of<T>(1, 0));

        Numbers.ToDoubles<T>(found).Should().Equal(expected, direction, direction);
    }

    [Theory]
    [InlineData(1, 2, 2)]
    [InlineData(1, -2, 0)]
    [InlineData(1, 0, 0)]
    [InlineData(-1, -2, -2)]
    [InlineData(-1, 2, 0)]
    [InlineData(0, 2, 2)]
    [InlineData(0, -2, -2)]
    public void A_weight_stops_at_0_instead_of_changing_its_sign(double from, double to, double expected)
    {
        T[] found = Numbers.Of<T>(to, to, to);

        Orthant.Confine<T>(Numbers.Of<T>(from, from, from), found, Numbers.Of<T>(1, 0));

        Numbers.ToDoubles<T>(found).Should().Equal(expected, to, to);
    }

    /// <summary>Along a way within one orthant the slope is that of the smooth function there.</summary>
    [Theory]
    [InlineData(1, 3)]
    [InlineData(-1, -3)]
    [InlineData(0, 2)]
    [InlineData(2, 0)]
    [InlineData(0, -2)]
    [InlineData(-2, 0)]
    public void The_slope_has_the_sign_of_the_orthant(double from, double to)
    {
        double side = from + to > 0 ? 1 : -1;

        double slope = Orthant.Slope<T>(Numbers.Of<T>(from, 1), Numbers.Of<T>(to, 4), Numbers.Of<T>(0.5, 2), Numbers.Of<T>(4));

        slope.Should().Be(((0.5 + (4 * side)) * (to - from)) + 6);
    }
}

public sealed class OrthantTestsInDouble : OrthantTests<double>;

public sealed class OrthantTestsInFloat : OrthantTests<float>;
