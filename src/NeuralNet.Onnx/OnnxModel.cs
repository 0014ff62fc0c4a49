using System.Numerics;
using NeuralNet.Core;

namespace NeuralNet.Onnx;

/// <summary>Networks of one layer from ONNX files.</summary>
public static class OnnxModel
{
    /// <summary>
    /// The network of an ONNX graph of one layer: Gemm, or MatMul with or without Add, and after it nothing, Sigmoid, Softmax,
    /// Tanh, Relu, Softplus, Exp or Identity, as PyTorch's <c>nn.Linear</c> and scikit-learn's linear models export, and all
    /// that <see cref="OnnxExtensions"/> writes. Numbers of half, single and double precision are converted to T.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelFormatException">The file is no ONNX, another graph, damaged or contradictory, or a number is NaN, infinite, or too large for T.</exception>
    /// <exception cref="ArgumentException">The path is null or empty.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="NotSupportedException">T is neither float nor double.</exception>
    public static FrozenPerceptron<T> Load<T>(string path)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return OnnxReader.Read<T>(File.ReadAllBytes(path));
    }

    /// <summary>The same from a stream, from its position to its end.</summary>
    /// <inheritdoc cref="Load{T}(string)"/>
    /// <param name="source">The stream; it stays open.</param>
    /// <exception cref="ArgumentNullException">There is no stream.</exception>
    public static FrozenPerceptron<T> Load<T>(Stream source)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(source);
        using var bytes = new MemoryStream();
        source.CopyTo(bytes);
        return OnnxReader.Read<T>(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    /// <summary>The same from the bytes of a file.</summary>
    /// <inheritdoc cref="Load{T}(string)"/>
    /// <param name="source">The bytes.</param>
    public static FrozenPerceptron<T> Load<T>(ReadOnlySpan<byte> source)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => OnnxReader.Read<T>(source);

    /// <inheritdoc cref="Load{T}(string)"/>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<FrozenPerceptron<T>> LoadAsync<T>(string path, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return OnnxReader.Read<T>(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false));
    }
}
