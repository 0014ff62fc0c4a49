using System.Numerics;

namespace NeuralNet.Core.Tests.Losses;

/// <summary>Relations of softmax cross-entropy to other losses, and its invariances.</summary>
public abstract class SoftmaxCrossEntropyTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly double Rounding = 16 * Numbers.Epsilon<T>();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(0.375)]
    public void With_two_outputs_it_is_the_log_loss_of_the_difference_of_the_logits(double target)
    {
        var random = new Random(4);
        for (int point = 0; point < 200; point++)
        {
            // Multiples of 1/64: their difference is exact.
            double first = random.Next(-1000, 1000) / 64.0;
            double second = random.Next(-1000, 1000) / 64.0;
            var both = new T[2];
            var difference = new T[1];

            T loss = Loss.SoftmaxCrossEntropy.Evaluate<T>(Numbers.Of<T>(first, second), Numbers.Of<T>(1 - target, target), both);
            T logLoss = Loss.LogLoss.Evaluate<T>(Numbers.Of<T>(second - first), Numbers.Of<T>(target), difference);

            loss.ShouldBeClose(double.CreateTruncating(logLoss), Rounding, 0, $"the loss at {first} and {second}");
            both[1].ShouldBeClose(double.CreateTruncating(difference[0]), Rounding, Rounding, $"at {first} and {second}");
            both[0].ShouldBeClose(-double.CreateTruncating(difference[0]), Rounding, Rounding, $"at {first} and {second}");
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(100)]
    public void The_derivatives_of_a_row_sum_to_0(int classes)
    {
        var random = new Random(5);
        for (int point = 0; point < 100; point++)
        {
            double[] targets = point % 2 == 0 ? Draw.OneHot(classes, random.Next(classes)) : random.Distribution(classes);
            var derivatives = new T[classes];

            Loss.SoftmaxCrossEntropy.Evaluate<T>(
                Numbers.Of<T>(random.Values(classes, -15, 15)), Numbers.Of<T>(targets), derivatives);

            Numbers.ToDoubles<T>(derivatives).Sum().Should().BeApproximately(0, Rounding);
        }
    }

    [Fact]
    public void A_class_without_a_target_adds_nothing_however_far_its_logit_is()
    {
        T far = T.CreateTruncating(typeof(T) == typeof(float) ? 3e38 : 1.7e308);
        var derivatives = new T[2];

        Loss.SoftmaxCrossEntropy.Evaluate<T>([far, -far], [T.One, T.Zero], derivatives).Should().Be(T.Zero);

        derivatives.Should().Equal(T.Zero, T.Zero);
    }

    [Fact]
    public void Soft_targets_weigh_the_losses_of_the_classes()
    {
        var random = new Random(6);
        T[] logits = Numbers.Of<T>(random.Values(4, -5, 5));
        double[] probabilities = [0.5, 0.25, 0.125, 0.125];
        double expected = 0;
        for (int label = 0; label < 4; label++)
        {
            expected += probabilities[label] * double.CreateTruncating(
                Loss.SoftmaxCrossEntropy.Evaluate<T>(logits, Numbers.Of<T>(Draw.OneHot(4, label)), new T[4]));
        }

        T loss = Loss.SoftmaxCrossEntropy.Evaluate<T>(logits, Numbers.Of<T>(probabilities), new T[4]);

        loss.ShouldBeClose(expected, Rounding, 0, "the loss");
    }

    [Fact]
    public void The_loss_and_its_derivatives_do_not_change_when_all_logits_are_shifted()
    {
        double[] logits = [1.5, -2.25, 0.5, 3];
        T[] targets = Numbers.Of<T>(0.25, 0.25, 0.5, 0);
        var derivatives = new T[4];
        var shifted = new T[4];

        T loss = Loss.SoftmaxCrossEntropy.Evaluate<T>(Numbers.Of<T>(logits), targets, derivatives);
        T shiftedLoss = Loss.SoftmaxCrossEntropy.Evaluate<T>(
            Numbers.Of<T>([.. logits.Select(logit => logit + 1024)]), targets, shifted);

        shiftedLoss.Should().Be(loss);
        shifted.Should().Equal(derivatives);
    }
}

public sealed class SoftmaxCrossEntropyTestsInDouble : SoftmaxCrossEntropyTests<double>;

public sealed class SoftmaxCrossEntropyTestsInFloat : SoftmaxCrossEntropyTests<float>;
