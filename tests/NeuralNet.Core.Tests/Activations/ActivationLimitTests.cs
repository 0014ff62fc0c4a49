using System.Numerics;
using NeuralNet.Core.Tests.Support;

namespace NeuralNet.Core.Tests.Activations;

/// <summary>Activations of logits so large that they have become their limits.</summary>
public abstract class ActivationLimitTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
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
    public void Sigmoid_and_tanh_never_decrease_by_more_than_rounding_and_stay_in_their_range()
    {
        double[] logits = [.. Enumerable.Range(-40_000, 80_001).Select(index => index / 1000.0)];
        foreach (Activation activation in new[] { Activation.Sigmoid, Activation.Tanh })
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
