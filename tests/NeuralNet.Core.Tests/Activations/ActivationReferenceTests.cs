using System.Numerics;
using NeuralNet.Core.Tests.References;
using NeuralNet.Core.UserCode;

namespace NeuralNet.Core.Tests.Activations;

/// <summary>Activations against an evaluation with 60 digits, on both sides of 0 and far beyond e^x.</summary>
public abstract class ActivationReferenceTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly (string Name, double[] Numbers)[] Reference = [.. ReferenceFile.Lines("activations.csv")];

    [Fact]
    public void Identity_is_the_logit() => Check(Activation.Identity);

    [Fact]
    public void Sigmoid_keeps_all_its_digits_far_into_the_tail() => Check(Activation.Sigmoid);

    [Fact]
    public void Tanh_keeps_all_its_digits_near_0_and_far_out() => Check(Activation.Tanh);

    [Fact]
    public void Step_is_1_above_0_and_otherwise_0() => Check(Activation.Step);

    [Fact]
    public void ReLU_is_the_logit_above_0_and_otherwise_0() => Check(Activation.ReLU);

    [Fact]
    public void Softplus_keeps_all_its_digits_far_into_the_tail() => Check(Activation.Softplus);

    [Fact]
    public void Exponential_keeps_all_its_digits_from_underflow_to_overflow() => Check(Activation.Exp);

    [Fact]
    public void Softmax_keeps_all_its_digits_far_into_the_tails() => Check(Activation.Softmax);

    [Fact]
    public void A_users_activation_keeps_all_its_digits() => Check(Activation.From(default(Softsign)));

    private static void Check(Activation activation)
    {
        int points = 0;
        foreach ((string _, double[] numbers) in Reference.Where(line => line.Name == activation.Name))
        {
            int count = (int)numbers[0];
            var actual = new T[count];

            activation.Apply(Numbers.Of<T>(numbers.AsSpan(1, count)), (Span<T>)actual);

            ((ReadOnlySpan<T>)actual).ShouldBeClose(
                numbers.AsSpan(1 + count),
                Numbers.For<T>(1e-14, 2e-6),
                Numbers.SmallestNormal<T>(),
                $"{activation} of {string.Join(' ', numbers[1..(1 + count)])}");
            points += count;
        }

        points.Should().BeGreaterThanOrEqualTo(100);
    }
}

public sealed class ActivationReferenceTestsInDouble : ActivationReferenceTests<double>;

public sealed class ActivationReferenceTestsInFloat : ActivationReferenceTests<float>;
