using System.Numerics;
using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Tests.Optimizers;

/// <summary>Variables at a bound do not move out of it, and no step ends outside.</summary>
public abstract class BoxTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The bounds of the first variable; the second is a bias without any.</summary>
    [Theory]
    [InlineData(0, 1, 0, 2, true)]
    [InlineData(0, 1, 0, -2, false)]
    [InlineData(0, 1, 1, -2, true)]
    [InlineData(0, 1, 1, 2, false)]
    [InlineData(0, 1, 0.5, 2, false)]
    [InlineData(0, 1, 0.5, -2, false)]
    [InlineData(1, 1, 1, 2, true)]
    [InlineData(1, 1, 1, -2, true)]
    [InlineData(0, 1, 0, 0, true)]
    [InlineData(0, 1, 1, 0, true)]
    [InlineData(0, 1, 0.5, 0, false)]
    public void A_gradient_that_pushes_out_of_a_bound_is_0(double low, double high, double at, double gradient, bool isHeld)
    {
        var box = new Box<T>(Numbers.Of<T>(low), Numbers.Of<T>(high));
        T[] found = Numbers.Of<T>(gradient, 3);

        box.Arrive(Numbers.Of<T>(at, 9), found, [], new Shifted(0));

        Numbers.ToDoubles<T>(found).Should().Equal(isHeld ? 0 : gradient, 3);
        box.Begin().ToArray().Should().Equal(isHeld);
    }

    /// <summary>The derivative of a centered input has that of the bias, times the mean, less; with a penalty at a kink it has not.</summary>
    [Theory]
    [InlineData(1, 0, true)]
    [InlineData(3, 0, true)]
    [InlineData(5, 0, false)]
    [InlineData(5, 1, true)]
    [InlineData(5, -1, false)]
    public void The_gradient_is_that_of_a_centered_input(double mean, double penalty, bool isHeld)
    {
        // At the lower bound a derivative of 2, with 0.5 of the bias: 2 - 0.5 mean.
        var box = new Box<T>(Numbers.Of<T>(0), Numbers.Of<T>(1));
        T[] found = Numbers.Of<T>(2, 0.5);

        box.Arrive(Numbers.Of<T>(0, 0), found, penalty < 0 ? [] : Numbers.Of<T>(penalty), new Shifted(mean));

        Numbers.ToDoubles<T>(found).Should().Equal(isHeld ? 0 : 2, 0.5);
    }

    [Fact]
    public void A_direction_holds_more_variables_and_another_begins_anew()
    {
        // At the low bound, pushed out; at the low bound, not pushed; at the high bound, not pushed; inside.
        var box = new Box<T>(Numbers.Of<T>(0, 0, 0, 0), Numbers.Of<T>(1, 1, 1, 1));
        box.Arrive(Numbers.Of<T>(0, 0, 1, 0.5, 0), Numbers.Of<T>(1, -1, 1, 1, 0), [], new Shifted(0));
        box.Begin().ToArray().Should().Equal(true, false, false, false);

        box.HoldMore(Numbers.Of<T>(0, 1, -1, -1, 0)).Should().BeFalse();
        box.HoldMore(Numbers.Of<T>(0, -1, -1, -1, 0)).Should().BeTrue();
        T[] vector = Numbers.Of<T>(1, 2, 3, 4, 5);
        Box<T>.ClearHeld(vector, [true, true, false, false]);
        Numbers.ToDoubles<T>(vector).Should().Equal(0, 0, 3, 4, 5);

        box.HoldMore(Numbers.Of<T>(0, 1, 1, 1, 0)).Should().BeTrue("the third leaves at its high bound");
        box.Begin().ToArray().Should().Equal(true, false, false, false);
    }

    /// <summary>What a direction holds stays held, and a variable that it does not move is not held.</summary>
    [Fact]
    public void Variables_that_leave_are_held_until_another_direction()
    {
        // At the low bound, at the high bound, at the high bound, inside; none is pushed out.
        var box = new Box<T>(Numbers.Of<T>(0, 0, 0, 0), Numbers.Of<T>(1, 1, 1, 1));
        box.Arrive(Numbers.Of<T>(0, 1, 1, 0.5, 0), Numbers.Of<T>(-1, 1, 1, 1, 0), [], new Shifted(0));
        ReadOnlySpan<bool> held = box.Begin();

        box.HoldMore(Numbers.Of<T>(0, 0, 0, 5, 0)).Should().BeFalse();
        held.ToArray().Should().Equal(false, false, false, false);
        box.HoldMore(Numbers.Of<T>(-1, 1, -1, 5, 0)).Should().BeTrue("two leave");
        held.ToArray().Should().Equal(true, true, false, false);
        box.HoldMore(Numbers.Of<T>(-1, 0, 1, 5, 0)).Should().BeTrue();
        held.ToArray().Should().Equal(true, true, true, false);
    }

    [Theory]
    [InlineData(0, -0.5, 0, 7)]
    [InlineData(0, 1.5, 1, 7)]
    [InlineData(0, 0.5, 0.5, 7)]
    [InlineData(4, -0.5, 0, 5)]
    [InlineData(4, 1.5, 1, 9)]
    [InlineData(4, 0.5, 0.5, 7)]
    public void A_trial_ends_at_its_bounds_and_the_bias_takes_over_what_that_changes_at_the_mean(double mean, double at, double expected, double bias)
    {
        var box = new Box<T>(Numbers.Of<T>(0), Numbers.Of<T>(1));
        T[] trial = Numbers.Of<T>(at, 7);

        box.Confine(trial, new Shifted(mean));

        Numbers.ToDoubles<T>(trial).Should().Equal(expected, bias);
    }

    /// <summary>Inputs with a mean, before a bias.</summary>
    private sealed class Shifted(double mean) : IMetric<T>
    {
        public double LargestAtOptimum => double.PositiveInfinity;

        public double Level => 0;

        public double Steepness => 0;

        public void Precondition(Span<T> vector, ReadOnlySpan<bool> isHeld = default)
        {
        }

        public double Offset(int index, out int bias)
        {
            bias = 1;
            return mean;
        }

        public double Reach(ReadOnlySpan<T> change) => 0;

        public double Size(ReadOnlySpan<T> gradient, ReadOnlySpan<T> at) => 0;
    }
}

public sealed class BoxTestsInDouble : BoxTests<double>;

public sealed class BoxTestsInFloat : BoxTests<float>;
