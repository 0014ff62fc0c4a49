using System.Numerics;
using NeuralNet.Core.Training;

namespace NeuralNet.Core.Tests.Training;

/// <summary>Bounds on the scale of training and on that of the raw inputs.</summary>
public abstract class WeightBoundsTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly WeightBounds<T> _bounds = new([-1, 0, 1, 2], 4);

    [Fact]
    public void Bounds_of_one_output_are_those_of_all()
    {
        Numbers.ToDoubles<T>(_bounds.Low).Should().Equal(-1, 0, -1, 0);
        Numbers.ToDoubles<T>(_bounds.High).Should().Equal(1, 2, 1, 2);
        var own = new WeightBounds<T>([-1, 0, -2, -3, 1, 2, 3, 4], 4);
        Numbers.ToDoubles<T>(own.Low).Should().Equal(-1, 0, -2, -3);
        Numbers.ToDoubles<T>(own.High).Should().Equal(1, 2, 3, 4);
        own.RawOf(3).Should().Be((T.CreateTruncating(-3), T.CreateTruncating(4)));
    }

    [Theory]
    [InlineData(0, 1, 0, 1, -1, -1)]
    [InlineData(-1, 0, 1, 2, -1, 0)]
    [InlineData(0, -0.5, 0, 1, 1, 1)]
    [InlineData(0, 2.5, 0, 1, 1, 1)]
    [InlineData(0, 1, 0, 3, 3, 3)]
    [InlineData(0, 1, 1, 1, -1, 2)]
    [InlineData(0, 2, 0.5, 1, -1, 1)]
    public void The_first_weight_outside_and_the_first_at_a_bound_are_found(double a, double b, double c, double d, int outside, int atBound)
    {
        T[] weights = Numbers.Of<T>(a, b, c, d, 100);

        _bounds.FindOutside(weights).Should().Be(outside);
        _bounds.FindRawOutside(weights).Should().Be(outside);
        _bounds.FindAtBound(weights).Should().Be(atBound);
    }

    [Fact]
    public void Weights_move_to_the_nearest_bound_and_biases_do_not()
    {
        T[] weights = Numbers.Of<T>(-5, 5, 0.5, 0, 100);

        _bounds.Confine(weights);

        Numbers.ToDoubles<T>(weights).Should().Equal(-1, 2, 0.5, 0, 100);
    }

    [Fact]
    public void A_bound_has_the_scale_of_its_weight_and_a_weight_at_it_is_shown_there()
    {
        var bounds = new WeightBounds<T>([-1, 0, 1, 2], 4);
        bounds.Scale(new Standardization<T>(new T[2], Numbers.Of<T>(4, 0.5), Numbers.Of<T>(0.25, 2)));
        Numbers.ToDoubles<T>(bounds.Low).Should().Equal(-4, 0, -4, 0);
        Numbers.ToDoubles<T>(bounds.High).Should().Equal(4, 1, 4, 1);
        bounds.FindOutside(Numbers.Of<T>(4, 1, -4, 0)).Should().Be(-1);
        bounds.FindRawOutside(Numbers.Of<T>(4, 1, -4, 0)).Should().Be(0);
        T[] raw = Numbers.Of<T>(0.99, 1.5);
        bounds.Show(Numbers.Of<T>(4, 0), raw, 2);
        Numbers.ToDoubles<T>(raw).Should().Equal(1, 0);
        raw = Numbers.Of<T>(-0.99, 1.5);
        bounds.Show(Numbers.Of<T>(-4, 0.75), raw, 2);
        Numbers.ToDoubles<T>(raw).Should().Equal(-1, 1.5);
        raw = Numbers.Of<T>(1.01, -0.01);
        bounds.Show(Numbers.Of<T>(3.9, 0.1), raw, 0);
        Numbers.ToDoubles<T>(raw).Should().Equal(1, 0);

        bounds.Scale(null);

        Numbers.ToDoubles<T>(bounds.Low).Should().Equal(-1, 0, -1, 0);
    }

    /// <summary>A weight is held at either bound, or beyond it, unless both are the same.</summary>
    [Fact]
    public void Weights_at_a_bound_are_held_unless_they_are_fixed()
    {
        double[] low = [-1, -1, -1, -1, -1, 2, double.NegativeInfinity, 0], high = [1, 1, 1, 1, 1, 2, 0, double.PositiveInfinity];
        var bounds = new WeightBounds<T>([.. low, .. high], low.Length);

        bounds.FindHeld(Numbers.Of<T>(-1, 1, 0, -1.5, 1.5, 2, 0, 5)).Should().Equal(0, 1, 3, 4, 6);
        bounds.FindHeld(Numbers.Of<T>(0, 0.5, 0, -0.5, 0.9, 2, -1, 0)).Should().Equal(7);
        bounds.FindHeld(Numbers.Of<T>(0, 0, 0, 0, 0, 2, -1, 1)).Should().BeEmpty();
    }

    [Theory]
    [InlineData(0, 1, true, false)]
    [InlineData(-1, 0, false, true)]
    [InlineData(-1, 1, false, false)]
    [InlineData(1, 2, true, false)]
    [InlineData(-2, -1, false, true)]
    [InlineData(0, 0, true, true)]
    [InlineData(2, 2, true, true)]
    [InlineData(-2, -2, true, true)]
    public void The_weight_nearest_to_0_falls_or_rises_only_where_it_may(double low, double high, bool keepsFalling, bool keepsRising)
    {
        var bounds = new WeightBounds<T>([low, high], 1);

        bounds.KeepsNearest(0, falls: true).Should().Be(keepsFalling);
        bounds.KeepsNearest(0, falls: false).Should().Be(keepsRising);
    }
}

public sealed class WeightBoundsTestsInDouble : WeightBoundsTests<double>;

public sealed class WeightBoundsTestsInFloat : WeightBoundsTests<float>;
