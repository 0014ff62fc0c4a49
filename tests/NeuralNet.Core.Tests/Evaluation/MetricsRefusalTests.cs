namespace NeuralNet.Core.Tests.Evaluation;

/// <summary>Rejects invalid predictions, labels, weights and parts by name.</summary>
public sealed class MetricsRefusalTests
{
    [Fact]
    public void Weights_of_rows_are_checked()
    {
        Perceptron<float> network = Perceptron.BinaryClassifier<float>(1).Build();
        foreach (Action<float[]> call in new Action<float[]>[]
        {
            weights => network.Evaluate([1f, 2], [0, 1], weights),
            weights => network.EvaluateMultiLabel([1f, 2], [0f, 1], weights),
            weights => network.ChooseThreshold([1f, 2], [0, 1], ThresholdGoal.BestF1, weights),
            weights => network.Freeze().Calibrate([1f, 2], [0, 1], weights),
            weights => Perceptron.Regressor<float>(1).Build().Evaluate([1f, 2], [0f, 1], weights),
            weights => RegressionMetrics.FromPredictions<float>([1, 2], [0, 1], 1, weights),
            weights => ClassificationMetrics.FromProbabilities<float>([1, 0], [0, 1], weights),
            weights => ClassificationMetrics.FromScores<float>([1, 0], [0, 1], weights),
            weights => MultiLabelMetrics.FromProbabilities<float>([1, 0], [0, 1], 1, weights),
        })
        {
            Refused(() => call([1]), "sampleWeights", "sampleWeights has 1");
            Refused(() => call([1, -1]), "sampleWeights", "-1", "row 1");
            Refused(() => call([float.NaN, 1]), "sampleWeights", "NaN", "row 0");
            Refused(() => call([0, 0]), "sampleWeights", "0");
        }
    }

    [Fact]
    public void A_class_with_only_rows_of_weight_0_is_absent()
    {
        Perceptron<double> network = Perceptron.BinaryClassifier<double>(1).Build();

        Refused(
            () => network.ChooseThreshold([1.0, 2, 3], [0, 1, 1], ThresholdGoal.BestF1, [0.0, 1, 1]), "labels", "one class only (label 1)");
        Refused(() => network.Freeze().Calibrate([1.0, 2, 3], [0, 1, 1], [0.0, 1, 1]), "labels", "one class only (label 1)");
    }

    [Fact]
    public void Predictions_and_labels_are_checked()
    {
        Refused(() => ClassificationMetrics.FromProbabilities<double>([0.5, 1.5], [0, 1]), "probabilities", "1.5 at row 1", "FromScores");
        Refused(() => ClassificationMetrics.FromProbabilities<double>([0.5, 0.25, 0.5], [0]), "probabilities", "sum to 1.25 at row 0", "FromScores");
        Refused(() => ClassificationMetrics.FromProbabilities<double>([0.5, 0.5, 0.5], [0, 1]), "probabilities", "3 values for 2 labels");
        Refused(() => ClassificationMetrics.FromProbabilities<double>([], []), "probabilities", "0 values");
        Refused(() => ClassificationMetrics.FromProbabilities<double>([0.5], [0], threshold: double.NaN), "threshold", "NaN");
        Refused(() => ClassificationMetrics.FromScores<double>([double.NaN], [0]), "scores", "NaN");
        Refused(() => ClassificationMetrics.FromScores<double>([1.0], [2]), "labels", "labels has 2 at row 0");
        Refused(() => ClassificationMetrics.FromClasses([1], [1], 1), "classes", "classes is 1");
        Refused(() => ClassificationMetrics.FromClasses([1, 0], [1], 2), "predicted", "2 values for 1 label");
        Refused(() => ClassificationMetrics.FromClasses([2], [1], 2), "predicted", "predicted has 2 at row 0");
        Refused(() => RegressionMetrics.FromPredictions<double>([1], [1, 2]), "targets", "2 values");
        Refused(() => RegressionMetrics.FromPredictions<double>([double.NaN], [1]), "predictions", "NaN");
        Refused(() => MultiLabelMetrics.FromProbabilities<double>([0.5, 2], [0, 1], 2), "probabilities", "2");
        Refused(() => MultiLabelMetrics.FromProbabilities<double>([0.5, 0.5], [0, 2], 2), "labels", "2");
    }

    [Fact]
    public void Rejects_parts_that_do_not_match()
    {
        ClassificationMetrics two = ClassificationMetrics.FromClasses([1], [1], 2);

        Refused(() => ClassificationMetrics.Merge([]), "parts", "empty");
        Refused(() => ClassificationMetrics.Merge([two, ClassificationMetrics.FromClasses([1], [1], 3)]), "parts", "at 1", "3", "2");
        Refused(() => ClassificationMetrics.Merge([two, ClassificationMetrics.FromScores<float>([1], [1])]), "parts", "at 1", "margins", "the first none");
        Refused(
            () => ClassificationMetrics.Merge([two, ClassificationMetrics.FromClasses([1], [1], 2, [1e300])]), "parts", "at 1", "996", "unit");
        Refused(() => RegressionMetrics.Merge([]), "parts", "empty");
        Refused(
            () => RegressionMetrics.Merge(
                [RegressionMetrics.FromPredictions<double>([1, 2], [1, 2]), RegressionMetrics.FromPredictions<double>([1, 2], [1, 2], 2)]),
            "parts",
            "outputs 2",
            "first 1");
        Refused(() => MultiLabelMetrics.Merge([]), "parts", "empty");
    }

    private static void Refused(Action call, string parameter, params string[] words)
    {
        ArgumentException exception = call.Should().Throw<ArgumentException>().Which;
        exception.ParamName.Should().Be(parameter);
        foreach (string word in words)
        {
            exception.Message.Should().Contain(word);
        }
    }
}
