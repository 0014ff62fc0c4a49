
namespace NeuralNet.Core.Tests.Losses;

/// <summary>
/// Derivatives compared with the slope of the loss between two close points, in double. The points are random, so they avoid the kinks of
/// losses.
/// </summary>
public sealed class LossDerivativeTests
{
    private const int Points = 400;
    private const double Step = 1.0 / (1 << 17);

    public static TheoryData<string> OutputwiseLosses => LossCatalog.Names;

    [Theory]
    [MemberData(nameof(OutputwiseLosses))]
    public void The_derivative_of_a_loss_is_its_central_difference(string name)
    {
        Loss loss = LossCatalog.Named(name);
        var random = new Random(1);
        double low = Math.Max(loss.Targets.Interval.Low, -15);
        double high = Math.Min(loss.Targets.Interval.High, 15);
        for (int point = 0; point < Points; point++)
        {
            double target = point % 4 == 0 ? low : point % 4 == 1 ? high : random.Between(low, high);
            target = loss.Targets.Contains(target) ? target : low;
            AssertDerivatives(loss, [random.Between(-15, 15)], [target]);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    public void The_derivatives_of_softmax_cross_entropy_are_its_central_differences(int classes)
    {
        var random = new Random(2);
        for (int point = 0; point < Points; point++)
        {
            double[] targets = point % 2 == 0
                ? Draw.OneHot(classes, random.Next(classes))
                : random.Distribution(classes);
            AssertDerivatives(Loss.SoftmaxCrossEntropy, random.Values(classes, -15, 15), targets);
        }
    }

    [Theory]
    [InlineData("multi-class-perceptron", 2)]
    [InlineData("multi-class-perceptron", 10)]
    [InlineData("crammer-singer", 2)]
    [InlineData("crammer-singer", 10)]
    public void The_derivatives_of_a_loss_of_many_classes_are_its_central_differences(string name, int classes)
    {
        var random = new Random(22);
        for (int point = 0; point < Points; point++)
        {
            AssertDerivatives(
                LossCatalog.Named(name), random.Values(classes, -3, 3), Draw.OneHot(classes, random.Next(classes)));
        }
    }

    [Fact]
    public void The_derivatives_of_several_outputs_are_those_of_each_by_itself()
    {
        var random = new Random(3);
        double[] logits = random.Values(37, -15, 15);
        double[] targets = random.Values(37, 0, 1);
        AssertDerivatives(Loss.LogLoss, logits, targets);
    }

    private static void AssertDerivatives(Loss loss, double[] logits, double[] targets)
    {
        var derivatives = new double[logits.Length];
        var ignored = new double[logits.Length];
        loss.Evaluate<double>(logits, targets, derivatives);
        for (int output = 0; output < logits.Length; output++)
        {
            double logit = logits[output];
            logits[output] = logit + Step;
            double above = loss.Evaluate<double>(logits, targets, ignored);
            logits[output] = logit - Step;
            double below = loss.Evaluate<double>(logits, targets, ignored);
            logits[output] = logit;

            double difference = (above - below) / (2 * Step);
            double magnitude = Math.Max(1, Math.Max(Math.Abs(difference), Math.Abs(derivatives[output])));
            derivatives[output].ShouldBeClose(
                difference, 0, 1e-6 * magnitude, $"{loss} at {logit} for {targets[output]}");
        }
    }
}
