using System.Numerics;

namespace NeuralNet.Core.Tests.Activations;

/// <summary>Softmax makes probabilities of any logits.</summary>
public abstract class SoftmaxTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(129)]
    public void The_probabilities_of_a_row_sum_to_1(int classes)
    {
        var random = new Random(9);
        foreach (double spread in new[] { 0.01, 1, 100, 1e4 })
        {
            double[] probabilities = Numbers.ToDoubles<T>(Softmax(random.Values(classes, -spread, spread)));

            probabilities.Sum().Should().BeApproximately(1, 8 * Numbers.Epsilon<T>());
            probabilities.Should().OnlyContain(probability => probability >= 0 && probability <= 1);
        }
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(-8192)]
    public void A_shift_of_all_logits_changes_no_bit(double shift)
    {
        double[] logits = [0.5, -3.25, 7, 0, 6.75];

        Softmax([.. logits.Select(logit => logit + shift)]).Should().Equal(Softmax(logits));
    }

    [Fact]
    public void Equal_logits_give_equal_probabilities() =>
        Softmax([1e4, 1e4, 1e4, 1e4]).Should().AllBeEquivalentTo(T.CreateTruncating(0.25));

    [Fact]
    public void Logits_far_apart_give_all_probability_to_the_largest()
    {
        Softmax([-1e4, 1e4, 0]).Should().Equal(T.Zero, T.One, T.Zero);
        Softmax([0, -1e4]).Should().Equal(T.One, T.Zero);
    }

    [Fact]
    public void A_larger_logit_has_a_larger_probability()
    {
        double[] logits = new Random(10).Values(50, -5, 5);
        Array.Sort(logits);

        Softmax(logits).Should().BeInAscendingOrder();
    }

    private static T[] Softmax(double[] logits)
    {
        var probabilities = new T[logits.Length];
        Activation.Softmax.Apply(Numbers.Of<T>(logits), (Span<T>)probabilities);
        return probabilities;
    }
}

public sealed class SoftmaxTestsInDouble : SoftmaxTests<double>;

public sealed class SoftmaxTestsInFloat : SoftmaxTests<float>;
