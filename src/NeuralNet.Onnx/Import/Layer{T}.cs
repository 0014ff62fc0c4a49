using System.Numerics;
using NeuralNet.Core;

namespace NeuralNet.Onnx.Import;

/// <summary>What a graph comes to.</summary>
/// <param name="Inputs">The numbers in a row.</param>
/// <param name="Weights">The weights <c>[outputs x inputs]</c>.</param>
/// <param name="Bias">The bias <c>[outputs]</c>.</param>
/// <param name="Link">The activation after it.</param>
/// <param name="ClassNames">What the graph calls the classes; null where it does not say.</param>
/// <param name="IsClassifier">Whether the logits tell classes; null where the output activation says it.</param>
internal sealed record Layer<T>(
    int Inputs, T[] Weights, T[] Bias, Activation Link, string[]? ClassNames = null, bool? IsClassifier = null)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
