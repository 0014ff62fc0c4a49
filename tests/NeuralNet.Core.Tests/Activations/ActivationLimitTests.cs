using System.Numerics;

namespace NeuralNet.Core.Tests.Activations;

/// <summary>Activations of logits so large that they have become their limits.</summary>
public abstract class ActivationLimitTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly Activation[] All =
    [
        Activation.Identity,
        Activation.Sigmoid,
        Activation.Tanh,
        Activation.Step,
        Activation.ReLU,
        Activation.Softplus,
        Activation.Exp,
    ];

    [Theory]
    [InlineData(1e4)]
    [InlineData(1e30)]
    [InlineData(double.PositiveInfinity)]
    public void Sigmoid_reaches_0_and_1(double logit) =>
        Apply(Activation.Sigmoid, logit, -logit).Should().Equal(T.One, T.Zero);

    [Theory]
    [InlineData(1e4)]
    [InlineData(1e30)]
    [InlineData(double.PositiveInfinity)]
    public void Tanh_reaches_minus_1_and_1(double logit) =>
        Apply(Activation.Tanh, logit, -logit).Should().Equal(T.One, -T.One);

    [Theory]
    [InlineData(1e4)]
    [InlineData(1e30)]
    [InlineData(double.PositiveInfinity)]
    public void Activations_bounded_only_below_reach_0_and_grow_without_bound(double logit)
    {
        Apply(Activation.ReLU, logit, -logit).Should().Equal(T.CreateTruncating(logit), T.Zero);
        Apply(Activation.Softplus, logit, -logit).Should().Equal(T.CreateTruncating(logit), T.Zero);
        Apply(Activation.Exp, logit, -logit).Should().Equal(T.PositiveInfinity, T.Zero);
        Apply(Activation.Step, logit, -logit).Should().Equal(T.One, T.Zero);
    }

    [Fact]
    public void Step_and_ReLU_of_0_are_0()
    {
        Apply(Activation.Step, 0, -0.0).Should().AllBeEquivalentTo(T.Zero);
        Apply(Activation.ReLU, 0, -0.0).Should().AllBeEquivalentTo(T.Zero);
    }

    [Fact]
    public void An_activation_of_NaN_is_NaN()
    {
        foreach (Activation activation in All)
        {
            Apply(activation, double.NaN, double.NaN).Should().AllBeEquivalentTo(T.NaN, $"of {activation}");
        }
    }

    [Fact]
    public void Sigmoid_of_0_is_one_half_and_tanh_of_0_is_0()
    {
        Apply(Activation.Sigmoid, 0, 0).Should().AllBeEquivalentTo(T.CreateTruncating(0.5));
        Apply(Activation.Tanh, 0, 0).Should().AllBeEquivalentTo(T.Zero);
    }

    [Fact]
    public void Sigmoid_of_the_opposite_logit_is_the_rest_to_1()
    {
        foreach (double logit in new Random(7).Values(200, -40, 40))
        {
            T[] values = Apply(Activation.Sigmoid, logit, -logit);

            (values[0] + values[1]).ShouldBeClose(1, Numbers.Epsilon<T>(), 0, $"at {logit}");
        }
    }

    [Fact]
    public void Tanh_is_an_odd_function()
    {
        foreach (double logit in new Random(8).Values(200, -20, 20))
        {
            T[] values = Apply(Activation.Tanh, logit, -logit);

            values[1].Should().Be(-values[0]);
        }
    }

    [Fact]
    public void No_activation_decreases_by_more_than_rounding_or_leaves_its_range()
    {
        double[] logits = [.. Enumerable.Range(-40_000, 80_001).Select(index => index / 1000.0)];
        foreach (Activation activation in All)
        {
            double[] values = Numbers.ToDoubles<T>(Apply(activation, logits));

            values.All(activation.Range.Contains).Should().BeTrue();
            for (int index = 1; index < values.Length; index++)
            {
                double fall = values[index - 1] - values[index];
                (fall <= Numbers.Epsilon<T>() * Math.Abs(values[index])).Should().BeTrue($"{activation} at {logits[index]}");
            }
        }
    }

    private static T[] Apply(Activation activation, params double[] logits)
    {
        var values = new T[logits.Length];
        activation.Apply(Numbers.Of<T>(logits), (Span<T>)values);
        return values;
    }
}

public sealed class ActivationLimitTestsInDouble : ActivationLimitTests<double>;

public sealed class ActivationLimitTestsInFloat : ActivationLimitTests<float>;
