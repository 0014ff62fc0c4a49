using System.Numerics.Tensors;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Data;

/// <summary>Calls look the same for all forms of rows. The test checks that they compile, and that they give equal results.</summary>
public sealed class OverloadResolutionTests
{
    private static readonly TrainingOptions _options = new() { Epochs = 2 };
    private static readonly float[] _rows = [0, 1, 1, 1, 0, 1, 0, 0];
    private static readonly float[,] _matrix = { { 0, 1 }, { 1, 1 }, { 0, 1 }, { 0, 0 } };
    private static readonly float[] _targets = [1, 0, 1, 0];
    private static readonly int[] _labels = [1, 0, 1, 0];

    [Fact]
    public void Fit_takes_targets_with_rows_in_any_form()
    {
        Span<float> span = _rows;
        ReadOnlySpan<float> readOnly = _rows;
        Span<float> onStack = stackalloc float[8];
        _rows.CopyTo(onStack);
        ReadOnlyMemory<float> memory = _rows;
        List<float> list = [.. _rows];
        Tensor<float> tensor = Tensor.Create(_rows, [4, 2]);
        TensorSpan<float> tensorSpan = tensor;
        ReadOnlyTensorSpan<float> readOnlyTensorSpan = tensor;

        string[] trained =
        [
            Bits(Network().Fit(_rows, _targets, _options).Network),
            Bits(Network().Fit(span, _targets, _options).Network),
            Bits(Network().Fit(readOnly, _targets, _options).Network),
            Bits(Network().Fit(onStack, _targets, _options).Network),
            Bits(Network().Fit(memory.Span, _targets.AsSpan(), _options).Network),
            Bits(Network().Fit([0, 1, 1, 1, 0, 1, 0, 0], [1f, 0, 1, 0], _options).Network),
            Bits(Network().Fit([.. list], [.. _targets], _options).Network),
            Bits(Network().Fit(_matrix, _targets, _options).Network),
            Bits(Network().Fit(_matrix, [1f, 0, 1, 0], new() { Epochs = 2 }).Network),
            Bits(Network().Fit(tensor, _targets, _options).Network),
            Bits(Network().Fit(tensorSpan, _targets, _options).Network),
            Bits(Network().Fit(readOnlyTensorSpan, [1f, 0, 1, 0], _options).Network),
        ];

        trained.Distinct().Should().ContainSingle();
    }

    [Fact]
    public void Fit_takes_labels_with_rows_in_any_form()
    {
        Span<int> span = _labels;
        ReadOnlySpan<int> readOnly = _labels;
        Tensor<float> tensor = Tensor.Create(_rows, [4, 2]);

        string[] trained =
        [
            Bits(Network().Fit(_rows, _labels, _options).Network),
            Bits(Network().Fit(_rows, span, _options).Network),
            Bits(Network().Fit(_rows.AsSpan(), readOnly, _options).Network),
            Bits(Network().Fit([0, 1, 1, 1, 0, 1, 0, 0], [1, 0, 1, 0], _options).Network),
            Bits(Network().Fit(_matrix, _labels, _options).Network),
            Bits(Network().Fit(_matrix, [1, 0, 1, 0], _options).Network),
            Bits(Network().Fit(tensor, _labels, _options).Network),
            Bits(Network().Fit(tensor.AsReadOnlyTensorSpan(), [1, 0, 1, 0], _options).Network),
        ];

        trained.Distinct().Should().ContainSingle();
    }

    [Fact]
    public void Learn_takes_a_row_a_batch_and_a_matrix()
    {
        Perceptron<float> network = Network();
        float[] destination = new float[4];

        network.Learn([1, 2], 1).Should().Be(0.5f);
        network.Learn(_rows.AsSpan(0, 2), 1);
        network.Learn(_rows, _targets);
        network.Learn(_rows, _labels, destination);
        network.Learn([1, 2], [1f]);
        network.Learn([1, 2], [1]);
        network.Learn(_matrix, _targets, destination);
        network.Learn(_matrix, [1, 0, 1, 0]);
        network.Learn(new ReadOnlyTensorSpan<float>(_rows, [4, 2]), _labels);
    }

    [Fact]
    public void An_int_is_a_class_to_a_classifier_and_a_number_to_a_regressor()
    {
        Perceptron<float> classifier = Perceptron.Classifier<float>(2, 3).Build();
        Perceptron<double> regressor = Perceptron.Regressor<double>(2).Build();
        Perceptron<float> binary = Network();
        byte small = 2;

        classifier.Learn([1, 2], 2).Should().Be(1f / 3);
        classifier.Learn(_rows.AsSpan(0, 2), 2, 0.5);
        classifier.Learn(_rows.AsSpan(2, 2), small);
        classifier.Learn([1, 2], [2]);
        classifier.Learn([1, 2], [0f, 0, 1]);
        binary.Learn([1, 2], 1, 0.5);
        binary.Learn([1, 2], 1f, 0.5);
        binary.Learn([1, 2], 0.5f);
        regressor.Learn([1, 2], 2).Should().Be(0);
        regressor.Learn([1, 2], 2.5f);
        regressor.Learn([1, 2], 2.5, sampleWeight: 2);
        regressor.Learn([1, 2], target: 2);
        classifier.Learn([1, 2], label: 2);
    }

    [Fact]
    public void Predictions_take_a_row_rows_and_a_matrix()
    {
        Perceptron<float> network = Network();
        FrozenPerceptron<float> frozen = network.Freeze();
        float[] destination = new float[4];
        Span<float> onStack = stackalloc float[4];
        int[] classes = new int[4];

        network.Predict([1, 2]).Should().Be(frozen.Predict(_rows.AsSpan(0, 2)));
        network.Logit([1, 2]).Should().Be(frozen.Logit([1, 2]));
        network.PredictClass([1, 2]).Should().Be(frozen.PredictClass([1, 2]));
        network.Predict(_rows, destination);
        network.Predict([1, 2], destination);
        frozen.Predict(_matrix, onStack);
        frozen.Logits(Tensor.Create(_rows, [4, 2]), destination);
        network.PredictClasses(_rows, classes);
        frozen.PredictClasses(_matrix, classes);
        network.Evaluate(_rows, _labels).Accuracy.Should().Be(0.5);
        frozen.Evaluate(_matrix, [1, 0, 1, 0]).Accuracy.Should().Be(0.5);
        frozen.Evaluate(_matrix, [0.75f, 0.25f, 0.75f, 0.25f]).MeanAbsoluteError.Should().Be(0.25);
    }

    private static Perceptron<float> Network() => Perceptron.BinaryClassifier<float>(2).WithSeed(1).Build();
}
