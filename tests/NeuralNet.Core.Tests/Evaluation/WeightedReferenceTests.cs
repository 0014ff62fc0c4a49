using System.Numerics;
using NeuralNet.Core.Tests.References;

namespace NeuralNet.Core.Tests.Evaluation;

/// <summary>Metrics of weighted rows compared with scikit-learn, from scores and labels only.</summary>
public abstract class WeightedReferenceTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double Relative = 1e-12;

    private static readonly Dictionary<string, double[]> Reference = ReferenceFile.ByName("weighted_evaluation.csv");

    [Theory]
    [InlineData("binary")]
    [InlineData("binary-with-many-ties")]
    public void Metrics_of_two_classes_match_scikit_learn(string name)
    {
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(1).Build();
        network.SetWeights([T.One]);

        ClassificationMetrics metrics = network.Evaluate(Of(name, "logits"), Labels(name), Of(name, "weights"));

        Check(name, metrics, 2);
        Close(metrics.LogLoss!.Value, name, "log loss");
        Close(metrics.BrierScore!.Value, name, "brier");
        Close(metrics.RocAuc!.Value, name, "roc auc");
        Close(metrics.PrecisionRecallAuc!.Value, name, "average precision");
        foreach (int bins in new[] { 4, 10 })
        {
            double[] curve = [.. metrics.Calibration(bins)!.SelectMany(bin => new[] { bin.MeanPrediction, bin.ShareOfClass1 })];
            new ReadOnlySpan<double>(curve).ShouldBeClose(
                Reference[$"{name}/calibration of {bins}"], Relative, 0, $"the calibration of {bins} bins");
        }
    }

    [Theory]
    [InlineData("binary")]
    [InlineData("binary-with-many-ties")]
    public void Curve_points_match_scikit_learn(string name)
    {
        double[] probabilities = [.. Reference[$"{name}/logits"].Select(logit => 1 / (1 + Math.Exp(-logit)))];
        foreach (ClassificationMetrics metrics in new[]
        {
            ClassificationMetrics.FromScores<T>(Of(name, "logits"), Labels(name), Of(name, "weights")),
            ClassificationMetrics.FromProbabilities<double>(probabilities, Labels(name), Reference[$"{name}/weights"]),
        })
        {
            IReadOnlyList<RocPoint> roc = metrics.RocPoints()!;
            IReadOnlyList<PrecisionRecallPoint> precisionRecall = metrics.PrecisionRecallPoints()!;

            double[] rates = [.. roc.SelectMany(point => new[] { point.FalsePositiveRate, point.TruePositiveRate })];
            new ReadOnlySpan<double>(rates).ShouldBeClose(Reference[$"{name}/roc curve"], Relative, 1e-15, "the ROC");
            double[] shares = [.. precisionRecall.SelectMany(point => new[] { point.Precision, point.Recall })];
            double[] expected = [1, 0, .. SecondOn(name)];
            new ReadOnlySpan<double>(shares).ShouldBeClose(expected, Relative, 1e-15, "precision against recall");
            roc.Select(point => point.Threshold).Should().BeInDescendingOrder().And.OnlyHaveUniqueItems();
            precisionRecall.Select(point => point.Threshold).Should().Equal(roc.Select(point => point.Threshold));
        }
    }

    [Theory]
    [InlineData("three-classes", 3)]
    [InlineData("ten-classes", 10)]
    public void Metrics_of_many_classes_match_scikit_learn(string name, int classes)
    {
        ClassificationMetrics metrics = ClassificationMetrics.FromProbabilities<double>(
            Reference[$"{name}/probabilities"], Labels(name), Reference[$"{name}/weights"]);

        Check(name, metrics, classes);
        Close(metrics.LogLoss!.Value, name, "log loss");
        Close(metrics.BrierScore!.Value, name, "brier");
        Close(metrics.RocAuc!.Value, name, "roc auc");
        Check(name, ClassificationMetrics.FromScores<T>(Of(name, "logits"), Labels(name), Of(name, "weights")), classes);
    }

    [Fact]
    public void Metrics_of_label_sets_match_scikit_learn()
    {
        double[] probabilities = [.. Reference["labels/logits"].Select(logit => 1 / (1 + Math.Exp(-logit)))];

        MultiLabelMetrics metrics = MultiLabelMetrics.FromProbabilities<double>(
            probabilities, Labels("labels"), 5, Reference["labels/weights"]);

        Close(metrics.SubsetAccuracy, "labels", "subset accuracy");
        Close(metrics.HammingLoss, "labels", "hamming loss");
        Scores(metrics.Macro, "labels", "macro");
        Scores(metrics.Micro, "labels", "micro");
        Scores(metrics.Weighted, "labels", "weighted");
    }

    [Theory]
    [InlineData("one-output", 1)]
    [InlineData("three-outputs", 3)]
    public void Metrics_of_regression_match_scikit_learn(string name, int outputs)
    {
        RegressionMetrics metrics = RegressionMetrics.FromPredictions<T>(
            Of(name, "predictions"), Of(name, "targets"), outputs, Of(name, "weights"));

        Close(metrics.RootMeanSquaredError, name, "rmse");
        Close(metrics.MeanAbsoluteError, name, "mae");
        Close(metrics.RSquared, name, "r2");
    }

    [Fact]
    public void Deviances_of_counts_and_pinball_losses_match_scikit_learn()
    {
        RegressionMetrics metrics = RegressionMetrics.FromPredictions<T>(Of("counts", "predictions"), Of("counts", "targets"), 1, Of("counts", "weights"));

        Close(metrics.MeanPoissonDeviance!.Value, "counts", "poisson deviance");
        Close(metrics.MeanPinballLoss(0.1), "counts", "pinball 0.1");
        Close(metrics.MeanPinballLoss(), "counts", "pinball 0.5");
        Close(metrics.MeanPinballLoss(0.9), "counts", "pinball 0.9");
        RegressionMetrics.FromPredictions<T>([T.One, T.Zero], [T.One, T.One]).MeanPoissonDeviance.Should().BeNull("a prediction is 0");
        RegressionMetrics.FromPredictions<T>([T.One, T.One], [T.One, -T.One]).MeanPoissonDeviance.Should().BeNull("a target is below 0");
        FluentActions.Invoking(() => metrics.MeanPinballLoss(1)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("quantile is 1; *(0, 1)*");
    }

    /// <summary>The points of the precision-recall curve in descending order of the threshold, without the first point.</summary>
    private static double[] SecondOn(string name) => Reference[$"{name}/precision-recall curve"][2..];

    private static T[] Of(string name, string quantity) => Numbers.Of<T>(Reference[$"{name}/{quantity}"]);

    private static int[] Labels(string name) => [.. Reference[$"{name}/labels"].Select(label => (int)label)];

    private static void Close(double actual, string name, string quantity) =>
        actual.ShouldBeClose(Reference[$"{name}/{quantity}"][0], Relative, 0, $"{quantity} of {name}");

    private static void Scores(PrecisionRecallF1 scores, string name, string quantity, int position = 0) =>
        new ReadOnlySpan<double>([scores.Precision, scores.Recall, scores.F1]).ShouldBeClose(
            Reference[$"{name}/{quantity}"].AsSpan(3 * position, 3), Relative, 0, $"{quantity} of {name}");

    private static void Check(string name, ClassificationMetrics metrics, int classes)
    {
        Close(metrics.Accuracy, name, "accuracy");
        Close(metrics.MatthewsCorrelation, name, "matthews");
        Close(metrics.BalancedAccuracy, name, "balanced accuracy");
        Scores(metrics.Macro, name, "macro");
        Scores(metrics.Micro, name, "micro");
        Scores(metrics.Weighted, name, "weighted");
        for (int label = 0; label < classes; label++)
        {
            Scores(metrics.ForClass(label), name, "each class", label);
            for (int predicted = 0; predicted < classes; predicted++)
            {
                metrics.ConfusionMatrix[label, predicted].Should().Be(Reference[$"{name}/confusion"][(label * classes) + predicted]);
            }
        }
    }
}

public sealed class WeightedReferenceTestsInDouble : WeightedReferenceTests<double>;

public sealed class WeightedReferenceTestsInFloat : WeightedReferenceTests<float>;
