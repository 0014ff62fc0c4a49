using System.Numerics;
using Google.Protobuf;
using NeuralNet.Core;
using NeuralNet.Core.Persistence;

namespace NeuralNet.Onnx;

/// <summary>Networks as ONNX, to predict with in any language.</summary>
public static class OnnxExtensions
{
    /// <summary>
    /// Saves the network as an ONNX graph of opset 17: <c>inputs</c> <c>[rows, inputs]</c> through Gemm and the link to
    /// <c>predictions</c> <c>[rows, outputs]</c>, with <c>label</c>, <c>labels</c> and <c>probabilities</c> where there are
    /// classes. The file is written beside its final name and renamed.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file, such as <c>model.onnx</c>; one that exists is replaced.</param>
    /// <exception cref="ArgumentNullException">There is no network.</exception>
    /// <exception cref="ArgumentException">The path is null or empty.</exception>
    /// <exception cref="NotSupportedException">The link is a user's own, which ONNX has no operator for.</exception>
    /// <exception cref="IOException">The file can't be written; an old one is unchanged.</exception>
    public static void SaveOnnx<T>(this FrozenPerceptron<T> network, string path)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        byte[] bytes = network.ToOnnx();
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    /// <summary>Writes the graph of <see cref="SaveOnnx{T}(FrozenPerceptron{T}, string)"/> to a stream, from its position on.</summary>
    /// <param name="network">The network.</param>
    /// <param name="destination">The stream; it stays open.</param>
    /// <exception cref="ArgumentNullException">There is no network, or no stream.</exception>
    /// <exception cref="NotSupportedException">The link is a user's own.</exception>
    public static void SaveOnnx<T>(this FrozenPerceptron<T> network, Stream destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(destination);
        destination.Write(network.ToOnnx());
    }

    /// <summary>Saves as <see cref="SaveOnnx{T}(FrozenPerceptron{T}, string)"/>.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file; one that exists is replaced.</param>
    /// <param name="cancellationToken">Gives up; an old file is unchanged.</param>
    /// <exception cref="ArgumentNullException">There is no network.</exception>
    /// <exception cref="ArgumentException">The path is null or empty.</exception>
    /// <exception cref="NotSupportedException">The link is a user's own.</exception>
    public static Task SaveOnnxAsync<T>(
        this FrozenPerceptron<T> network, string path, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        byte[] bytes = network.ToOnnx();
        return AtomicFile.WriteAsync(path, stream => stream.WriteAsync(bytes, cancellationToken).AsTask(), cancellationToken);
    }

    /// <summary>Writes as <see cref="SaveOnnx{T}(FrozenPerceptron{T}, Stream)"/>.</summary>
    /// <param name="network">The network.</param>
    /// <param name="destination">The stream; it stays open.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentNullException">There is no network, or no stream.</exception>
    /// <exception cref="NotSupportedException">The link is a user's own.</exception>
    public static Task SaveOnnxAsync<T>(
        this FrozenPerceptron<T> network, Stream destination, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(destination);
        return destination.WriteAsync(network.ToOnnx(), cancellationToken).AsTask();
    }

    /// <summary>The bytes that <see cref="SaveOnnx{T}(FrozenPerceptron{T}, string)"/> would write: equal networks give equal bytes.</summary>
    /// <param name="network">The network.</param>
    /// <exception cref="ArgumentNullException">There is no network.</exception>
    /// <exception cref="NotSupportedException">The link is a user's own.</exception>
    public static byte[] ToOnnx<T>(this FrozenPerceptron<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        return OnnxWriter.Model(network).ToByteArray();
    }
}
