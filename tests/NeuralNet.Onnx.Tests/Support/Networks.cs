using System.Numerics;
using NeuralNet.Core;

namespace NeuralNet.Onnx.Tests.Support;

/// <summary>Networks of every kind that a file can hold.</summary>
internal static class Networks
{
    public const int Inputs = 13;

    private static readonly Dictionary<string, Activation> _links = new Activation[]
    {
        Activation.Identity, Activation.Sigmoid, Activation.Tanh, Activation.Step, Activation.ReLU, Activation.Softplus,
        Activation.Exp, Activation.Softmax,
    }.ToDictionary(link => link.Name);

    /// <summary>The name of each output activation with one output, if it supports one, and with several.</summary>
    public static TheoryData<string, int> LinksAndOutputs => Kinds(_ => true);

    /// <summary>The activations that ONNX Runtime has in float and in double: it has Softplus only in float.</summary>
    public static TheoryData<string, int> LinksAndOutputsOfOnnxRuntime => Kinds(link => link != Activation.Softplus.Name);

    public static FrozenPerceptron<T> Of<T>(string link, int outputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // The last digit of a large logit changes many digits of its exponential: in float no two orders of sums agree.
        double largest = link == Activation.Exp.Name ? 0.25 : 1;
        return FrozenPerceptron.FromWeights<T>(
            Inputs,
            Numbers.Random<T>(outputs * Inputs, seed: 1, low: -largest, high: largest),
            Numbers.Random<T>(outputs, seed: 2),
            _links[link],
            isClassifier: true,
            thresholdLogit: outputs == 1 ? T.CreateTruncating(0.375) : T.Zero);
    }

    private static TheoryData<string, int> Kinds(Func<string, bool> isWanted)
    {
        var data = new TheoryData<string, int>();
        foreach (string link in _links.Keys.Where(isWanted))
        {
            if (link != Activation.Softmax.Name)
            {
                data.Add(link, 1);
            }

            data.Add(link, 4);
        }

        return data;
    }
}
