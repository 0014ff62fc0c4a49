using NeuralNet.Core.Activations;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Tests.House;

/// <summary>The columns of C# in docs/mathematics.md, compiled, give what the library computes.</summary>
public sealed class MathematicsFormulaTests
{
    private static readonly double[] _logits = [-30, -2.5, -1, -0.75, -0.1, 0, 0.1, 0.5, 1, 1.25, 2, 4, 30];

    private static readonly double[] _targets = [-2, -0.5, 0, 0.3, 1, 1.5];

    public static TheoryData<string, string> Derivatives => [.. Mathematics.Codes("Losses")];

    public static TheoryData<string, string> Slopes => [.. Mathematics.Codes("Links")];

    public static TheoryData<string, string> Rates => [.. Mathematics.Codes("Optimizers")];

    [Fact]
    public void Every_derivative_slope_and_rate_is_there()
    {
        Mathematics.Codes("Losses").Select(row => row.Name).Should()
            .BeEquivalentTo(Names(typeof(Loss)));
        Mathematics.Codes("Links").Select(row => row.Name).Should()
            .BeEquivalentTo(Names(typeof(Activation)).Except(["Activation.Softmax", "Activation.Step"]));
        Mathematics.Codes("Optimizers").Select(row => row.Name).Should()
            .BeEquivalentTo(Names(typeof(Optimizer)).Where(name => ((Optimizer)Made(Factory.Named(name))).UsesLearningRate));
    }

    [Theory]
    [MemberData(nameof(Derivatives))]
    public void A_derivative_is_its_formula(string name, string code)
    {
        Factory factory = Factory.Named(name);
        var loss = (Loss)Made(factory);
        if (loss.CouplesOutputs)
        {
            CheckCoupled(loss, code);
            return;
        }

        Func<object[], object> formula = Formula.Compile("double",
            [("double z, double y, double p, double delta, double epsilon, double quantile, double slope",
                $"double e = z - y; double m = (2 * y - 1) * z; return {code};")])[0];
        double[] targets = [.. _targets.Where(target => loss.Targets.IsTwoValued ? target is 0 or 1 : loss.Targets.Interval.Contains(target))];
        targets.Should().HaveCountGreaterThanOrEqualTo(2);
        foreach (double logit in _logits)
        {
            foreach (double target in targets)
            {
                var prediction = new double[1];
                var derivative = new double[1];
                loss.OutputActivation.Apply<double>([logit], prediction);
                loss.Evaluate<double>([logit], [target], derivative);
                derivative[0].ShouldBeClose(
                    (double)formula(
                    [
                        logit, target, prediction[0], Argument(factory, "delta"), Argument(factory, "epsilon"),
                        Argument(factory, "quantile"), prediction[0] * (1 - prediction[0]),
                    ]),
                    1e-9, 1e-14, $"{name} at {logit} for {target}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Slopes))]
    public void A_slope_of_a_link_is_its_formula(string name, string code)
    {
        var activation = (Activation)Made(Factory.Named(name));
        Func<object[], object> formula = Formula.Compile("double", [("double z, double a", $"return {code};")])[0];
        var loss = Loss.HalfSquaredErrorThrough(activation);
        foreach (double logit in _logits)
        {
            // Two numbers that are in the range of every link.
            foreach (double target in (double[])[0, 1])
            {
                var prediction = new double[1];
                var derivative = new double[1];
                activation.Apply<double>([logit], prediction);
                loss.Evaluate<double>([logit], [target], derivative);

                double expected = (prediction[0] - target) * Convert.ToDouble(formula([logit, prediction[0]]), null);
                derivative[0].ShouldBeClose(expected, 1e-9, 1e-13, $"{name} at {logit} for {target}");
            }
        }
    }

    [Fact]
    public void The_step_has_no_slope()
    {
        foreach (double logit in _logits)
        {
            default(Step).Evaluate(new Scalar<double>(logit), out Scalar<double> slope);
            slope.Value.Should().Be(0);
        }
    }

    /// <summary>
    /// A step with both penalties is that of the guide's formula with L2 in its gradient, drawn to 0 by L1 times the rate of the
    /// weight.
    /// </summary>
    [Theory]
    [MemberData(nameof(Rates))]
    public void L1_shrinks_by_the_rate_of_the_weight(string name, string code)
    {
        const string parameters = "double w, double v, double s, double g, double rate, double t, double momentum, double epsilon, "
            + "double decay, double beta1, double beta2, double weightDecay";
        Factory factory = Factory.Named(name);
        string step = MarkdownTable.Code(Guide.Column("Optimizers", "formula").Single(row => row.Name == name).Cell);
        Func<object[], object> formula = Formula.Compile("double[]", [(parameters, $"{step}; return [w, v, s, {code}];")])[0];
        const double rate = 0.2, row = 0.75;
        var penalty = Penalty.ElasticNet(0.4, 0.25);
        Perceptron<double> network = Perceptron.WithInputs<double>(1).WithoutBias().WithInitialWeights([0.5])
            .WithOptimizer((Optimizer)Made(factory)).WithLearningRate(rate).WithPenalty(penalty).Build();

        double[] moved = [0.5, 0, 0];
        int shrunkTo0 = 0;
        for (int at = 1; at <= 12; at++)
        {
            double target = at < 5 ? -0.4 : 0.02 * at;
            double gradient = (((moved[0] * row) - target) * row) + (penalty.L2Strength * moved[0]);
            double[] result = (double[])formula(
            [
                moved[0], moved[1], moved[2], gradient, rate, (double)at, Argument(factory, "momentum"), Argument(factory, "epsilon"),
                Argument(factory, "decay"), Argument(factory, "beta1"), Argument(factory, "beta2"), Argument(factory, "weightDecay"),
            ]);
            double reach = penalty.L1Strength * result[3];
            moved = [Math.Sign(result[0]) * Math.Max(0, Math.Abs(result[0]) - reach), result[1], result[2]];
            network.Learn([row], target);

            network.Weights[0].ShouldBeClose(moved[0], 1e-11, 1e-13, $"{name} in step {at}");
            shrunkTo0 += moved[0] == 0 ? 1 : 0;
        }

        shrunkTo0.Should().BeInRange(0, 11, "some weight is to be left to compare");
    }

    private static void CheckCoupled(Loss loss, string code)
    {
        Func<object[], object> formula = Formula.Compile(
            "double", [("Numbers z, Numbers y, Numbers p, int c, double r, int rival, int o", $"return {code};")])[0];
        double[][] rows = [[0, 0, 0], [1, 1, -2], [0.5, -1.5, 0.25], [3, -1, 0], [-2, 0.5, 2.5]];
        foreach (double[] logits in rows)
        {
            for (int label = 0; label < logits.Length; label++)
            {
                double[] targets = Draw.OneHot(logits.Length, label);
                var predictions = new double[logits.Length];
                var derivatives = new double[logits.Length];
                loss.OutputActivation.Apply<double>(logits, predictions);
                loss.Evaluate<double>(logits, targets, derivatives);
                double most = logits.Where((_, output) => output != label).Max();
                int rival = Enumerable.Range(0, logits.Length).First(output => output != label && logits[output] == most);
                for (int output = 0; output < logits.Length; output++)
                {
                    derivatives[output].ShouldBeClose(
                        Convert.ToDouble(formula([logits, targets, predictions, label, most, rival, output]), null),
                        1e-12, 1e-15, $"{loss} of class {label}, output {output}");
                }
            }
        }
    }

    private static IEnumerable<string> Names(Type family) =>
        Factory.Of(family).Where(factory => !factory.IsUsers).Select(factory => factory.Name);

    private static object Made(Factory factory) => factory.Make(factory.SampleArguments());

    /// <summary>The argument that a sample was made with; NaN where the call has no such parameter.</summary>
    private static double Argument(Factory factory, string name) =>
        factory.Parameters.Index().Where(item => item.Item.Name == name)
            .Select(item => Convert.ToDouble(factory.SampleArguments()[item.Index], null)).DefaultIfEmpty(double.NaN).Single();
}
