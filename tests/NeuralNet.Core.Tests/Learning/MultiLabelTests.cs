using System.Numerics;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Learning;

/// <summary>Several labels for each row, like separate binary classifiers.</summary>
public abstract class MultiLabelTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int RowCount = 45;
    private const int Inputs = 5;
    private const int Outputs = 3;

    private readonly T[] _rows = Rows<T>(RowCount, Inputs);
    private readonly T[] _targets;

    public MultiLabelTests()
    {
        // Each label is set if one input is above its threshold: no label in some rows, all labels in others.
        _targets = new T[RowCount * Outputs];
        for (int index = 0; index < _targets.Length; index++)
        {
            T input = _rows[(index / Outputs * Inputs) + (index % Outputs)];
            _targets[index] = input > T.CreateTruncating((index % Outputs) - 1) ? T.One : T.Zero;
        }
    }

    [Theory]
    [InlineData(7, false)]
    [InlineData(7, true)]
    [InlineData(TrainingOptions.FullBatch, false)]
    [InlineData(TrainingOptions.FullBatch, true)]
    public void Each_label_gives_the_same_bits_as_a_binary_classifier(int batchSize, bool isStandardized)
    {
        var options = new TrainingOptions { Epochs = 20, BatchSize = batchSize };
        Perceptron<T> network = Described(Perceptron.MultiLabelClassifier<T>(Inputs, Outputs)).Build();

        network.Fit(_rows, _targets, options);

        for (int output = 0; output < Outputs; output++)
        {
            T[] targets = [.. _targets.Where((_, index) => index % Outputs == output)];
            Perceptron<T> binary = Described(Perceptron.BinaryClassifier<T>(Inputs)).Build().Fit(_rows, targets, options).Network;
            Bits(network.Weights.Slice(output * Inputs, Inputs)).Should().Be(Bits(binary.Weights));
            network.Bias[output].Should().Be(binary.Bias[0]);
        }

        PerceptronBuilder<T> Described(PerceptronBuilder<T> description) =>
            isStandardized ? description.WithStandardization() : description;
    }

    [Fact]
    public void Its_predictions_are_the_probabilities_of_the_labels()
    {
        Perceptron<T> network = Perceptron.MultiLabelClassifier<T>(Inputs, Outputs).WithStandardization().WithLearningRate(1).Build();
        T[] predictions = new T[_targets.Length];

        network.Fit(_rows, _targets, new TrainingOptions { Epochs = 300 });
        network.Predict(_rows, predictions);

        Numbers.ToDoubles<T>(predictions).Should().OnlyContain(probability => probability >= 0 && probability <= 1);
        predictions.Zip(_targets).Count(pair => T.Abs(pair.First - pair.Second) < T.CreateTruncating(0.5))
            .Should().BeGreaterThanOrEqualTo((int)(0.95 * _targets.Length));
    }

    [Fact]
    public void Labels_of_no_row_and_of_every_row_are_learned_too()
    {
        Perceptron<T> network = Perceptron.MultiLabelClassifier<T>(1, 2).WithLearningRate(0.5).Build();

        network.Fit(Numbers.Of<T>(-1, 1), Numbers.Of<T>(0, 1, 0, 1), new TrainingOptions { Epochs = 500 });

        T[] prediction = new T[2];
        network.Predict([T.Zero], prediction);
        prediction[0].Should().BeLessThan(T.CreateTruncating(0.1));
        prediction[1].Should().BeGreaterThan(T.CreateTruncating(0.9));
    }

    [Fact]
    public void Inputs_and_labels_below_one_are_rejected()
    {
        FluentActions.Invoking(() => Perceptron.MultiLabelClassifier<T>(3, 0))
            .Should().ThrowExactly<ArgumentOutOfRangeException>().WithMessage("labels is 0; it must be 1 or more.*");
        FluentActions.Invoking(() => Perceptron.MultiLabelClassifier<T>(0, 3))
            .Should().ThrowExactly<ArgumentOutOfRangeException>().WithMessage("inputs is 0; it must be 1 or more.*");
    }
}

public sealed class MultiLabelTestsInFloat : MultiLabelTests<float>;

public sealed class MultiLabelTestsInDouble : MultiLabelTests<double>;
