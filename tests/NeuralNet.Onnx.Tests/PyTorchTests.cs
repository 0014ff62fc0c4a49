using System.Globalization;
using NeuralNet.Core;

namespace NeuralNet.Onnx.Tests;

/// <summary>Models exported by PyTorch give the predictions of PyTorch; <c>References/pytorch.py</c> made the files.</summary>
public sealed class PyTorchTests
{
    [Fact]
    public void An_onnx_file_of_a_linear_layer_and_a_softmax_gives_the_predictions_of_PyTorch()
    {
        FrozenPerceptron<float> network = OnnxModel.Load<float>(Reference("linear.onnx"));

        network.OutputActivation.Should().BeSameAs(Activation.Softmax);
        Distance(network).Should().BeLessThan(1e-6);
    }

    [Theory]
    [InlineData("f64", 1e-6)]
    [InlineData("f32", 1e-6)]
    [InlineData("f16", 1e-3)]
    [InlineData("bf16", 1e-2)]
    public void A_state_dict_gives_the_predictions_of_PyTorch(string type, double tolerance)
    {
        string path = Reference($"linear-{type}.safetensors");

        Distance(FrozenPerceptron.LoadWeights<float>(path, Activation.Softmax, "head.")).Should().BeLessThan(tolerance);
        FluentActions.Invoking(() => FrozenPerceptron.LoadWeights<float>(path, Activation.Softmax))
            .Should().ThrowExactly<ModelFormatException>().WithMessage("*no tensor 'weight'*'head.weight', 'head.bias'*prefix*");
    }

    private static double Distance(FrozenPerceptron<float> network)
    {
        float[][] rows = [.. File.ReadLines(Reference("linear.csv")).Select(
            line => line.Split(',').Select(value => float.Parse(value, CultureInfo.InvariantCulture)).ToArray())];
        rows.Should().HaveCount(20);
        return rows.Max(row =>
        {
            var predictions = new float[3];
            network.Predict(row.AsSpan(0, 4), predictions);
            return predictions.Zip(row[4..], (actual, expected) => Math.Abs(actual - expected)).Max();
        });
    }

    private static string Reference(string name) => Path.Combine(AppContext.BaseDirectory, "References", name);
}
