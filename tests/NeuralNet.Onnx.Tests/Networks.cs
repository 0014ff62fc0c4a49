using System.Numerics;
using NeuralNet.Core;

namespace NeuralNet.Onnx.Tests;

/// <summary>Networks with every link, of one and of several outputs.</summary>
internal static class Networks
{
    public static TheoryData<string, int> Links { get; } = new()
    {
        { "identity", 1 }, { "identity", 3 }, { "sigmoid", 1 }, { "sigmoid", 4 }, { "tanh", 2 }, { "step", 1 }, { "step", 3 },
        { "relu", 2 }, { "softplus", 2 }, { "exp", 1 }, { "softmax", 2 }, { "softmax", 10 },
    };

    public static Activation Link(string name) => Array.Find(
        [
            Activation.Identity, Activation.Sigmoid, Activation.Tanh, Activation.Step, Activation.ReLU, Activation.Softplus,
            Activation.Exp, Activation.Softmax,
        ],
        link => link.Name == name)!;

    public static FrozenPerceptron<T> Draw<T>(string link, int outputs, int inputs = 7, bool isNamed = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] weights = Numbers<T>(inputs * outputs, 1);
        T[] bias = Numbers<T>(outputs, 2);
        bool hasThreshold = outputs == 1 && link is "sigmoid" or "step";
        return FrozenPerceptron.FromWeights<T>(
            inputs,
            weights,
            bias,
            Link(link),
            hasThreshold && outputs == 1 ? T.CreateTruncating(0.25) : T.Zero,
            isNamed ? [.. Enumerable.Range(0, inputs).Select(input => $"λ\"{input}🦊")] : null,
            isNamed ? [.. Enumerable.Range(0, Math.Max(2, outputs)).Select(label => $"class {label}")] : null);
    }

    /// <summary>Numbers in [-1, 1).</summary>
    public static T[] Numbers<T>(int count, int seed)
        where T : INumberBase<T>
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => T.CreateTruncating((2 * random.NextDouble()) - 1))];
    }
}
