using System.Numerics;
using NeuralNet.Core;

namespace NeuralNet.Onnx.Import;

/// <summary>What a graph comes to: weights <c>[outputs x inputs]</c>, bias <c>[outputs]</c> and the link.</summary>
internal sealed record Layer<T>(int Inputs, T[] Weights, T[] Bias, Activation Link)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
