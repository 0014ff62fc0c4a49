using System.Numerics;
using NeuralNet.Core;

namespace NeuralNet.Onnx;

/// <summary>Saving a network as an ONNX model, from the network itself.</summary>
public static class OnnxExtensions
{
    /// <inheritdoc cref="OnnxModel.Save{T}(FrozenPerceptron{T}, string)"/>
    public static void SaveOnnx<T>(this FrozenPerceptron<T> network, string path)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => OnnxModel.Save(network, path);

    /// <inheritdoc cref="OnnxModel.SaveAsync{T}(FrozenPerceptron{T}, string, CancellationToken)"/>
    public static Task SaveOnnxAsync<T>(
        this FrozenPerceptron<T> network, string path, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => OnnxModel.SaveAsync(network, path, cancellationToken);
}
