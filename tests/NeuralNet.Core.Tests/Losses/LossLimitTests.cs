using System.Numerics;

namespace NeuralNet.Core.Tests.Losses;

/// <summary>Losses of logits so large that the formula has reached its limit.</summary>
public abstract class LossLimitTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double Ln2 = 0.69314718055994530942;

    [Theory]
    [InlineData("half-squared-error", 1e4, 0, 5e7, 1e4)]
    [InlineData("half-squared-error", -1e4, 1e4, 2e8, -2e4)]
    [InlineData("log-loss", 1e4, 0, 1e4, 1)]
    [InlineData("log-loss", 1e4, 1, 0, 0)]
    [InlineData("log-loss", 1e4, 0.5, 5e3, 0.5)]
    [InlineData("log-loss", -1e4, 0, 0, 0)]
    [InlineData("log-loss", -1e4, 1, 1e4, -1)]
    [InlineData("log-loss", -1e4, 0.25, 2500, -0.25)]
    [InlineData("half-squared-error-through-sigmoid", 1e4, 0, 0.5, 0)]
    [InlineData("half-squared-error-through-sigmoid", 1e4, 1, 0, 0)]
    [InlineData("half-squared-error-through-sigmoid", -1e4, 1, 0.5, 0)]
    [InlineData("half-squared-error-through-tanh", 1e4, -1, 2, 0)]
    [InlineData("half-squared-error-through-tanh", -1e4, -1, 0, 0)]
    [InlineData("half-squared-error-through-relu", 1e4, 0, 5e7, 1e4)]
    [InlineData("half-squared-error-through-relu", -1e4, 2, 2, 0)]
    [InlineData("half-squared-error-through-softplus", 1e4, 0, 5e7, 1e4)]
    [InlineData("half-squared-error-through-exp", -1e4, 2, 2, 0)]
    [InlineData("hinge", 1e4, 1, 0, 0)]
    [InlineData("hinge", 1e4, 0, 10001, 1)]
    [InlineData("hinge", -1e4, 1, 10001, -1)]
    [InlineData("squared-hinge", 1e4, 1, 0, 0)]
    [InlineData("squared-hinge", 4095, 0, 16777216, 8192)]
    [InlineData("modified-huber", 1e4, 1, 0, 0)]
    [InlineData("modified-huber", 1e4, 0, 4e4, 4)]
    [InlineData("modified-huber", 1e30, 0, 4e30, 4)]
    [InlineData("perceptron", 1e4, 0, 1e4, 1)]
    [InlineData("perceptron", -1e4, 0, 0, 0)]
    [InlineData("perceptron", 0, 0, 0, 1)]
    [InlineData("perceptron", 0, 1, 0, -1)]
    [InlineData("huber(1.25)", 1e4, 0, 12499.21875, 1.25)]
    [InlineData("huber(1.25)", -1e4, 0, 12499.21875, -1.25)]
    [InlineData("epsilon-insensitive(0.125)", 1e4, 0, 9999.875, 1)]
    [InlineData("epsilon-insensitive(0.125)", -1e4, 0, 9999.875, -1)]
    [InlineData("epsilon-insensitive(0.125)", 0.125, 0, 0, 0)]
    [InlineData("squared-epsilon-insensitive(0.125)", -4096.125, 0, 16777216, -8192)]
    [InlineData("quantile(0.25)", 1e4, 0, 7500, 0.75)]
    [InlineData("quantile(0.25)", -1e4, 0, 2500, -0.25)]
    [InlineData("poisson", -1e4, 3, 3e4, -3)]
    [InlineData("poisson", 1e4, 3, double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("log-cosh", 1e4, 0, 1e4 - Ln2, 1)]
    [InlineData("log-cosh", -1e4, 0, 1e4 - Ln2, -1)]
    public void A_loss_reaches_its_limit(string name, double logit, double target, double loss, double derivative)
    {
        var derivatives = new T[1];

        T actual = LossCatalog.Named(name).Evaluate<T>(Numbers.Of<T>(logit), Numbers.Of<T>(target), derivatives);

        actual.Should().Be(T.CreateTruncating(loss));
        derivatives[0].Should().Be(T.CreateTruncating(derivative));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    public void Softmax_cross_entropy_of_the_surely_right_class_is_0(int classes)
    {
        for (int label = 0; label < classes; label++)
        {
            var logits = new double[classes];
            logits[label] = 1e4;

            (double loss, double[] derivatives) = Evaluate(logits, Draw.OneHot(classes, label));

            loss.Should().Be(0);
            derivatives.Should().AllBeEquivalentTo(0.0);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    public void Softmax_cross_entropy_of_a_surely_wrong_class_is_the_distance_of_the_logits(int classes)
    {
        for (int label = 1; label < classes; label++)
        {
            var logits = new double[classes];
            logits[0] = 1e4;

            (double loss, double[] derivatives) = Evaluate(logits, Draw.OneHot(classes, label));

            var expected = new double[classes];
            expected[0] = 1;
            expected[label] = -1;
            loss.Should().Be(1e4);
            derivatives.Should().Equal(expected);
        }
    }

    [Fact]
    public void Every_loss_is_finite_for_every_logit_up_to_10_000()
    {
        foreach (string name in LossCatalog.Names.Select(row => row.Data))
        {
            Loss loss = LossCatalog.Named(name);
            double low = Math.Max(loss.Targets.Interval.Low, -1e4);
            double high = Math.Min(loss.Targets.Interval.High, 1e4);
            foreach (double logit in LogitsOfAllSizes().Where(logit => logit <= LargestLogit(loss)))
            {
                foreach (double target in new[] { low, high, (low + high) / 2, (low + (3 * high)) / 4 }.Where(loss.Targets.Contains))
                {
                    var derivatives = new T[1];
                    T value = loss.Evaluate<T>(Numbers.Of<T>(logit), Numbers.Of<T>(target), derivatives);

                    bool isRight = T.IsFinite(value) && T.IsFinite(derivatives[0]) && (value >= T.Zero || loss == Loss.Poisson);
                    isRight.Should().BeTrue(
                        $"{name} at {logit} for {target} is {value} with the derivative {derivatives[0]}");
                }
            }
        }
    }

    [Theory]
    [InlineData("hinge")]
    [InlineData("squared-hinge")]
    [InlineData("modified-huber")]
    [InlineData("perceptron")]
    [InlineData("huber(1.25)")]
    [InlineData("epsilon-insensitive(0.125)")]
    [InlineData("squared-epsilon-insensitive(0.125)")]
    [InlineData("quantile(0.25)")]
    [InlineData("poisson")]
    [InlineData("half-squared-error-through-relu")]
    [InlineData("multi-class-perceptron")]
    [InlineData("crammer-singer")]
    public void A_loss_of_a_logit_that_is_NaN_is_NaN(string name)
    {
        foreach (int position in new[] { 0, 1, 2 })
        {
            T[] logits = [T.One, T.One, T.One];
            logits[position] = T.NaN;

            LossCatalog.Named(name).Evaluate<T>(logits, Numbers.Of<T>(0, 1, 0), new T[3]).Should().Be(T.NaN);
        }
    }

    [Fact]
    public void Softmax_cross_entropy_is_finite_for_all_logits_up_to_10_000()
    {
        foreach (double first in LogitsOfAllSizes())
        {
            foreach (double second in LogitsOfAllSizes())
            {
                (double loss, double[] derivatives) = Evaluate([first, second, 0], [0.5, 0, 0.5]);

                bool isRight = double.IsFinite(loss) && loss >= 0 && derivatives.All(derivative => Math.Abs(derivative) <= 1);
                isRight.Should().BeTrue($"at {first} and {second} it is {loss}, with {string.Join(' ', derivatives)}");
            }
        }
    }

    /// <summary>The range in which e^z, or its square, is still finite.</summary>
    private static double LargestLogit(Loss loss) =>
        loss == Loss.Poisson ? 88 : loss.OutputActivation == Activation.Exp ? 40 : double.PositiveInfinity;

    private static IEnumerable<double> LogitsOfAllSizes()
    {
        yield return 0;
        for (double magnitude = 1e-30; magnitude < 2e4; magnitude *= 10)
        {
            yield return magnitude;
            yield return -magnitude;
            yield return Math.Min(7.1 * magnitude, 1e4);
            yield return -Math.Min(7.1 * magnitude, 1e4);
        }
    }

    private static (double Loss, double[] Derivatives) Evaluate(double[] logits, double[] targets)
    {
        var derivatives = new T[logits.Length];
        T loss = Loss.SoftmaxCrossEntropy.Evaluate<T>(Numbers.Of<T>(logits), Numbers.Of<T>(targets), derivatives);
        return (double.CreateTruncating(loss), Numbers.ToDoubles<T>(derivatives));
    }
}

public sealed class LossLimitTestsInDouble : LossLimitTests<double>;

public sealed class LossLimitTestsInFloat : LossLimitTests<float>;
