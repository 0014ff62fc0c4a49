using System.Numerics;
using NeuralNet.Core;

namespace NeuralNet.Onnx.Import;

/// <summary>The layer of a graph.</summary>
/// <param name="Inputs">The number of inputs.</param>
/// <param name="Weights">The weights <c>[outputs x inputs]</c>.</param>
/// <param name="Bias">The bias <c>[outputs]</c>.</param>
/// <param name="Link">The output activation.</param>
/// <param name="ClassNames">The class names of the graph; null if it has none.</param>
/// <param name="IsClassifier">Whether the layer predicts classes; null if the output activation decides.</param>
internal sealed record Layer<T>(
    int Inputs, T[] Weights, T[] Bias, Activation Link, string[]? ClassNames = null, bool? IsClassifier = null)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
