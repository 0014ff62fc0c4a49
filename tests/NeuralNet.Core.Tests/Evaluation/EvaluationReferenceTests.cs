using System.Numerics;
using NeuralNet.Core.Tests.References;

namespace NeuralNet.Core.Tests.Evaluation;

/// <summary>Metrics compared with scikit-learn, from networks whose logits are their inputs.</summary>
public abstract class EvaluationReferenceTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double Relative = 1e-12;

    private static readonly Dictionary<string, double[]> Reference = ReferenceFile.ByName("evaluation.csv");

    [Theory]
    [InlineData("binary")]
    [InlineData("binary-with-many-ties")]
    [InlineData("binary-of-two-rows")]
    [InlineData("binary-with-sure-predictions")]
    [InlineData("binary-with-a-threshold", 0.625)]
    [InlineData("binary-never-predicted")]
    [InlineData("binary-perfect")]
    public void Metrics_of_two_classes_match_scikit_learn(string name, double threshold = 0)
    {
        Perceptron<T> network = HandOn(Perceptron.BinaryClassifier<T>(1));
        network.SetThresholdLogit(T.CreateTruncating(threshold));
        ClassificationMetrics metrics = Evaluate(name, network);

        CheckTwoClasses(name, metrics);
        CheckScores($"{name}/each class", new(metrics.Precision!.Value, metrics.Recall!.Value, metrics.F1!.Value), 1);
    }

    [Theory]
    [InlineData("binary")]
    [InlineData("binary-with-many-ties")]
    [InlineData("binary-with-sure-predictions")]
    public void Metrics_of_two_classes_are_the_same_by_two_outputs_under_softmax(string name)
    {
        double[] logits = [.. Reference[$"{name}/logits"].SelectMany(logit => new[] { 0.25, logit + 0.25 })];

        ClassificationMetrics metrics = HandOn(Perceptron.Classifier<T>(2, 2)).Evaluate(Numbers.Of<T>(logits), Labels(name));

        CheckTwoClasses(name, metrics);
    }

    [Theory]
    [InlineData("three-classes", 3)]
    [InlineData("ten-classes", 10)]
    [InlineData("absent-classes", 5)]
    public void Metrics_of_many_classes_match_scikit_learn(string name, int classes)
    {
        ClassificationMetrics metrics = Evaluate(name, HandOn(Perceptron.Classifier<T>(classes, classes)));

        CheckClassification(name, metrics);
        if (Reference.TryGetValue($"{name}/roc auc", out double[]? area))
        {
            metrics.RocAuc!.Value.ShouldBeClose(area[0], Relative, 0, "the ROC AUC");
        }
        else
        {
            metrics.RocAuc.Should().BeNull();
        }
    }

    [Fact]
    public void Metrics_of_label_sets_match_scikit_learn()
    {
        const int Count = 5;
        MultiLabelMetrics metrics = HandOn(Perceptron.BinaryClassifier<T>(Count).WithOutputs(Count)).EvaluateMultiLabel(
            Numbers.Of<T>(Reference["labels/logits"]), Numbers.Of<T>(Reference["labels/labels"]));

        metrics.PerLabel.Should().HaveCount(Count);
        foreach ((int label, ClassificationMetrics own) in metrics.PerLabel.Index())
        {
            CheckScores("labels/each label", own.ForClass(1), label);
        }

        CheckScores("labels/macro", metrics.Macro);
        CheckScores("labels/micro", metrics.Micro);
        CheckScores("labels/weighted", metrics.Weighted);
        metrics.SubsetAccuracy.ShouldBeClose(Reference["labels/subset accuracy"][0], Relative, 0, "the subset accuracy");
        metrics.HammingLoss.ShouldBeClose(Reference["labels/hamming loss"][0], Relative, 0, "the Hamming loss");
    }

    [Theory]
    [InlineData("one-output", 1)]
    [InlineData("three-outputs", 3)]
    [InlineData("constant-targets", 1)]
    [InlineData("constant-targets-met", 1)]
    [InlineData("one-constant-output", 2)]
    public void Metrics_of_regression_match_scikit_learn(string name, int outputs)
    {
        RegressionMetrics metrics = HandOn(Perceptron.Regressor<T>(outputs, outputs)).Evaluate(
            Numbers.Of<T>(Reference[$"{name}/predictions"]), Numbers.Of<T>(Reference[$"{name}/targets"]));

        metrics.RootMeanSquaredError.ShouldBeClose(Reference[$"{name}/rmse"][0], Relative, 0, "the RMSE");
        metrics.MeanAbsoluteError.ShouldBeClose(Reference[$"{name}/mae"][0], Relative, 0, "the MAE");
        metrics.RSquared.ShouldBeClose(Reference[$"{name}/r2"][0], Relative, 0, "R2");
    }

    [Fact]
    public void The_frozen_network_has_the_same_metrics()
    {
        Perceptron<T> network = HandOn(Perceptron.BinaryClassifier<T>(1));
        T[] inputs = Numbers.Of<T>(Reference["binary/logits"]);
        int[] labels = Labels("binary");

        ClassificationMetrics frozen = network.Freeze().Evaluate(inputs, labels);

        frozen.Should().BeEquivalentTo(network.Evaluate(inputs, labels));
        CheckClassification("binary", frozen);
    }

    /// <summary>Creates a network whose logits are its inputs.</summary>
    private static Perceptron<T> HandOn(PerceptronBuilder<T> description)
    {
        var weights = new T[description.InputCount * description.OutputCount];
        for (int index = 0; index < weights.Length; index += description.InputCount + 1)
        {
            weights[index] = T.One;
        }

        Perceptron<T> network = description.Build();
        network.SetWeights(weights);
        return network;
    }

    private static int[] Labels(string name) => [.. Reference[$"{name}/labels"].Select(label => (int)label)];

    private static ClassificationMetrics Evaluate(string name, Perceptron<T> network) =>
        network.Evaluate(Numbers.Of<T>(Reference[$"{name}/logits"]), Labels(name));

    private static void CheckTwoClasses(string name, ClassificationMetrics metrics)
    {
        CheckClassification(name, metrics);
        metrics.RocAuc!.Value.ShouldBeClose(Reference[$"{name}/roc auc"][0], Relative, 0, "the ROC AUC");
        metrics.PrecisionRecallAuc!.Value.ShouldBeClose(
            Reference[$"{name}/average precision"][0], Relative, 0, "the average precision");
        foreach (int bins in new[] { 4, 10 })
        {
            double[] curve = [.. metrics.Calibration(bins)!.SelectMany(bin => new[] { bin.MeanPrediction, bin.ShareOfClass1 })];
            new ReadOnlySpan<double>(curve).ShouldBeClose(
                Reference[$"{name}/calibration of {bins}"], Relative, 0, $"the calibration of {bins} bins");
        }
    }

    private static void CheckScores(string name, PrecisionRecallF1 scores, int position = 0)
    {
        double[] reference = Reference[name][(3 * position)..(3 * (position + 1))];
        scores.Precision.ShouldBeClose(reference[0], Relative, 0, $"the precision of {name}");
        scores.Recall.ShouldBeClose(reference[1], Relative, 0, $"the recall of {name}");
        scores.F1.ShouldBeClose(reference[2], Relative, 0, $"the F1 of {name}");
    }

    private static void CheckClassification(string name, ClassificationMetrics metrics)
    {
        metrics.Accuracy.ShouldBeClose(Reference[$"{name}/accuracy"][0], Relative, 0, "the accuracy");
        metrics.LogLoss!.Value.ShouldBeClose(Reference[$"{name}/log loss"][0], Relative, 0, "the log loss");
        metrics.BrierScore!.Value.ShouldBeClose(Reference[$"{name}/brier"][0], Relative, 0, "the Brier score");
        metrics.MatthewsCorrelation.ShouldBeClose(Reference[$"{name}/matthews"][0], Relative, 0, "the Matthews correlation");
        metrics.BalancedAccuracy.ShouldBeClose(Reference[$"{name}/balanced accuracy"][0], Relative, 0, "the balanced accuracy");
        CheckScores($"{name}/macro", metrics.Macro);
        CheckScores($"{name}/micro", metrics.Micro);
        CheckScores($"{name}/weighted", metrics.Weighted);
        for (int label = 0; label < metrics.ConfusionMatrix.ClassCount; label++)
        {
            CheckScores($"{name}/each class", metrics.ForClass(label), label);
        }

        double[] confusion = Reference[$"{name}/confusion"];
        for (int index = 0; index < confusion.Length; index++)
        {
            int actual = index / metrics.ConfusionMatrix.ClassCount;
            int predicted = index % metrics.ConfusionMatrix.ClassCount;
            metrics.ConfusionMatrix[actual, predicted].Should().Be((int)confusion[index], $"at {actual}, {predicted}");
        }
    }
}

public sealed class EvaluationReferenceTestsInDouble : EvaluationReferenceTests<double>;

public sealed class EvaluationReferenceTestsInFloat : EvaluationReferenceTests<float>;
