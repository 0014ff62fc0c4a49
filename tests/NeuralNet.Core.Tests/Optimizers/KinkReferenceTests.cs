using NeuralNet.Core.Tests.References;

namespace NeuralNet.Core.Tests.Optimizers;

/// <summary>Losses with kinks, and Huber's, of real data sets, raw, against R's rq, rlm and ipop, and the simplex method of HiGHS.</summary>
public sealed class KinkReferenceTests
{
    private static readonly Dictionary<string, double[]> _data = ReferenceFile.ByName("newton.csv");
    private static readonly Dictionary<string, double[]> _byR = ReferenceFile.ByName("kinks.csv");
    private static readonly Dictionary<string, double[]> _bySimplex = ReferenceFile.ByName("kinks_lp.csv");

    public static TheoryData<string> Quantiles => Names(_byR, "quantile ");

    public static TheoryData<string> Hubers => Names(_byR, "huber ");

    public static TheoryData<string> Machines => Names(_byR, "hinge ");

    public static TheoryData<string> Programs => Names(_bySimplex, string.Empty);

    [Theory]
    [MemberData(nameof(Quantiles))]
    public void A_quantile_regression_is_that_of_rq(string name)
    {
        string[] parts = name.Split(' ', 3);
        double[] coefficients = _byR[$"{name}/coefficients"];

        TrainingResult<double> result = Fit(parts[2], Loss.Quantile(Number(parts[1])));

        ShouldBeOptimum(result, parts[2], _byR[$"{name}/objective"][0], 1e-9);
        result.Epochs.Should().Be(1);
        result.AliasedInputs.Should().Equal(Aliased(coefficients));
        if (_byR[$"{name}/unique"][0] == 1)
        {
            ShouldBeCoefficients(result.Network, parts[2], coefficients, 1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(Hubers))]
    public void A_robust_regression_is_that_of_rlm(string name)
    {
        string set = name.Split(' ', 2)[1];
        double[] coefficients = _byR[$"{name}/coefficients"];

        TrainingResult<double> result = Fit(set, Loss.Huber(_byR[$"{name}/delta"][0]));

        ShouldBeOptimum(result, set, _byR[$"{name}/objective"][0], 1e-12);
        result.AliasedInputs.Should().Equal(Aliased(coefficients));
        ShouldBeCoefficients(result.Network, set, coefficients, 1e-9);
    }

    /// <summary>An interior point method with nine digits.</summary>
    [Theory]
    [MemberData(nameof(Machines))]
    public void A_support_vector_machine_is_that_of_ipop(string name)
    {
        string[] parts = name.Split(' ', 3);
        double[] targets = _data[$"{parts[2]}/targets"];
        double strength = 1 / (Number(parts[1]) * WeightsOf(parts[2]).Sum());

        TrainingResult<double> result = Fit(parts[2], Loss.Hinge, Penalty.L2(strength), Standardized(_data[$"{parts[2]}/rows"], targets.Length));

        ShouldBeOptimum(result, parts[2], _byR[$"{name}/objective"][0] / Number(parts[1]), 1e-7);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void A_loss_of_straight_pieces_is_that_of_the_simplex_method(string name)
    {
        string[] parts = name.Split(' ');
        bool isHinge = parts[0] == "hinge";
        string set = string.Join(' ', parts[(isHinge ? 1 : 2)..]);

        TrainingResult<double> result = Fit(set, isHinge ? Loss.Hinge : Loss.EpsilonInsensitive(Number(parts[1])));

        ShouldBeOptimum(result, set, _bySimplex[$"{name}/objective"][0], 1e-9);
    }

    private static TrainingResult<double> Fit(string set, Loss loss, Penalty? penalty = null, double[]? rows = null)
    {
        double[] targets = _data[$"{set}/targets"];
        rows ??= _data[$"{set}/rows"];
        PerceptronBuilder<double> description = Perceptron.WithInputs<double>(rows.Length / targets.Length).WithLoss(loss);
        return (penalty is { } given ? description.WithPenalty(given) : description).WithOptimizer(Optimizer.Newton()).Build()
            .Fit(new Examples<double>(rows, targets, WeightsOf(set)), new() { Epochs = 30 });
    }

    /// <summary>The sum of the losses is right to a share, of the targets where the loss is 0.</summary>
    private static void ShouldBeOptimum(TrainingResult<double> result, string set, double objective, double share)
    {
        result.StopReason.Should().Be(StopReason.Converged, result.Message);
        double found = result.LossHistory[^1] * WeightsOf(set).Sum();
        found.Should().BeApproximately(objective, (share * objective) + (1e-12 * _data[$"{set}/targets"].Sum(Math.Abs)));
    }

    /// <summary>Each coefficient times the spread of its input is right to a share of the spread of the targets.</summary>
    private static void ShouldBeCoefficients(Perceptron<double> network, string set, double[] expected, double share)
    {
        double[] rows = _data[$"{set}/rows"];
        double[] targets = _data[$"{set}/targets"];
        int inputs = rows.Length / targets.Length;
        double unit = share * targets.Max(Math.Abs);
        for (int input = 0; input < inputs; input++)
        {
            double size = Enumerable.Range(0, targets.Length).Max(row => Math.Abs(rows[(row * inputs) + input]));
            double coefficient = double.IsNaN(expected[input + 1]) ? 0 : expected[input + 1];
            network.Weights[input].Should().BeApproximately(coefficient, (share * Math.Abs(coefficient)) + (unit / size), $"{set} [{input}]");
        }

        network.Bias[0].Should().BeApproximately(expected[0], (share * Math.Abs(expected[0])) + unit);
    }

    private static double[] Standardized(double[] rows, int count)
    {
        double[] scaled = [.. rows];
        int inputs = rows.Length / count;
        for (int input = 0; input < inputs; input++)
        {
            double[] column = [.. Enumerable.Range(0, count).Select(row => rows[(row * inputs) + input])];
            double mean = column.Average();
            double scale = Math.Sqrt(column.Sum(value => (value - mean) * (value - mean)) / (count - 1));
            for (int row = 0; row < count; row++)
            {
                scaled[(row * inputs) + input] = (column[row] - mean) / scale;
            }
        }

        return scaled;
    }

    private static IEnumerable<int> Aliased(double[] coefficients) =>
        Enumerable.Range(0, coefficients.Length - 1).Where(input => double.IsNaN(coefficients[input + 1]));

    private static double[] WeightsOf(string set) =>
        _data.TryGetValue($"{set}/weights", out double[]? weights) ? weights : [.. _data[$"{set}/targets"].Select(_ => 1.0)];

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static TheoryData<string> Names(Dictionary<string, double[]> file, string kind) =>
        [.. file.Keys.Where(key => key.StartsWith(kind, StringComparison.Ordinal) && key.EndsWith("/objective", StringComparison.Ordinal)).Select(key => key[..^10])];
}
