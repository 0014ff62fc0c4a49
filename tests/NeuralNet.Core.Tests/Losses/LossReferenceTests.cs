using System.Numerics;
using NeuralNet.Core.Tests.References;
using NeuralNet.Core.Tests.Support;

namespace NeuralNet.Core.Tests.Losses;

/// <summary>Losses and derivatives against an evaluation with 60 digits, on both sides of 0 and far beyond e^x.</summary>
public abstract class LossReferenceTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly (string Name, double[] Numbers)[] Reference = [.. ReferenceFile.Lines("losses.csv")];

    private static readonly double Relative = Numbers.For<T>(1e-12, 2e-6);
    private static readonly double Rounding = 4 * Numbers.Epsilon<T>();

    [Fact]
    public void Half_squared_error_keeps_all_its_digits() => Check("half-squared-error", (_, _) => default);

    [Fact]
    public void Log_loss_keeps_all_its_digits_far_into_both_tails() => Check("log-loss", OfProbabilities);

    [Fact]
    public void Softmax_cross_entropy_keeps_all_its_digits_far_into_the_tails() =>
        Check("softmax-cross-entropy", OfProbabilities);

    [Fact]
    public void Half_squared_error_through_sigmoid_has_the_digits_of_its_error() =>
        Check("half-squared-error-through-sigmoid", (_, loss) => OfRoundedError(loss));

    [Fact]
    public void Half_squared_error_through_tanh_has_the_digits_of_its_error() =>
        Check("half-squared-error-through-tanh", (_, loss) => OfRoundedError(loss));

    [Fact]
    public void Half_squared_error_through_a_users_activation_has_the_digits_of_its_error() =>
        Check("half-squared-error-through-softsign", (_, loss) => OfRoundedError(loss));

    [Fact]
    public void A_users_log_cosh_keeps_all_its_digits_away_from_0() =>
        Check("log-cosh", (_, _) => new Tolerance(LossAbsolute: Rounding));

    /// <summary>a - y of a class that is surely absent or present has every digit; of one in between it cancels.</summary>
    private static Tolerance OfProbabilities(double[] targets, double loss) =>
        new(DerivativeAbsolute: targets.All(target => target is 0 or 1) ? 0 : Rounding);

    /// <summary>The error a - y is known to the rounding of a, and the loss and its derivative are products with it.</summary>
    private static Tolerance OfRoundedError(double loss)
    {
        double error = Math.Sqrt(2 * loss);
        return error == 0
            ? new Tolerance(LossAbsolute: Rounding * Rounding, DerivativeAbsolute: Rounding)
            : new Tolerance(Rounding / error, Rounding * Rounding);
    }

    private static void Check(string name, Func<double[], double, Tolerance> toleranceOf)
    {
        Loss loss = LossCatalog.Named(name);
        int points = 0;
        foreach ((string _, double[] numbers) in Reference.Where(line => line.Name == name))
        {
            int outputs = (int)numbers[0];
            double[] targets = numbers[(1 + outputs)..(1 + (2 * outputs))];
            double expected = numbers[1 + (2 * outputs)];
            var derivatives = new T[outputs];
            T actual = loss.Evaluate<T>(Numbers.Of<T>(numbers.AsSpan(1, outputs)), Numbers.Of<T>(targets), derivatives);

            Tolerance tolerance = toleranceOf(targets, expected);
            string what = $"of {name} at {string.Join(' ', numbers[1..(1 + outputs)])} for {string.Join(' ', targets)}";
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

    /// <summary>What a loss may lose beyond the relative precision of all of them.</summary>
    private readonly record struct Tolerance(
        double Relative = 0, double LossAbsolute = 0, double DerivativeAbsolute = 0);
}

public sealed class LossReferenceTestsInDouble : LossReferenceTests<double>;

public sealed class LossReferenceTestsInFloat : LossReferenceTests<float>;
