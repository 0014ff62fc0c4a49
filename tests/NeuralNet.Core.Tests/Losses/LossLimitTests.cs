using System.Numerics;
using NeuralNet.Core.Tests.Support;

namespace NeuralNet.Core.Tests.Losses;

/// <summary>Losses where a logit is so large that the formula has become its limit.</summary>
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
            foreach (double logit in LogitsOfAllSizes())
            {
                foreach (double target in new[] { low, high, (low + high) / 2, (low + (3 * high)) / 4 })
                {
                    var derivatives = new T[1];
                    T value = loss.Evaluate<T>(Numbers.Of<T>(logit), Numbers.Of<T>(target), derivatives);

                    (T.IsFinite(value) && T.IsFinite(derivatives[0]) && value >= T.Zero).Should().BeTrue(
                        $"{name} at {logit} for {target} is {value} with the derivative {derivatives[0]}");
                }
            }
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
