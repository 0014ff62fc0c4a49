using System.Numerics;
using NeuralNet.Core.Tests.References;

namespace NeuralNet.Core.Tests.Learning;

/// <summary>Raw columns in any unit reach the optimum of exact arithmetic, and a training reports convergence only if it does.</summary>
public sealed class RawUnitsTests
{
    private static readonly Dictionary<string, double[]> _reference = ReferenceFile.ByName("raw_units.csv");
    private static readonly TrainingOptions _toTheEnd = new() { Epochs = 5000 };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_nearly_collinear_columns_of_Longley_reach_their_optimum(bool standardizes)
    {
        TrainingResult<double> result = LeastSquares("longley", 1, standardizes);

        result.StopReason.Should().Be(StopReason.Converged);
        result.LossHistory[^1].Should().BeApproximately(_reference["longley/loss"][0], 1e-6 * _reference["longley/loss"][0]);
        ShouldHaveFourDigits(result.Network, _reference["longley/optimum"], 1);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1e-3, false)]
    [InlineData(1e-4, false)]
    [InlineData(1e6, false)]
    [InlineData(1, true)]
    [InlineData(1e-3, true)]
    [InlineData(1e-4, true)]
    [InlineData(1e6, true)]
    public void The_weights_of_mtcars_have_four_digits_in_any_unit_of_the_target(double unit, bool standardizes)
    {
        TrainingResult<double> result = LeastSquares("mtcars", unit, standardizes);

        result.StopReason.Should().Be(StopReason.Converged);
        ShouldHaveFourDigits(result.Network, _reference["mtcars/optimum"], unit);
    }

    [Fact]
    public void Air_pressure_in_float_is_learned_raw()
    {
        float[] rows = Numbers.Of<float>(_reference["pressure/rows"]);
        float[] targets = Numbers.Of<float>(_reference["pressure/targets"]);
        Perceptron<float> network = Perceptron.Regressor<float>(inputs: 1).WithOptimizer(Optimizer.Lbfgs()).Build();

        TrainingResult<float> result = network.Fit(rows, targets, _toTheEnd);

        result.StopReason.Should().Be(StopReason.Converged);
        network.Evaluate(rows, targets).RSquared.Should().BeApproximately(_reference["pressure/r2"][0], 1e-4);
    }

    [Fact]
    public void An_input_around_a_million_is_learned_raw()
    {
        int[] labels = [.. _reference["million/targets"].Select(target => (int)target)];
        Perceptron<double> network = Perceptron.BinaryClassifier<double>(inputs: 1).WithOptimizer(Optimizer.Lbfgs()).Build();

        TrainingResult<double> result = network.Fit(_reference["million/rows"], labels, _toTheEnd);

        result.StopReason.Should().Be(StopReason.Converged);
        result.LossHistory[^1].Should().BeApproximately(_reference["million/loss"][0], 1e-9);
        ShouldHaveFourDigits(network, _reference["million/optimum"], 1);
    }

    [Fact]
    public void Inputs_of_a_millionth_are_learned_raw_in_double() => LearnMillionths<double>();

    [Theory]
    [InlineData(1e3f)]
    [InlineData(1e4f)]
    [InlineData(1e5f)]
    [InlineData(1e6f)]
    public void Targets_far_from_0_are_learned_in_float_to_their_last_digits(float far)
    {
        float[] rows = [.. new Random(1).Values(800, -2, 2).Select(value => (float)value)];
        float[] targets = [.. Enumerable.Range(0, 400).Select(row => far + rows[2 * row] + (0.5f * rows[(2 * row) + 1]))];
        float lastDigit = MathF.BitIncrement(far) - far;

        TrainingResult<float> result = Perceptron.Regressor<float>(inputs: 2).WithStandardization().WithOptimizer(Optimizer.Lbfgs())
            .Build().Fit(rows, targets, _toTheEnd);

        result.StopReason.Should().Be(StopReason.Converged);
        result.Network.Evaluate(rows, targets).RootMeanSquaredError.Should().BeLessThan(2 * lastDigit);
    }

    [Fact]
    public void Inputs_of_a_millionth_are_learned_raw_in_float() => LearnMillionths<float>();

    /// <summary>
    /// Start and end of something short within a long time: columns that differ by one part in a hundred million, and only the difference
    /// matters. The gradient is small everywhere; the gain of another step is not.
    /// </summary>
    [Theory]
    [InlineData(1, 3e6)]
    [InlineData(2, 3e7)]
    [InlineData(3, 3e8)]
    [InlineData(4, 3e8)]
    public void The_difference_of_nearly_equal_columns_is_learned(int seed, double span)
    {
        const int Rows = 400;
        var random = new Random(seed);
        double[] rows = new double[2 * Rows];
        double[] targets = new double[Rows];
        int[] labels = new int[Rows];
        for (int row = 0; row < Rows; row++)
        {
            double length = random.Next(1, 11);
            rows[2 * row] = Math.Floor(random.NextDouble() * span);
            rows[(2 * row) + 1] = rows[2 * row] + length;
            targets[row] = 3 * length;
            labels[row] = length + (6 * random.NextDouble()) > 8 ? 1 : 0;
        }

        Perceptron<double> numbers = Perceptron.Regressor<double>(2).WithStandardization().WithOptimizer(Optimizer.Lbfgs()).Build();
        Perceptron<double> classes = Perceptron.BinaryClassifier<double>(2).WithStandardization().WithOptimizer(Optimizer.Lbfgs()).Build();
        TrainingResult<double> ofNumbers = numbers.Fit(rows, targets, _toTheEnd);
        TrainingResult<double> ofClasses = classes.Fit(rows, labels, _toTheEnd);

        ofNumbers.StopReason.Should().Be(StopReason.Converged);
        numbers.Evaluate(rows, targets).RSquared.Should().BeGreaterThan(0.999999);
        ofClasses.StopReason.Should().Be(StopReason.Converged);
        classes.Evaluate(rows, labels).Accuracy.Should().BeGreaterThan(0.8);
    }

    /// <summary>A distant row does not hide the others. Newton's method finds the same optimum without it, since its class is certain.</summary>
    [Theory]
    [InlineData(1e3)]
    [InlineData(1e4)]
    [InlineData(1e6)]
    public void A_distant_row_does_not_hide_the_others(double far)
    {
        foreach (bool standardizes in new[] { false, true })
        {
            PerceptronBuilder<double> description = Perceptron.BinaryClassifier<double>(1).WithOptimizer(Optimizer.Lbfgs());

            TrainingResult<double> result = (standardizes ? description.WithStandardization() : description).Build()
                .Fit([-2, -1, 0, 1, 2, far], [0, 1, 0, 1, 1, 1], _toTheEnd);

            result.StopReason.Should().Be(StopReason.Converged);
            result.LossHistory[^1].Should().BeApproximately(0.40366114061430, 1e-8);
        }
    }

    /// <summary>Claims per month, hour and second: the same rates, and only the bias differs.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(730)]
    [InlineData(2_628_000)]
    [InlineData(1e-6)]
    public void Rates_by_exposure_reach_their_optimum_in_any_unit_of_time(double unitsInAMonth)
    {
        double[] targets = [.. _reference["claims/targets"].Select(rate => rate / unitsInAMonth)];
        foreach (bool standardizes in new[] { false, true })
        {
            PerceptronBuilder<double> description = Perceptron.WithInputs<double>(2).WithLoss(Loss.Poisson).WithOptimizer(Optimizer.Lbfgs());
            Perceptron<double> network = (standardizes ? description.WithStandardization() : description).Build();

            TrainingResult<double> result = network.Fit(
                new Examples<double>(_reference["claims/rows"], targets, _reference["claims/weights"]), _toTheEnd);

            result.StopReason.Should().Be(StopReason.Converged);
            double[] optimum = [.. _reference["claims/optimum"]];
            optimum[0] -= Math.Log(unitsInAMonth);
            ShouldHaveFourDigits(network, optimum, 1);
        }
    }

    [Theory]
    [InlineData("quantile 0.9")]
    [InlineData("median")]
    [InlineData("absolute")]
    [InlineData("hinge")]
    [InlineData("perceptron")]
    [InlineData("user")]
    public void A_standstill_of_a_loss_with_possible_kinks_is_not_an_optimum(string name)
    {
        Loss loss = name switch
        {
            "quantile 0.9" => Loss.Quantile(0.9),
            "median" => Loss.Quantile(),
            "absolute" => Loss.EpsilonInsensitive(0),
            "hinge" => Loss.Hinge,
            "perceptron" => Loss.Perceptron,
            _ => Loss.From(new Pinball(), Activation.Identity),
        };
        double[] rows = new Random(1).Values(200 * 3, 0, 10);
        double[] noise = new Random(2).Values(200, -2, 2);
        double[] targets = [.. Enumerable.Range(0, 200).Select(row => rows[3 * row] - rows[(3 * row) + 1] + noise[row])];
        double[] labels = [.. targets.Select(target => target > 0 ? 1.0 : 0)];
        labels[7] = 1 - labels[7];
        foreach (bool standardizes in new[] { false, true })
        {
            PerceptronBuilder<double> description = Perceptron.WithInputs<double>(3).WithLoss(loss).WithPenalty(Penalty.L2(1e-3)).WithOptimizer(Optimizer.Lbfgs());
            TrainingResult<double> result = (standardizes ? description.WithStandardization() : description).Build()
                .Fit(rows, loss.Targets.IsClassification ? labels : targets, _toTheEnd);

            result.StopReason.Should().Be(StopReason.Stalled);
            result.Message.Should().Contain("may have kinks").And.Contain("The gradient is");
        }
    }

    [Fact]
    public void A_training_that_ran_out_of_epochs_reports_its_gradient()
    {
        TrainingResult<double> result = Perceptron.Regressor<double>(10).WithOptimizer(Optimizer.Lbfgs()).Build()
            .Fit(_reference["mtcars/rows"], _reference["mtcars/targets"], new() { Epochs = 3 });

        result.StopReason.Should().Be(StopReason.MaxEpochs);
        result.Message.Should().MatchRegex(@"^All epochs were run: 3\. The gradient is [0-9.E-]+; the optimum needs 1E-08 or less, and the next epoch may lower the loss by [0-9.E-]+: allow more epochs\.");
    }

    /// <summary>Some rows are separated with certainty, others are not: the most frequent question about logistic regression.</summary>
    [Theory]
    [InlineData(1e-6, 1)]
    [InlineData(1e-10, 1)]
    [InlineData(0, 1)]
    [InlineData(1e-6, 1e5)]
    [InlineData(1e-6, 1e-5)]
    public void Partly_separated_rows_have_no_finite_optimum(double tolerance, double unit)
    {
        double[] rows = [0, 0, 0, 0, unit, unit, unit];
        PerceptronBuilder<double> description = Perceptron.BinaryClassifier<double>(inputs: 1).WithOptimizer(Optimizer.Lbfgs(gradientTolerance: tolerance));

        TrainingResult<double> result = description.Build().Fit(rows, [0, 1, 0, 1, 1, 1, 1], _toTheEnd);

        result.StopReason.Should().Be(StopReason.Separable);
        result.Message.Should().Contain("there is no finite optimum").And.Contain("WithPenalty");
        description.WithPenalty(Penalty.L2(1e-3 * unit * unit)).Build().Fit(rows, [0, 1, 0, 1, 1, 1, 1], _toTheEnd).StopReason.Should().Be(StopReason.Converged);
    }

    [Fact]
    public void A_group_without_counts_and_a_class_without_rows_have_no_finite_optimum()
    {
        double[] rows = [0, 0, 0, 0, 1, 1, 1];

        Perceptron.WithInputs<double>(1).WithLoss(Loss.Poisson).WithOptimizer(Optimizer.Lbfgs()).Build()
            .Fit(rows, [1.0, 2, 0, 3, 0, 0, 0], _toTheEnd).StopReason.Should().Be(StopReason.Separable);
        Perceptron.Classifier<double>(1, 3).WithOptimizer(Optimizer.Lbfgs()).Build()
            .Fit(rows, [0, 1, 0, 1, 0, 1, 1], _toTheEnd).StopReason.Should().Be(StopReason.Separable);
        Perceptron.Classifier<double>(1, 3).WithOptimizer(Optimizer.Lbfgs()).Build()
            .Fit(rows, [0, 1, 0, 1, 2, 2, 2], _toTheEnd).StopReason.Should().Be(StopReason.Separable);
    }

    private static void LearnMillionths<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] rows = Numbers.Of<T>(_reference["millionths/rows"]);
        int[] labels = [.. _reference["millionths/targets"].Select(target => (int)target)];
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(inputs: 1).WithOptimizer(Optimizer.Lbfgs()).Build();

        TrainingResult<T> result = network.Fit(rows, labels, _toTheEnd);

        result.StopReason.Should().Be(StopReason.Converged);
        network.Evaluate(rows, labels).Accuracy.Should().BeGreaterThan(0.66);
        ShouldHaveFourDigits(network, _reference["millionths/optimum"], 1);
    }

    private static TrainingResult<double> LeastSquares(string name, double unit, bool standardizes)
    {
        double[] targets = [.. _reference[$"{name}/targets"].Select(target => target * unit)];
        double[] rows = _reference[$"{name}/rows"];
        PerceptronBuilder<double> description = Perceptron.Regressor<double>(rows.Length / targets.Length).WithOptimizer(Optimizer.Lbfgs());
        return (standardizes ? description.WithStandardization() : description).Build().Fit(rows, targets, _toTheEnd);
    }

    /// <param name="network">The network.</param>
    /// <param name="optimum">Bias and weights.</param>
    /// <param name="unit">The unit of the targets.</param>
    private static void ShouldHaveFourDigits<T>(Perceptron<T> network, double[] optimum, double unit)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[] found = [.. Numbers.ToDoubles(network.Bias), .. Numbers.ToDoubles(network.Weights)];
        for (int index = 0; index < optimum.Length; index++)
        {
            (found[index] / unit).Should().BeApproximately(optimum[index], 1e-4 * Math.Abs(optimum[index]), "number {0} has four digits", index);
        }
    }

    /// <summary>A custom loss, which may or may not be smooth; this one is not.</summary>
    private readonly struct Pinball : ILoss
    {
        public string Name => "my pinball";

        public TargetDomain Targets => TargetDomain.Numbers(Interval.Real);

        public TLanes Evaluate<TLanes>(TLanes logit, TLanes target, out TLanes derivative)
            where TLanes : struct, ILanes<TLanes>
        {
            derivative = TLanes.IfLess(target, logit, TLanes.Create(0.3), TLanes.Create(-0.7));
            return derivative * (logit - target);
        }
    }
}
