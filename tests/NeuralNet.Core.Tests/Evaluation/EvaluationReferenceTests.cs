using System.Numerics;
using NeuralNet.Core.Tests.References;
using NeuralNet.Core.Tests.Support;

namespace NeuralNet.Core.Tests.Evaluation;

/// <summary>Metrics against scikit-learn, by networks that hand their inputs on as logits.</summary>
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
    public void Metrics_of_two_classes_are_those_of_scikit_learn(string name)
    {
        ClassificationMetrics metrics = EvaluateLabels(name, HandOn(Perceptron.BinaryClassifier<T>(1)));

        CheckClassification(name, metrics);
        metrics.RocAuc!.Value.ShouldBeClose(Reference[$"{name}/roc auc"][0], Relative, 0, "the ROC AUC");
    }

    [Theory]
    [InlineData("three-classes", 3)]
    [InlineData("ten-classes", 10)]
    public void Metrics_of_many_classes_are_those_of_scikit_learn(string name, int classes)
    {
        ClassificationMetrics metrics = EvaluateLabels(name, HandOn(Perceptron.Classifier<T>(classes, classes)));

        CheckClassification(name, metrics);
        metrics.RocAuc.Should().BeNull();
    }

    [Theory]
    [InlineData("one-output", 1)]
    [InlineData("three-outputs", 3)]
    [InlineData("constant-targets", 1)]
    [InlineData("constant-targets-met", 1)]
    [InlineData("one-constant-output", 2)]
    public void Metrics_of_regression_are_those_of_scikit_learn(string name, int outputs)
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

    /// <summary>A network with as many outputs as inputs, whose logits are its inputs.</summary>
    private static Perceptron<T> HandOn(PerceptronBuilder<T> description)
    {
        var weights = new T[description.Inputs * description.Outputs];
        for (int index = 0; index < weights.Length; index += description.Inputs + 1)
        {
            weights[index] = T.One;
        }

        Perceptron<T> network = description.Build();
        network.SetWeights(weights);
        return network;
    }

    private static int[] Labels(string name) => [.. Reference[$"{name}/labels"].Select(label => (int)label)];

    private static ClassificationMetrics EvaluateLabels(string name, Perceptron<T> network) =>
        network.Evaluate(Numbers.Of<T>(Reference[$"{name}/logits"]), Labels(name));

    private static void CheckClassification(string name, ClassificationMetrics metrics)
    {
        metrics.Accuracy.ShouldBeClose(Reference[$"{name}/accuracy"][0], Relative, 0, "the accuracy");
        metrics.LogLoss!.Value.ShouldBeClose(Reference[$"{name}/log loss"][0], Relative, 0, "the log loss");
        double[] confusion = Reference[$"{name}/confusion"];
        for (int index = 0; index < confusion.Length; index++)
        {
            int actual = index / metrics.ConfusionMatrix.Classes;
            int predicted = index % metrics.ConfusionMatrix.Classes;
            metrics.ConfusionMatrix[actual, predicted].Should().Be((int)confusion[index], $"at {actual}, {predicted}");
        }
    }
}

public sealed class EvaluationReferenceTestsInDouble : EvaluationReferenceTests<double>;

public sealed class EvaluationReferenceTestsInFloat : EvaluationReferenceTests<float>;
