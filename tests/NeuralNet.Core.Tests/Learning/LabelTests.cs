using System.Numerics;

namespace NeuralNet.Core.Tests.Learning;

/// <summary>A label stands for targets: the low or the high end of the loss, or one of several outputs.</summary>
public abstract class LabelTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Rows = 50;
    private const int Inputs = 6;

    private static readonly T[] Data = Numbers.Of<T>(new Random(13).Values(Rows * Inputs, -2, 2));

    [Theory]
    [InlineData("log-loss", 1, TrainingOptions.FullBatch)]
    [InlineData("log-loss", 1, 7)]
    [InlineData("log-loss", 1, 1)]
    [InlineData("half-squared-error-through-sigmoid", 1, 7)]
    [InlineData("half-squared-error-through-tanh", 1, 7)]
    [InlineData("half-squared-error-through-tanh", 1, 1)]
    [InlineData("softmax-cross-entropy", 2, 7)]
    [InlineData("softmax-cross-entropy", 3, TrainingOptions.FullBatch)]
    [InlineData("softmax-cross-entropy", 3, 7)]
    [InlineData("softmax-cross-entropy", 3, 1)]
    [InlineData("hinge", 1, 7)]
    [InlineData("perceptron", 1, 1)]
    [InlineData("crammer-singer", 3, 7)]
    [InlineData("multi-class-perceptron", 3, 1)]
    public void Training_on_labels_and_on_equal_targets_gives_the_same_bits(string loss, int outputs, int batchSize)
    {
        PerceptronBuilder<T> description = Describe(loss, outputs);
        int[] labels = Labels(description);
        var options = new TrainingOptions { Epochs = 20, BatchSize = batchSize };

        TrainingResult<T> byLabels = description.Build().Fit(Data, labels, options);
        TrainingResult<T> byTargets = description.Build().Fit(Data, Targets(description, labels), options);

        byLabels.LossHistory.Should().Equal(byTargets.LossHistory);
        HaveSameBits(byLabels.Network, byTargets.Network);
        byLabels.Network.Weights.ToArray().Should().NotContain(T.Zero);
    }

    [Theory]
    [InlineData("log-loss", 1)]
    [InlineData("half-squared-error-through-tanh", 1)]
    [InlineData("softmax-cross-entropy", 3)]
    public void A_step_on_labels_and_on_equal_targets_gives_the_same_bits(string loss, int outputs)
    {
        PerceptronBuilder<T> description = Describe(loss, outputs);
        int[] labels = Labels(description);
        Perceptron<T> byLabels = description.Build();
        Perceptron<T> byTargets = description.Build();

        byLabels.Learn(Data, labels);
        byTargets.Learn(Data, Targets(description, labels));

        HaveSameBits(byLabels, byTargets);
        byLabels.Weights.ToArray().Should().NotContain(T.Zero);
    }

    private static PerceptronBuilder<T> Describe(string loss, int outputs) =>
        Classifiers.Named<T>(loss, Inputs, outputs).WithLearningRate(0.1);

    private static int[] Labels(PerceptronBuilder<T> description)
    {
        var random = new Random(14);
        int classes = Math.Max(2, description.OutputCount);
        return [.. Enumerable.Range(0, Rows).Select(_ => random.Next(classes))];
    }

    private static T[] Targets(PerceptronBuilder<T> description, int[] labels) => Numbers.Of<T>(
        [.. labels.SelectMany(label => description.OutputCount == 1
            ? [label == 0 ? description.Loss.Targets.Interval.Low : description.Loss.Targets.Interval.High]
            : Draw.OneHot(description.OutputCount, label))]);

    private static void HaveSameBits(Perceptron<T> one, Perceptron<T> other)
    {
        one.Weights.ToArray().Should().Equal(other.Weights.ToArray());
        one.Bias.ToArray().Should().Equal(other.Bias.ToArray());
    }
}

public sealed class LabelTestsInDouble : LabelTests<double>;

public sealed class LabelTestsInFloat : LabelTests<float>;
