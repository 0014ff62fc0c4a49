using System.Numerics;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Evaluation;

/// <summary>Metrics of a network that learns online, compared with sums over all rows.</summary>
public sealed class ProgressiveTests
{
    private const int RowCount = 300;
    private const double HalfLife = 25;

    [Fact]
    public void Classification_weights_rows_by_age()
    {
        var random = new Random(6);
        double[] predictions = random.Values(RowCount, 0, 1);
        int[] labels = [.. predictions.Select(prediction => random.NextDouble() < prediction ? 1 : 0)];
        var progressive = new ProgressiveClassification(halfLife: HalfLife, decisionAt: 0.6);

        for (int rows = 1; rows <= RowCount; rows++)
        {
            progressive.Add(predictions[rows - 1], labels[rows - 1]);
            Check(progressive.Accuracy, progressive.F1, progressive.LogLoss, rows, double.PositiveInfinity);
            Check(progressive.RecentAccuracy, progressive.RecentF1, progressive.RecentLogLoss, rows, HalfLife);
        }

        progressive.RowCount.Should().Be(RowCount);

        void Check(double accuracy, double? f1, double? logLoss, int rows, double halfLife)
        {
            double weights = 0, correct = 0, hits = 0, both = 0, losses = 0;
            for (int row = 0; row < rows; row++)
            {
                double weight = Math.Pow(2, -(rows - 1 - row) / halfLife);
                int predicted = predictions[row] > 0.6 ? 1 : 0;
                weights += weight;
                correct += predicted == labels[row] ? weight : 0;
                hits += predicted * labels[row] * weight;
                both += (predicted + labels[row]) * weight;
                losses -= weight * Math.Log(labels[row] == 1 ? predictions[row] : 1 - predictions[row]);
            }

            accuracy.ShouldBeClose(correct / weights, 1e-12, 0, "the accuracy");
            f1!.Value.ShouldBeClose(both == 0 ? 0 : 2 * hits / both, 1e-12, 0, "F1");
            logLoss!.Value.ShouldBeClose(losses / weights, 1e-12, 0, "the log loss");
        }
    }

    [Fact]
    public void Regression_weights_rows_by_age()
    {
        var random = new Random(7);
        double[] targets = random.Values(RowCount, 90, 110);
        double[] predictions = [.. targets.Select(target => target + random.Between(-3, 4))];
        var progressive = new ProgressiveRegression(HalfLife);

        for (int rows = 1; rows <= RowCount; rows++)
        {
            progressive.Add(predictions[rows - 1], targets[rows - 1]);
            Check(
                progressive.RootMeanSquaredError, progressive.MeanAbsoluteError, progressive.RSquared, rows, double.PositiveInfinity);
            Check(
                progressive.RecentRootMeanSquaredError,
                progressive.RecentMeanAbsoluteError,
                progressive.RecentRSquared,
                rows,
                HalfLife);
        }

        progressive.RowCount.Should().Be(RowCount);

        void Check(double rmse, double mae, double rSquared, int rows, double halfLife)
        {
            double[] weights = [.. Enumerable.Range(0, rows).Select(row => Math.Pow(2, -(rows - 1 - row) / halfLife))];
            double all = weights.Sum();
            double mean = Enumerable.Range(0, rows).Sum(row => weights[row] * targets[row]) / all;
            double squares = 0, distances = 0, variation = 0;
            for (int row = 0; row < rows; row++)
            {
                double error = predictions[row] - targets[row];
                squares += weights[row] * error * error;
                distances += weights[row] * Math.Abs(error);
                variation += weights[row] * (targets[row] - mean) * (targets[row] - mean);
            }

            rmse.ShouldBeClose(Math.Sqrt(squares / all), 1e-12, 0, "the RMSE");
            mae.ShouldBeClose(distances / all, 1e-12, 0, "the MAE");
            rSquared.ShouldBeClose(rows == 1 ? 0 : 1 - (squares / variation), 1e-9, 1e-9, "R2");
        }
    }

    [Fact]
    public void Metrics_since_the_start_match_an_evaluation()
    {
        double[] logits = [-3, -1, 0.5, 2, 4, -2];
        int[] labels = [0, 1, 1, 0, 1, 0];
        Perceptron<double> network = Perceptron.BinaryClassifier<double>(1).WithInitialWeights([1.0]).Build();
        var progressive = new ProgressiveClassification();
        foreach ((int row, double logit) in logits.Index())
        {
            progressive.Add(network.Predict([logit]), labels[row]);
        }

        ClassificationMetrics metrics = network.Evaluate(logits, labels);

        progressive.Accuracy.Should().Be(metrics.Accuracy);
        progressive.F1.Should().BeApproximately(metrics.F1!.Value, 1e-15);
        progressive.LogLoss.Should().BeApproximately(metrics.LogLoss!.Value, 1e-14);
    }

    [Fact]
    public void With_an_output_per_class_the_largest_decides()
    {
        var progressive = new ProgressiveClassification(classes: 3);

        progressive.Add<float>([0.25f, 0.5f, 0.25f], 1);
        progressive.Add<float>([0.5f, 0.5f, 0], 1);

        progressive.Accuracy.Should().Be(0.5);
        progressive.LogLoss.Should().BeApproximately(Math.Log(2), 1e-15);
        progressive.F1.Should().BeNull();
        progressive.RecentF1.Should().BeNull();
        progressive.ToString().Should().Be("accuracy 0.5000 (0.4998), log loss 0.6931 (0.6931), 2 rows");
    }

    [Fact]
    public void Recent_metrics_follow_a_network_that_learns_online()
    {
        Perceptron<float> network = Perceptron.BinaryClassifier<float>(2).WithLearningRate(1).Build();
        var progressive = new ProgressiveClassification(halfLife: 50);
        float[] rows = Rows<float>(2000, 2);
        for (int row = 0; row < 2000; row++)
        {
            ReadOnlySpan<float> input = rows.AsSpan(2 * row, 2);

            // The classes are swapped halfway.
            int label = input[0] > input[1] == row < 1000 ? 1 : 0;
            progressive.Add(network.Learn(input, label), label);
        }

        progressive.RecentAccuracy.Should().BeGreaterThan(progressive.Accuracy);
        progressive.RecentLogLoss.Should().BeLessThan(progressive.LogLoss!.Value);
        progressive.RecentF1.Should().BeGreaterThan(0.9);
    }

    [Fact]
    public void Before_the_first_row_every_metric_is_NaN()
    {
        var classification = new ProgressiveClassification();
        var regression = new ProgressiveRegression();

        double?[] metrics =
        [
            classification.Accuracy, classification.F1, classification.LogLoss,
            classification.RecentAccuracy, classification.RecentF1, classification.RecentLogLoss,
            regression.RootMeanSquaredError, regression.MeanAbsoluteError, regression.RSquared,
            regression.RecentRootMeanSquaredError, regression.RecentMeanAbsoluteError, regression.RecentRSquared,
        ];

        metrics.Should().AllSatisfy(metric => metric.Should().Be(double.NaN));
        (classification.HalfLife, regression.HalfLife).Should().Be((1000, 1000));
        (classification.ClassCount, classification.DecisionAt, classification.GivesProbabilities).Should().Be((2, 0.5, true));
    }

    [Fact]
    public void Equal_targets_follow_the_convention_of_an_evaluation()
    {
        var progressive = new ProgressiveRegression();

        progressive.Add(3, 3);
        (progressive.RSquared, progressive.RecentRSquared).Should().Be((1, 1));
        progressive.Add(4, 3);
        (progressive.RSquared, progressive.RecentRSquared).Should().Be((0, 0));
        progressive.ToString().Should().Be("RMSE 0.707107 (0.707229), MAE 0.5 (0.500173), R2 0.0000 (0.0000), 2 rows");
    }

    [Fact]
    public void F1_is_0_if_class_1_is_neither_predicted_nor_true()
    {
        var progressive = new ProgressiveClassification();

        progressive.Add(0.25, 0);

        (progressive.F1, progressive.RecentF1).Should().Be((0, 0));
        progressive.ToString().Should().Be("accuracy 1.0000 (1.0000), F1 0.0000 (0.0000), log loss 0.2877 (0.2877), 1 row");
    }

    [Fact]
    public void A_certain_wrong_prediction_costs_as_much_as_the_nearest_uncertain_one()
    {
        Loss(1f, 0).Should().BeApproximately(24 * Math.Log(2), 1e-9);
        Loss(1.0, 0).Should().BeApproximately(53 * Math.Log(2), 1e-9);
        Loss(0f, 1).Should().BeApproximately(126 * Math.Log(2), 1e-9);
        Loss(0.0, 1).Should().BeApproximately(1022 * Math.Log(2), 1e-9);
        Loss(1.0, 1).Should().Be(0);
        Loss(0f, 0).Should().Be(0);
        Loss(1e-30, 0).Should().Be(1e-30);

        static double Loss<T>(T prediction, int label)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var progressive = new ProgressiveClassification();
            progressive.Add(prediction, label);
            return progressive.LogLoss!.Value;
        }
    }

    [Fact]
    public void Margins_have_no_log_loss()
    {
        var progressive = new ProgressiveClassification(decisionAt: 0, givesProbabilities: false);

        progressive.Add(-3.5, 0);
        progressive.Add(2f, 1);
        progressive.Add(0.25, 0);

        progressive.LogLoss.Should().BeNull();
        progressive.RecentLogLoss.Should().BeNull();
        progressive.Accuracy.Should().BeApproximately(2.0 / 3, 1e-15);
        progressive.F1.Should().BeApproximately(2.0 / 3, 1e-15);
    }

    [Theory]
    [InlineData(double.NaN, "NaN", "not finite")]
    [InlineData(double.PositiveInfinity, "Infinity", "not finite")]
    [InlineData(1.5, "1.5", "givesProbabilities: false")]
    [InlineData(-0.25, "-0.25", "givesProbabilities: false")]
    public void Rejects_and_does_not_count_a_prediction_that_is_no_probability(double prediction, string shown, string cure)
    {
        var two = new ProgressiveClassification();
        var three = new ProgressiveClassification(classes: 3);
        two.Add(0.75, 1);
        string before = two.ToString();

        two.Invoking(own => own.Add(prediction, 1)).Should().ThrowExactly<ArgumentException>()
            .WithMessage($"prediction has {shown}*{cure}*").Which.ParamName.Should().Be("prediction");
        three.Invoking(own => own.Add([0, prediction, 0.5], 1)).Should().ThrowExactly<ArgumentException>()
            .WithMessage($"predictions has {shown}*{cure}*").Which.ParamName.Should().Be("predictions");
        two.ToString().Should().Be(before);
        three.RowCount.Should().Be(0);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void Rejects_and_does_not_count_a_label_that_is_no_class(int label)
    {
        var progressive = new ProgressiveClassification();

        progressive.Invoking(own => own.Add(0.5, label)).Should().ThrowExactly<ArgumentOutOfRangeException>()
            .WithMessage($"label is {label}; with 2 classes a label is 0 to 1.*");
        progressive.Invoking(own => own.Add([0.5, 0.5], label)).Should().ThrowExactly<ArgumentOutOfRangeException>();
        progressive.RowCount.Should().Be(0);
    }

    [Fact]
    public void Rejects_a_wrong_number_of_predictions()
    {
        var progressive = new ProgressiveClassification(classes: 3);

        progressive.Invoking(own => own.Add(0.5, 0)).Should().ThrowExactly<InvalidOperationException>()
            .WithMessage("There are 3 classes*as a span.");
        progressive.Invoking(own => own.Add([0.5, 0.5], 0)).Should().ThrowExactly<ArgumentException>()
            .WithMessage("predictions has 2 values; 3 are needed*");
        progressive.Invoking(own => own.Add((Half)0.5, 0)).Should().ThrowExactly<NotSupportedException>();
    }

    [Theory]
    [InlineData(double.NaN, 1)]
    [InlineData(1, double.NegativeInfinity)]
    public void Rejects_and_does_not_count_a_regression_row_that_is_not_finite(double prediction, double target)
    {
        var progressive = new ProgressiveRegression();

        progressive.Invoking(own => own.Add(prediction, target)).Should().ThrowExactly<ArgumentException>()
            .WithMessage("*must be finite*").Which.ParamName.Should().Be(prediction == 1 ? "target" : "prediction");
        progressive.RowCount.Should().Be(0);
        progressive.RootMeanSquaredError.Should().Be(double.NaN);
    }

    [Fact]
    public void Rejects_settings_out_of_range()
    {
        foreach (double halfLife in new[] { 0, -1, double.NaN, double.PositiveInfinity })
        {
            Action[] calls =
            [
                () => _ = new ProgressiveClassification(halfLife: halfLife),
                () => _ = new ProgressiveRegression(halfLife),
            ];
            calls.Should().AllSatisfy(call => call.Should().ThrowExactly<ArgumentOutOfRangeException>()
                .WithMessage(FormattableString.Invariant($"halfLife is {halfLife}; it must lie in (0, inf).*")));
        }

        Action oneClass = () => _ = new ProgressiveClassification(classes: 1);
        Action decision = () => _ = new ProgressiveClassification(decisionAt: double.NaN);
        oneClass.Should().ThrowExactly<ArgumentOutOfRangeException>().WithMessage("classes is 1; *");
        decision.Should().ThrowExactly<ArgumentOutOfRangeException>().WithMessage("decisionAt is NaN; *");
    }
}
