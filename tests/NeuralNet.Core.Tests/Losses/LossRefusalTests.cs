namespace NeuralNet.Core.Tests.Losses;

/// <summary>What no loss is made of, and no loss is evaluated for.</summary>
public sealed class LossRefusalTests : RefusalTests<double>
{
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_largest_derivative_that_is_not_positive_is_refused(double delta) =>
        Refused<ArgumentOutOfRangeException>(() => Loss.Huber(delta), "delta", Said("delta", delta), "(0, inf)");

    [Theory]
    [InlineData(-0.5)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void An_epsilon_below_0_is_refused(double epsilon)
    {
        string[] words = [Said("epsilon", epsilon), "[0, inf)", "the size of errors that cost nothing"];

        Refused<ArgumentOutOfRangeException>(() => Loss.EpsilonInsensitive(epsilon), "epsilon", words);
        Refused<ArgumentOutOfRangeException>(() => Loss.SquaredEpsilonInsensitive(epsilon), "epsilon", words);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.5)]
    [InlineData(95)]
    [InlineData(double.NaN)]
    public void A_quantile_that_is_no_share_is_refused(double quantile) =>
        Refused<ArgumentOutOfRangeException>(
            () => Loss.Quantile(quantile), "quantile", Said("quantile", quantile), "(0, 1)", "0.5 is the median");

    [Fact]
    public void The_delta_rule_through_a_step_is_refused() =>
        Refused<ArgumentException>(
            () => Loss.HalfSquaredErrorThrough(Activation.Step),
            "activation",
            "'step' is 0 everywhere",
            "would never change a weight",
            "Use Loss.Perceptron");

    [Fact]
    public void A_loss_that_takes_no_targets_is_refused() =>
        Refused<ArgumentException>(
            () => Loss.From(default(Aimless), Activation.Identity), "loss", "'aimless' takes no targets", "TargetDomain.Numbers");

    [Fact]
    public void A_loss_that_compares_logits_refuses_a_single_one()
    {
        foreach (Loss loss in new[] { Loss.SoftmaxCrossEntropy, Loss.CrammerSinger, Loss.MultiClassPerceptron })
        {
            Refused<ArgumentException>(
                () => loss.Evaluate([1], [1], new double[1]), "logits", $"'{loss}' compares", "this row has 1", "2 or more");
            Refused<ArgumentException>(
                () => Perceptron.WithInputs<double>(3).WithLoss(loss), "loss", $"'{loss}'", "WithOutputs");
        }
    }

    [Theory]
    [InlineData("log-loss", 1.5, "1.5 at row 0, column 0", "'log-loss' must lie in [0, 1]")]
    [InlineData("half-squared-error", double.NaN, "NaN at row 0, column 0", "must be finite")]
    [InlineData("hinge", 0.5, "0.5 at row 0, column 0", "'hinge' must be 0 or 1")]
    [InlineData("poisson", -2, "-2 at row 0, column 0", "'poisson' must lie in [0, inf)")]
    public void A_loss_is_not_evaluated_for_a_target_it_does_not_take(string name, double target, params string[] words) =>
        Refused<ArgumentException>(
            () => LossCatalog.Named(name).Evaluate([1], [target], new double[1]), "targets", words);

    [Fact]
    public void A_loss_of_many_classes_is_not_evaluated_for_a_row_without_one() =>
        Refused<ArgumentException>(
            () => Loss.CrammerSinger.Evaluate([1, 2], [0, 0], new double[2]),
            "targets",
            "targets has 0 classes at row 0",
            "1 for the class of the row, 0 for the others");

    private static string Said(string parameter, double value) => FormattableString.Invariant($"{parameter} is {value};");

    private readonly struct Aimless : ILoss
    {
        public string Name => "aimless";

        public TargetDomain Targets => default;

        public TLanes Evaluate<TLanes>(TLanes logit, TLanes target, out TLanes derivative)
            where TLanes : struct, ILanes<TLanes> => derivative = logit;
    }
}
