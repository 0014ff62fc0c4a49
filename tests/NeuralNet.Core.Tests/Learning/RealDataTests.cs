using System.Numerics;

namespace NeuralNet.Core.Tests.Learning;

/// <summary>Real measurements, tested on rows that neither training nor standardization used.</summary>
public abstract class RealDataTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Splits = 20;

    [Fact]
    public void Iris_flowers_are_classified()
    {
        ClassificationMetrics[] metrics = EvaluateSplits(
            LabelledData.Read("iris.csv"),
            heldOut: 1.0 / 3,
            inputs => Perceptron.Classifier<T>(inputs, classes: 3).WithLearningRate(0.5),
            epochs: 300);

        metrics.Should().OnlyContain(split => split.ConfusionMatrix.RowCount == 51);
        Median(metrics.Select(split => split.Accuracy)).Should().BeGreaterThanOrEqualTo(0.95);
    }

    [Fact]
    public void Benign_and_malignant_tumors_are_classified()
    {
        ClassificationMetrics[] metrics = EvaluateSplits(
            LabelledData.Read("breast_cancer_wisconsin.csv"),
            heldOut: 0.3,
            inputs => Perceptron.BinaryClassifier<T>(inputs).WithLearningRate(0.1),
            epochs: 100);

        metrics.Should().OnlyContain(split => split.ConfusionMatrix.RowCount == 171);
        Median(metrics.Select(split => split.Accuracy)).Should().BeGreaterThanOrEqualTo(0.97);
        Median(metrics.Select(split => split.RocAuc!.Value)).Should().BeGreaterThanOrEqualTo(0.99);
    }

    [Theory]
    [InlineData("crammer-singer", 0.95)]
    [InlineData("multi-class-perceptron", 0.9)]
    public void Margin_losses_classify_iris_flowers(string loss, double accuracy)
    {
        ClassificationMetrics[] metrics = EvaluateSplits(
            LabelledData.Read("iris.csv"),
            heldOut: 1.0 / 3,
            inputs => Classifiers.Named<T>(loss, inputs, classes: 3).WithLearningRate(0.05),
            epochs: 100);

        Median(metrics.Select(split => split.Accuracy)).Should().BeGreaterThanOrEqualTo(accuracy);
    }

    [Fact]
    public void One_versus_rest_classifies_iris_flowers()
    {
        // One of the three classes is between the others: a line against the rest is worse than lines between classes.
        ClassificationMetrics[] metrics = EvaluateSplits(
            LabelledData.Read("iris.csv"),
            heldOut: 1.0 / 3,
            inputs => Perceptron.WithInputs<T>(inputs).WithOutputs(3).WithLoss(Loss.LogLoss).WithLearningRate(0.5),
            epochs: 100);

        Median(metrics.Select(split => split.Accuracy)).Should().BeGreaterThanOrEqualTo(0.9);
    }

    [Theory]
    [InlineData("hinge", 0.96)]
    [InlineData("squared-hinge", 0.94)]
    [InlineData("modified-huber", 0.94)]
    [InlineData("perceptron", 0.94)]
    public void Margin_losses_classify_benign_and_malignant_tumors(string loss, double accuracy)
    {
        ClassificationMetrics[] metrics = EvaluateSplits(
            LabelledData.Read("breast_cancer_wisconsin.csv"),
            heldOut: 0.3,
            inputs => Classifiers.Named<T>(loss, inputs, classes: 2).WithLearningRate(0.01),
            epochs: 50);

        Median(metrics.Select(split => split.Accuracy)).Should().BeGreaterThanOrEqualTo(accuracy);
    }

    private static ClassificationMetrics[] EvaluateSplits(
        LabelledData data, double heldOut, Func<int, PerceptronBuilder<T>> describe, int epochs)
    {
        var metrics = new ClassificationMetrics[Splits];
        for (int split = 0; split < Splits; split++)
        {
            (double[] train, int[] trainLabels, double[] test, int[] testLabels) = data.Split(heldOut, seed: split);
            Perceptron<T> network = describe(data.Inputs).WithStandardization().WithSeed(split).Build();
            network.Fit(Numbers.Of<T>(train), trainLabels, new() { Epochs = epochs });
            metrics[split] = network.Evaluate(Numbers.Of<T>(test), testLabels);
        }

        return metrics;
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] ordered = [.. values.Order()];
        return (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2;
    }
}

public sealed class RealDataTestsInDouble : RealDataTests<double>;

public sealed class RealDataTestsInFloat : RealDataTests<float>;
