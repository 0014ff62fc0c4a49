
namespace NeuralNet.Core.Tests.Losses;

/// <summary>The declared properties of losses compared with their behavior.</summary>
public sealed class LossPropertyTests
{
    public static TheoryData<string> Names => LossCatalog.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void A_loss_starts_flat_if_every_slope_at_a_logit_of_0_is_0(string name)
    {
        Loss loss = LossCatalog.Named(name);
        double low = Math.Max(loss.Targets.Interval.Low, -8);
        double high = Math.Min(loss.Targets.Interval.High, 8);
        bool isFlat = true;
        foreach (double target in new[] { low, high, (low + (2 * high)) / 3 }.Where(loss.Targets.Contains))
        {
            var derivatives = new double[1];
            loss.Evaluate([0], [target], derivatives);
            isFlat &= derivatives[0] == 0;
        }

        loss.StartsFlat.Should().Be(isFlat);
    }

    [Fact]
    public void Old_values_of_the_derivatives_do_not_matter()
    {
        foreach (Loss loss in LossCatalog.Everything)
        {
            double[] logits = [0.5, -2, 1], targets = loss.Targets.IsTwoValued || loss.Targets.IsClassification ? [1, 0, 0] : [0.5, 0.5, 0.5];
            double[] clean = new double[3], dirty = [double.NaN, 7, double.PositiveInfinity];

            double expected = loss.Evaluate(logits, targets, clean);

            loss.Evaluate(logits, targets, dirty).Should().Be(expected, loss.Name);
            dirty.Should().Equal(clean, loss.Name);
        }
    }

    [Fact]
    public void The_delta_rule_through_ReLU_starts_flat() =>
        Loss.HalfSquaredErrorThrough(Activation.ReLU).StartsFlat.Should().BeTrue();

    [Theory]
    [InlineData("half-squared-error", "(-inf, inf)", false)]
    [InlineData("log-loss", "[0, 1]", true)]
    [InlineData("softmax-cross-entropy", "[0, 1]", true)]
    [InlineData("hinge", "0 or 1", true)]
    [InlineData("squared-hinge", "0 or 1", true)]
    [InlineData("modified-huber", "0 or 1", true)]
    [InlineData("perceptron", "0 or 1", true)]
    [InlineData("multi-class-perceptron", "0 or 1", true)]
    [InlineData("crammer-singer", "0 or 1", true)]
    [InlineData("huber(1.25)", "(-inf, inf)", false)]
    [InlineData("quantile(0.25)", "(-inf, inf)", false)]
    [InlineData("epsilon-insensitive(0.125)", "(-inf, inf)", false)]
    [InlineData("squared-epsilon-insensitive(0.125)", "(-inf, inf)", false)]
    [InlineData("poisson", "[0, inf)", false)]
    [InlineData("half-squared-error-through-sigmoid", "[0, 1]", true)]
    [InlineData("half-squared-error-through-tanh", "[-1, 1]", true)]
    [InlineData("half-squared-error-through-softsign", "[-1, 1]", true)]
    [InlineData("half-squared-error-through-relu", "[0, inf)", false)]
    [InlineData("half-squared-error-through-softplus", "[0, inf)", false)]
    [InlineData("half-squared-error-through-exp", "[0, inf)", false)]
    public void A_loss_declares_its_targets_and_whether_it_separates_classes(string name, string targets, bool isClassification)
    {
        Loss loss = LossCatalog.Named(name);

        loss.Targets.ToString().Should().Be(targets);
        loss.Targets.IsClassification.Should().Be(isClassification);
        loss.CountClasses(outputs: 3).Should().Be(isClassification ? 3 : 0);
        if (!loss.CouplesOutputs)
        {
            loss.CountClasses(outputs: 1).Should().Be(isClassification ? 2 : 0);
        }
    }

    [Theory]
    [InlineData("hinge", "identity")]
    [InlineData("squared-hinge", "identity")]
    [InlineData("modified-huber", "identity")]
    [InlineData("perceptron", "step")]
    [InlineData("multi-class-perceptron", "identity")]
    [InlineData("crammer-singer", "identity")]
    [InlineData("huber(1.25)", "identity")]
    [InlineData("quantile(0.25)", "identity")]
    [InlineData("epsilon-insensitive(0.125)", "identity")]
    [InlineData("squared-epsilon-insensitive(0.125)", "identity")]
    [InlineData("poisson", "exp")]
    [InlineData("half-squared-error-through-relu", "relu")]
    public void A_loss_has_its_output_activation(string name, string link) => LossCatalog.Named(name).OutputActivation.Name.Should().Be(link);

    [Fact]
    public void The_hinge_of_two_classes_is_that_of_the_difference_of_their_logits()
    {
        var random = new Random(23);
        for (int point = 0; point < 200; point++)
        {
            // Multiples of 1/8: their difference is exact, and meets the kinks.
            double[] logits = [random.Next(-16, 17) / 8.0, random.Next(-16, 17) / 8.0];
            int label = point % 2;
            foreach ((Loss coupled, Loss single) in new[] { (Loss.CrammerSinger, Loss.Hinge), (Loss.MultiClassPerceptron, Loss.Perceptron) })
            {
                var both = new double[2];
                var difference = new double[1];

                double loss = coupled.Evaluate(logits, Draw.OneHot(2, label), both);

                loss.Should().Be(single.Evaluate([logits[1] - logits[0]], [(double)label], difference));
                both.Should().Equal(-difference[0], difference[0]);
            }
        }
    }
}
