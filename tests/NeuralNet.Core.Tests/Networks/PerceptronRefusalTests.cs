using System.Numerics;
using System.Runtime.InteropServices;

namespace NeuralNet.Core.Tests.Networks;

public abstract class PerceptronRefusalTests<T> : RefusalTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void Every_preset_rejects_fewer_than_one_input(int inputs)
    {
        foreach (Func<PerceptronBuilder<T>> preset in new[]
        {
            () => Perceptron.WithInputs<T>(inputs),
            () => Perceptron.BinaryClassifier<T>(inputs),
            () => Perceptron.Classifier<T>(inputs, 3),
            () => Perceptron.Regressor<T>(inputs),
        })
        {
            Refused<ArgumentOutOfRangeException>(() => preset(), "inputs", $"inputs is {inputs}", "1 or more");
        }
    }

    [Fact]
    public void More_inputs_than_an_array_holds_are_rejected() =>
        Refused<ArgumentOutOfRangeException>(
            () => Perceptron.WithInputs<T>(int.MaxValue),
            "inputs",
            "2147483647 inputs x 1 output",
            $"at most {Array.MaxLength / 3}",
            "Use fewer");

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_classifier_of_fewer_than_two_classes_is_rejected(int classes) =>
        Refused<ArgumentOutOfRangeException>(
            () => Perceptron.Classifier<T>(4, classes),
            "classes",
            $"classes is {classes}",
            "2 or more",
            "Number the labels from 0");

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_regressor_of_fewer_than_one_output_is_rejected(int outputs) =>
        Refused<ArgumentOutOfRangeException>(
            () => Perceptron.Regressor<T>(4, outputs), "outputs", $"outputs is {outputs}", "1 or more");
}

public sealed class PerceptronRefusalTestsInFloat : PerceptronRefusalTests<float>;

public sealed class PerceptronRefusalTestsInDouble : PerceptronRefusalTests<double>;

public sealed class PerceptronElementTypeTests
{
    [Fact]
    public void A_network_of_Half_is_rejected() =>
        FluentActions.Invoking(() => Perceptron.WithInputs<Half>(3))
            .Should().ThrowExactly<NotSupportedException>().WithMessage("*Half*use float or double*");

    [Fact]
    public void A_network_of_NFloat_is_rejected_by_every_preset()
    {
        foreach (Func<object> preset in new Func<object>[]
        {
            () => Perceptron.WithInputs<NFloat>(3),
            () => Perceptron.BinaryClassifier<NFloat>(3),
            () => Perceptron.Classifier<NFloat>(3, 3),
            () => Perceptron.Regressor<NFloat>(3),
        })
        {
            preset.Should().ThrowExactly<NotSupportedException>().WithMessage("*NFloat*use float or double*");
        }
    }

    [Fact]
    public void An_activation_and_a_loss_reject_Half()
    {
        FluentActions.Invoking(() => Activation.Sigmoid.Apply<Half>(new Half[1], new Half[1]))
            .Should().ThrowExactly<NotSupportedException>().WithMessage("*Half*use float or double*");
        FluentActions.Invoking(() => Loss.LogLoss.Evaluate<Half>(new Half[1], new Half[1], new Half[1]))
            .Should().ThrowExactly<NotSupportedException>().WithMessage("*Half*use float or double*");
    }
}
