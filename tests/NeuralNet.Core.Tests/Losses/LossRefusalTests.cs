namespace NeuralNet.Core.Tests.Losses;

/// <summary>Arguments that losses reject when they are created or evaluated.</summary>
public sealed class LossRefusalTests : RefusalTests<double>
{
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Rejects_a_delta_that_is_not_positive(double delta) =>
        Refused<ArgumentOutOfRangeException>(() => Loss.Huber(delta), "delta", Said("delta", delta), "(0, inf)");

    [Theory]
    [InlineData(-0.5)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Rejects_an_epsilon_below_0(double epsilon)
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
    public void Rejects_a_quantile_outside_0_to_1(double quantile) =>
        Refused<ArgumentOutOfRangeException>(
            () => Loss.Quantile(quantile), "quantile", Said("quantile", quantile), "(0, 1)", "0.5 is the median");

    [Fact]
    public void Rejects_the_delta_rule_through_a_step() =>
        Refused<ArgumentException>(
            () => Loss.HalfSquaredErrorThrough(Activation.Step),
            "activation",
            "'step' is 0 everywhere",
            "would never change a weight",
            "Use Loss.Perceptron");

    [Fact]
    public void Rejects_a_loss_without_targets() =>
        Refused<ArgumentException>(
            () => Loss.From(default(Aimless), Activation.Identity), "loss", "'aimless' accepts no targets", "TargetDomain.Numbers");

    [Fact]
    public void A_loss_that_compares_logits_rejects_a_single_logit()
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
    public void Rejects_a_target_that_the_loss_does_not_accept(string name, double target, params string[] words) =>
        Refused<ArgumentException>(
            () => LossCatalog.Named(name).Evaluate([1], [target], new double[1]), "targets", words);

    [Fact]
    public void A_multi_class_loss_rejects_a_row_without_a_class() =>
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
