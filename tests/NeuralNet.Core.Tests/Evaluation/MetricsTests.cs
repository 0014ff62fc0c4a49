
namespace NeuralNet.Core.Tests.Evaluation;

/// <summary>Metrics at the ends of their ranges, and undefined metrics.</summary>
public sealed class MetricsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Rows_of_one_class_have_no_ROC_AUC(int label)
    {
        ClassificationMetrics metrics = LogitIsInput(Loss.LogLoss).Evaluate([-1, 2, 3], [label, label, label]);

        metrics.RocAuc.Should().BeNull();
        metrics.Accuracy.Should().BeApproximately(label == 1 ? 2.0 / 3 : 1.0 / 3, 1e-15);
    }

    [Fact]
    public void ROC_AUC_is_1_in_the_right_order_0_in_the_opposite_order_and_one_half_if_all_are_equal()
    {
        Perceptron<double> network = LogitIsInput(Loss.LogLoss);

        network.Evaluate([-2, -1, 3, 4], [0, 0, 1, 1]).RocAuc.Should().Be(1);
        network.Evaluate([-2, -1, 3, 4], [1, 1, 0, 0]).RocAuc.Should().Be(0);
        network.Evaluate([7, 7, 7, 7], [0, 1, 1, 0]).RocAuc.Should().Be(0.5);
    }

    [Fact]
    public void ROC_AUC_is_the_share_of_pairs_in_the_right_order_ties_counted_half()
    {
        var random = new Random(12);
        double[] logits = [.. random.Values(60, -3, 3).Select(logit => Math.Round(logit))];
        int[] labels = [.. Enumerable.Range(0, 60).Select(_ => random.Next(2))];
        double right = 0, pairs = 0;
        for (int positive = 0; positive < 60; positive++)
        {
            for (int negative = 0; negative < 60; negative++)
            {
                if (labels[positive] == 1 && labels[negative] == 0)
                {
                    pairs++;
                    right += logits[positive] > logits[negative] ? 1 : logits[positive] == logits[negative] ? 0.5 : 0;
                }
            }
        }

        LogitIsInput(Loss.LogLoss).Evaluate(logits, labels).RocAuc.Should().BeApproximately(right / pairs, 1e-14);
    }

    [Fact]
    public void The_log_loss_of_a_confident_wrong_prediction_is_its_logit()
    {
        LogitIsInput(Loss.LogLoss).Evaluate([1e4, -1e4], [0, 0]).LogLoss.Should().Be(5e3);
    }

    [Theory]
    [InlineData(0.1, 1)]
    [InlineData(0.2, 0)]
    public void Equal_targets_have_an_R2_of_1_or_0(double prediction, double expected)
    {
        // Ten times a tenth of 0.1 is not 0.1.
        double[] targets = [.. Enumerable.Repeat(0.1, 10)];
        double[] inputs = [.. Enumerable.Repeat(prediction, 10)];

        LogitIsInput(Loss.HalfSquaredError).Evaluate(inputs, targets).RSquared.Should().Be(expected);
    }

    [Fact]
    public void Regression_metrics_use_predictions_after_the_activation()
    {
        // The predictions are 1, e and e^2 for the targets 1, 2 and 9.
        double[] errors = [0, Math.E - 2, Math.Exp(2) - 9];

        RegressionMetrics metrics = LogitIsInput(Loss.Poisson).Evaluate([0, 1, 2], [1.0, 2, 9]);

        metrics.MeanAbsoluteError.Should().BeApproximately(errors.Average(Math.Abs), 1e-14);
        metrics.RootMeanSquaredError.Should().BeApproximately(Math.Sqrt(errors.Average(error => error * error)), 1e-14);
        metrics.RSquared.Should().BeApproximately(1 - (errors.Sum(error => error * error) / 38), 1e-14);
    }

    [Fact]
    public void Without_probabilities_there_is_no_log_loss()
    {
        ClassificationMetrics metrics = LogitIsInput(Loss.HalfSquaredErrorThrough(Activation.Tanh)).Evaluate([-1, 2], [0, 1]);

        metrics.LogLoss.Should().BeNull();
        metrics.Accuracy.Should().Be(1);
        metrics.RocAuc.Should().Be(1);
    }

    [Fact]
    public void Without_probabilities_there_are_areas_but_no_Brier_score_or_calibration()
    {
        ClassificationMetrics metrics = LogitIsInput(Loss.HalfSquaredErrorThrough(Activation.Tanh))
            .Evaluate([-1, 2, 3, 4], [0, 1, 0, 1]);

        metrics.BrierScore.Should().BeNull();
        metrics.Calibration().Should().BeNull();
        metrics.RocAuc.Should().Be(0.75);
        metrics.PrecisionRecallAuc.Should().BeApproximately((1 + (2.0 / 3)) / 2, 1e-15);
    }

    [Fact]
    public void Ratios_with_denominator_0_are_0()
    {
        ClassificationMetrics metrics = LogitIsInput(Loss.LogLoss).Evaluate([-1, -2], [0, 0]);

        metrics.ForClass(1).Should().Be(default(PrecisionRecallF1));
        metrics.MatthewsCorrelation.Should().Be(0);
        metrics.BalancedAccuracy.Should().Be(1);
        metrics.Macro.Should().Be(new PrecisionRecallF1(1, 1, 1), "class 1 does not occur and is not predicted");
        metrics.PrecisionRecallAuc.Should().BeNull();
    }

    [Fact]
    public void Average_precision_is_1_if_all_rows_are_of_class_1()
    {
        ClassificationMetrics metrics = LogitIsInput(Loss.LogLoss).Evaluate([-1, 2], [1, 1]);

        metrics.PrecisionRecallAuc.Should().Be(1);
        metrics.Recall.Should().Be(0.5);
        metrics.BalancedAccuracy.Should().Be(0.5);
    }

    [Fact]
    public void More_than_two_classes_have_no_precision_of_class_1()
    {
        ClassificationMetrics metrics = LogitsAreInputs(Perceptron.Classifier<double>(3, 3))
            .Evaluate([1, 0, 0, 0, 1, 0, 0, 0, 1], [0, 1, 2]);

        metrics.Precision.Should().BeNull();
        metrics.Recall.Should().BeNull();
        metrics.F1.Should().BeNull();
        metrics.PrecisionRecallAuc.Should().BeNull();
        metrics.Calibration().Should().BeNull();
        metrics.Macro.Should().Be(new PrecisionRecallF1(1, 1, 1));
        metrics.RocAuc.Should().Be(1);
    }

    [Fact]
    public void Predictions_are_ranked_even_if_their_probabilities_round_to_1()
    {
        ClassificationMetrics metrics = LogitsAreInputs(Perceptron.Classifier<double>(3, 3)).Evaluate(
            [99, 0, 0, 98, 1, 0, 0, 99, 0, 0, 0, 99], [0, 1, 1, 2]);

        metrics.RocAuc.Should().Be(1);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void One_versus_rest_outputs_are_no_probabilities_of_classes(int classes)
    {
        var random = new Random(9);
        double[] logits = random.Values(40 * classes, -2, 2);
        int[] labels = [.. Enumerable.Range(0, 40).Select(row => row % classes)];

        ClassificationMetrics metrics = LogitsAreInputs(Perceptron.BinaryClassifier<double>(classes).WithOutputs(classes))
            .Evaluate(logits, labels);
        ClassificationMetrics softmax = LogitsAreInputs(Perceptron.Classifier<double>(classes, classes)).Evaluate(logits, labels);

        metrics.ConfusionMatrix.Should().BeEquivalentTo(softmax.ConfusionMatrix);
        metrics.RocAuc.Should().NotBeNull();
        metrics.LogLoss.Should().BeNull();
        metrics.BrierScore.Should().BeNull();
        metrics.Calibration().Should().BeNull();
    }

    [Fact]
    public void A_margin_loss_has_areas_but_no_probabilities()
    {
        ClassificationMetrics metrics = LogitIsInput(Loss.Hinge).Evaluate([-1, 2, 3, 4], [0, 1, 0, 1]);

        metrics.RocAuc.Should().Be(0.75);
        metrics.LogLoss.Should().BeNull();
    }

    [Fact]
    public void The_order_of_rows_changes_nothing()
    {
        var random = new Random(3);
        double[] logits = [.. random.Values(200, -3, 3).Select(logit => Math.Round(logit * 2) / 2)];
        int[] labels = [.. logits.Select(logit => random.NextDouble() * 6 < logit + 3 ? 1 : 0)];
        int[] order = [.. Enumerable.Range(0, 200)];
        random.Shuffle(order);

        ClassificationMetrics metrics = LogitIsInput(Loss.LogLoss).Evaluate(logits, labels);
        ClassificationMetrics shuffled = LogitIsInput(Loss.LogLoss).Evaluate(
            [.. order.Select(row => logits[row])], [.. order.Select(row => labels[row])]);

        shuffled.ConfusionMatrix.Should().BeEquivalentTo(metrics.ConfusionMatrix);
        shuffled.RocAuc.Should().Be(metrics.RocAuc);
        shuffled.PrecisionRecallAuc.Should().Be(metrics.PrecisionRecallAuc);
        shuffled.Calibration().Should().Equal(metrics.Calibration());
        shuffled.LogLoss.Should().BeApproximately(metrics.LogLoss!.Value, 1e-13);
        shuffled.BrierScore.Should().BeApproximately(metrics.BrierScore!.Value, 1e-13);
    }

    [Fact]
    public void Swapping_the_two_classes_swaps_their_scores()
    {
        var random = new Random(4);
        double[] logits = random.Values(100, -3, 3);
        int[] labels = [.. logits.Select(logit => random.NextDouble() * 6 < logit + 2 ? 1 : 0)];

        ClassificationMetrics metrics = LogitIsInput(Loss.LogLoss).Evaluate(logits, labels);
        ClassificationMetrics swapped = LogitIsInput(Loss.LogLoss).Evaluate(
            [.. logits.Select(logit => -logit)], [.. labels.Select(label => 1 - label)]);

        swapped.ForClass(0).Should().Be(metrics.ForClass(1));
        swapped.ForClass(1).Should().Be(metrics.ForClass(0));
        swapped.MatthewsCorrelation.Should().BeApproximately(metrics.MatthewsCorrelation, 1e-14);
        swapped.BalancedAccuracy.Should().BeApproximately(metrics.BalancedAccuracy, 1e-14);
        swapped.RocAuc.Should().BeApproximately(metrics.RocAuc!.Value, 1e-14);
        swapped.BrierScore.Should().BeApproximately(metrics.BrierScore!.Value, 1e-14);
        swapped.LogLoss.Should().BeApproximately(metrics.LogLoss!.Value, 1e-14);
    }

    [Fact]
    public void The_Matthews_correlation_is_the_same_with_truth_and_prediction_exchanged()
    {
        var random = new Random(5);
        int[] one = [.. Enumerable.Range(0, 60).Select(_ => random.Next(4))];
        int[] other = [.. one.Select(label => random.Next(3) == 0 ? random.Next(4) : label)];

        Perceptron<double> network = LogitsAreInputs(Perceptron.Classifier<double>(4, 4));

        ClassificationMetrics metrics = network.Evaluate(OneHot(one), other);
        ClassificationMetrics exchanged = network.Evaluate(OneHot(other), one);

        metrics.MatthewsCorrelation.Should().BeInRange(0.3, 0.9).And.Be(exchanged.MatthewsCorrelation);
        network.Evaluate(OneHot(one), one).MatthewsCorrelation.Should().Be(1);

        static double[] OneHot(int[] labels) => [.. labels.SelectMany(label => Draw.OneHot(4, label))];
    }

    [Fact]
    public void The_Matthews_correlation_is_minus_1_if_every_prediction_is_wrong()
    {
        LogitIsInput(Loss.LogLoss).Evaluate([-1, 1, 2], [1, 0, 0]).MatthewsCorrelation.Should().Be(-1);
    }

    [Fact]
    public void ToString_of_weighted_metrics_has_the_weight_of_the_rows()
    {
        ClassificationMetrics.FromClasses([1, 0], [1, 1], 2).ToString().Should().Be("accuracy 50.00 %, 2 rows");
        ClassificationMetrics.FromClasses([1, 0], [1, 1], 2, [3, 1.5]).ToString().Should().Be("accuracy 66.67 %, 2 rows of weight 4.5");
    }

    [Fact]
    public void Calibration_bins_contain_every_row_once_and_include_their_upper_edge()
    {
        double[] logits = [-1000, -800, 0, 0, 0.1, 1000];

        IReadOnlyList<CalibrationBin> bins = LogitIsInput(Loss.LogLoss).Evaluate(logits, [0, 1, 1, 1, 0, 1]).Calibration()!;

        bins.Select(bin => (bin.Low, bin.High, bin.RowCount, bin.ShareOfClass1)).Should().Equal(
            (0, 0.1, 2, 0.5), (0.4, 0.5, 2, 1), (0.5, 0.6, 1, 0), (0.9, 1, 1, 1));
        bins[1].MeanPrediction.Should().Be(0.5);
        bins[0].ToString().Should().Be("[0, 0.1]: predicted 0.0000, came true 0.5000, 2 rows");
        bins[1].ToString().Should().Be("(0.4, 0.5]: predicted 0.5000, came true 1.0000, 2 rows");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public void Calibration_bins_contain_their_predictions(int bins)
    {
        var random = new Random(8);
        double[] logits = random.Values(500, -6, 6);
        int[] labels = [.. logits.Select(_ => random.Next(2))];

        IReadOnlyList<CalibrationBin> curve = LogitIsInput(Loss.LogLoss).Evaluate(logits, labels).Calibration(bins)!;

        curve.Sum(bin => bin.RowCount).Should().Be(500);
        curve.Should().AllSatisfy(bin => bin.MeanPrediction.Should().BeInRange(bin.Low - 1e-15, bin.High + 1e-15));
        curve.Should().BeInAscendingOrder(bin => bin.Low);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void Calibration_rejects_fewer_than_one_bin(int bins)
    {
        ClassificationMetrics metrics = LogitIsInput(Loss.LogLoss).Evaluate([-1, 2], [0, 1]);

        metrics.Invoking(own => own.Calibration(bins)).Should().ThrowExactly<ArgumentOutOfRangeException>()
            .WithMessage($"bins is {bins}; it must be 1 or more.*");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void Rejects_scores_of_an_unknown_class(int label)
    {
        ClassificationMetrics metrics = LogitIsInput(Loss.LogLoss).Evaluate([-1, 2], [0, 1]);

        foreach (Action call in new Action[]
        {
            () => metrics.ForClass(label),
            () => metrics.ConfusionMatrix.ActualRows(label),
            () => metrics.ConfusionMatrix.PredictedRows(label),
            () => metrics.ConfusionMatrix.CorrectRows(label),
        })
        {
            call.Should().ThrowExactly<ArgumentOutOfRangeException>()
                .WithMessage($"label is {label}; with 2 classes it must lie in [0, 1].*")
                .Which.ParamName.Should().Be("label");
        }
    }

    [Fact]
    public void Extreme_logits_have_metrics()
    {
        ClassificationMetrics metrics = LogitsAreInputs(Perceptron.Classifier<double>(2, 2)).Evaluate(
            [1.7e308, -1.7e308, -1.7e308, 1.7e308], [0, 1]);

        metrics.LogLoss.Should().Be(0);
        metrics.BrierScore.Should().Be(0);
        metrics.RocAuc.Should().Be(1);
    }

    [Fact]
    public void Evaluating_changes_neither_rows_nor_labels()
    {
        double[] inputs = [3, -1, 2, -5];
        int[] labels = [1, 0, 0, 1];

        LogitIsInput(Loss.LogLoss).Evaluate(inputs, labels);

        inputs.Should().Equal(3, -1, 2, -5);
        labels.Should().Equal(1, 0, 0, 1);
    }

    private static Perceptron<double> LogitsAreInputs(PerceptronBuilder<double> description)
    {
        double[] identity = [.. Enumerable.Range(0, description.InputCount).SelectMany(output => Draw.OneHot(description.InputCount, output))];
        return description.WithInitialWeights(identity).Build();
    }

    private static Perceptron<double> LogitIsInput(Loss loss)
    {
        Perceptron<double> network = Perceptron.WithInputs<double>(1).WithLoss(loss).Build();
        network.SetWeights([1]);
        return network;
    }
}
