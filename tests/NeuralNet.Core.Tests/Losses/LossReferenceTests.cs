using System.Numerics;
using NeuralNet.Core.Tests.References;

namespace NeuralNet.Core.Tests.Losses;

/// <summary>Losses and derivatives against an evaluation with 60 digits, on both sides of 0 and far beyond e^x.</summary>
public abstract class LossReferenceTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly (string Name, double[] Numbers)[] Reference = [.. ReferenceFile.Lines("losses.csv")];

    private static readonly double Relative = Numbers.For<T>(1e-12, 2e-6);
    private static readonly double Rounding = 4 * Numbers.Epsilon<T>();

    [Fact]
    public void Half_squared_error_keeps_all_its_digits() => Check("half-squared-error");

    [Fact]
    public void Log_loss_keeps_all_its_digits_far_into_both_tails() => Check("log-loss", OfProbabilities);

    [Fact]
    public void Softmax_cross_entropy_keeps_all_its_digits_far_into_the_tails() =>
        Check("softmax-cross-entropy", OfProbabilities);

    [Fact]
    public void Half_squared_error_through_sigmoid_has_the_digits_of_its_error() =>
        Check("half-squared-error-through-sigmoid", (_, _, loss) => OfRoundedError(loss));

    [Fact]
    public void Half_squared_error_through_tanh_has_the_digits_of_its_error() =>
        Check("half-squared-error-through-tanh", (_, _, loss) => OfRoundedError(loss));

    [Fact]
    public void Half_squared_error_through_a_users_activation_has_the_digits_of_its_error() =>
        Check("half-squared-error-through-softsign", (_, _, loss) => OfRoundedError(loss));

    [Fact]
    public void A_users_log_cosh_keeps_all_its_digits_away_from_0() =>
        Check("log-cosh", (_, _, _) => new Tolerance(LossAbsolute: Rounding));

    [Theory]
    [InlineData("hinge")]
    [InlineData("squared-hinge")]
    [InlineData("modified-huber")]
    [InlineData("perceptron")]
    [InlineData("huber(1.25)")]
    [InlineData("epsilon-insensitive(0)")]
    [InlineData("epsilon-insensitive(0.125)")]
    [InlineData("squared-epsilon-insensitive(0.125)")]
    [InlineData("quantile(0.25)")]
    [InlineData("quantile(0.875)")]
    [InlineData("multi-class-perceptron")]
    [InlineData("crammer-singer")]
    public void A_loss_made_of_lines_and_parabolas_keeps_all_its_digits_and_knows_its_kinks(string loss) => Check(loss);

    [Fact]
    public void Poisson_loss_has_the_digits_of_its_terms() => Check("poisson", OfCounts);

    [Theory]
    [InlineData("half-squared-error-through-relu")]
    [InlineData("half-squared-error-through-softplus")]
    [InlineData("half-squared-error-through-exp")]
    public void Half_squared_error_through_an_unbounded_activation_has_the_digits_of_its_error(string loss) =>
        Check(loss, (_, targets, value) => OfRoundedError(value, 1 + targets[0] + Math.Sqrt(2 * value)));

    /// <summary>a - y of a class that is surely absent or present has every digit; of one in between it cancels.</summary>
    private static Tolerance OfProbabilities(double[] logits, double[] targets, double loss) =>
        new(DerivativeAbsolute: targets.All(target => target is 0 or 1) ? 0 : Rounding);

    /// <summary>e^z - y z and e^z - y are known to the rounding of their terms.</summary>
    private static Tolerance OfCounts(double[] logits, double[] targets, double loss)
    {
        double rate = Math.Exp(logits[0]);
        return new(
            LossAbsolute: Rounding * (rate + Math.Abs(targets[0] * logits[0])), DerivativeAbsolute: Rounding * (rate + targets[0]));
    }

    /// <summary>
    /// The error a - y is known to the rounding of a, of the given size, and the loss and its derivative are products with it.
    /// </summary>
    private static Tolerance OfRoundedError(double loss, double size = 1)
    {
        double error = Math.Sqrt(2 * loss);
        double rounding = Rounding * size;
        return error == 0
            ? new Tolerance(LossAbsolute: rounding * rounding, DerivativeAbsolute: rounding)
            : new Tolerance(rounding / error, rounding * rounding);
    }

    private static void Check(string name, Func<double[], double[], double, Tolerance>? toleranceOf = null)
    {
        Loss loss = LossCatalog.Named(name);
        int points = 0;
        foreach ((string _, double[] numbers) in Reference.Where(line => line.Name == name))
        {
            int outputs = (int)numbers[0];
            double[] logits = numbers[1..(1 + outputs)];
            double[] targets = numbers[(1 + outputs)..(1 + (2 * outputs))];
            double expected = numbers[1 + (2 * outputs)];
            var derivatives = new T[outputs];
            T actual = loss.Evaluate<T>(Numbers.Of<T>(logits), Numbers.Of<T>(targets), derivatives);

            Tolerance tolerance = toleranceOf?.Invoke(logits, targets, expected) ?? default;
            string what = $"of {name} at {string.Join(' ', logits)} for {string.Join(' ', targets)}";
            double least = Numbers.SmallestNormal<T>();
            actual.ShouldBeClose(
                expected, Relative + (2 * tolerance.Relative), tolerance.LossAbsolute + least, $"the loss {what}");
            ((ReadOnlySpan<T>)derivatives).ShouldBeClose(
                numbers.AsSpan(2 + (2 * outputs)),
                Relative + tolerance.Relative,
                tolerance.DerivativeAbsolute + least,
                $"the derivative {what}");
            points++;
        }

        points.Should().BeGreaterThan(100);
    }

    /// <summary>The absolute error allowed in addition to the relative precision of all losses.</summary>
    private readonly record struct Tolerance(
        double Relative = 0, double LossAbsolute = 0, double DerivativeAbsolute = 0);
}

public sealed class LossReferenceTestsInDouble : LossReferenceTests<double>;

public sealed class LossReferenceTestsInFloat : LossReferenceTests<float>;
