
namespace NeuralNet.Core.Tests.Evaluation;

/// <summary>Two metrics are the same up to the rounding of sums.</summary>
internal static class SameMetrics
{
    private const double Relative = 1e-12;

    public static void ShouldBeSameAs(this ClassificationMetrics actual, ClassificationMetrics expected, string because)
    {
        Numbers(actual).Should().HaveSameCount(Numbers(expected));
        foreach (((string name, double? number), (_, double? other)) in Numbers(actual).Zip(Numbers(expected)))
        {
            number.HasValue.Should().Be(other.HasValue, $"of {name}: {because}");
            number?.ShouldBeClose(other!.Value, Relative, 1e-14, $"{name}: {because}");
        }

        actual.ConfusionMatrix.Cells.Select(cell => (cell.Actual, cell.Predicted))
            .Should().Equal(expected.ConfusionMatrix.Cells.Select(cell => (cell.Actual, cell.Predicted)), because);
    }

    public static void ShouldBeSameAs(this MultiLabelMetrics actual, MultiLabelMetrics expected, string because)
    {
        actual.SubsetAccuracy.ShouldBeClose(expected.SubsetAccuracy, Relative, 0, because);
        actual.HammingLoss.ShouldBeClose(expected.HammingLoss, Relative, 0, because);
        Same(actual.Macro, expected.Macro, because);
        Same(actual.Micro, expected.Micro, because);
        Same(actual.Weighted, expected.Weighted, because);
        foreach ((ClassificationMetrics own, ClassificationMetrics other) in actual.PerLabel.Zip(expected.PerLabel))
        {
            own.ShouldBeSameAs(other, because);
        }
    }

    public static void ShouldBeSameAs(this RegressionMetrics actual, RegressionMetrics expected, string because)
    {
        actual.RootMeanSquaredError.ShouldBeClose(expected.RootMeanSquaredError, Relative, 0, because);
        actual.MeanAbsoluteError.ShouldBeClose(expected.MeanAbsoluteError, Relative, 0, because);
        actual.RSquared.ShouldBeClose(expected.RSquared, Relative, 1e-13, because);
        actual.MeanPinballLoss(0.2).ShouldBeClose(expected.MeanPinballLoss(0.2), Relative, 0, because);
        actual.MeanPoissonDeviance.HasValue.Should().Be(expected.MeanPoissonDeviance.HasValue, because);
        actual.MeanPoissonDeviance.GetValueOrDefault().ShouldBeClose(expected.MeanPoissonDeviance.GetValueOrDefault(), Relative, 1e-13, because);
    }

    private static void Same(PrecisionRecallF1 actual, PrecisionRecallF1 expected, string because)
    {
        actual.Precision.ShouldBeClose(expected.Precision, Relative, 0, because);
        actual.Recall.ShouldBeClose(expected.Recall, Relative, 0, because);
        actual.F1.ShouldBeClose(expected.F1, Relative, 0, because);
    }

    private static List<(string Name, double? Number)> Numbers(ClassificationMetrics metrics)
    {
        List<(string, double?)> numbers =
        [
            ("accuracy", metrics.Accuracy),
            ("balanced accuracy", metrics.BalancedAccuracy),
            ("Matthews", metrics.MatthewsCorrelation),
            ("log loss", metrics.LogLoss),
            ("Brier", metrics.BrierScore),
            ("ROC AUC", metrics.RocAuc),
            ("average precision", metrics.PrecisionRecallAuc),
            ("weight", metrics.ConfusionMatrix.Weight),
            ("correct", metrics.ConfusionMatrix.Correct),
        ];
        PrecisionRecallF1[] scores =
            [metrics.Macro, metrics.Micro, metrics.Weighted, .. Enumerable.Range(0, metrics.ConfusionMatrix.ClassCount).Select(metrics.ForClass)];
        foreach (PrecisionRecallF1 score in scores)
        {
            numbers.AddRange([("precision", score.Precision), ("recall", score.Recall), ("F1", score.F1)]);
        }

        numbers.AddRange(metrics.ConfusionMatrix.Cells.Select(cell => ("cell", (double?)cell.Weight)));
        IReadOnlyList<CalibrationBin> bins = metrics.Calibration(7) ?? [];
        foreach (CalibrationBin bin in bins)
        {
            numbers.AddRange([("bin", bin.Low), ("bin", bin.Weight), ("bin", bin.MeanPrediction), ("bin", bin.ShareOfClass1)]);
        }

        numbers.Add(("calibration error", bins.Sum(bin => bin.Weight * Math.Abs(bin.MeanPrediction - bin.ShareOfClass1))));
        return numbers;
    }
}
