using System.Numerics;
using NeuralNet.Common;
using NeuralNet.Core;
using NeuralNet.Onnx.Export;

namespace NeuralNet.Onnx;

/// <summary>
/// Saves networks as ONNX models, for ONNX Runtime and other programs, and loads ONNX models of one layer.
/// </summary>
/// <remarks>
/// <para>A saved model takes <c>inputs</c> <c>[rows x inputs]</c>, with any number of rows per call, and returns
/// <c>predictions</c> <c>[rows x outputs]</c>, both with the element type of the network. The model of a classifier also returns
/// <c>label</c> <c>[rows]</c>, int64, the class of <see cref="Predictor{T}.PredictClasses(Rows{T}, Span{int}, ReadOnlySpan{T})"/>, including the
/// threshold. If the output activation is softmax, or the sigmoid of one output, it returns <c>probabilities</c>
/// <c>[rows x classes]</c>; if it is the sigmoid of several outputs, <c>labels</c> <c>[rows x outputs]</c>, bool. Names, threshold and
/// version are properties of the model. Opset 17, IR version 8. The same network gives the same bytes.</para>
/// <para>Predictions of other programs may differ in the last digit. A row with NaN has the class -1 in this library, and 0 or
/// more in other programs.</para>
/// <para>A model has no input for the offsets of logits, so a network trained with offsets (<see cref="Predictor{T}.HasOffsets"/>) is not
/// saved.</para>
/// </remarks>
public static partial class OnnxModel
{
    /// <summary>
    /// Saves a network as an ONNX model. The file is written under a temporary name and renamed, so a reader finds either the whole old
    /// file or the whole new one.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>; the element type of the model.</typeparam>
    /// <param name="network">The network.</param>
    /// <param name="path">The file, such as <c>model.onnx</c>; an existing file is replaced.</param>
    /// <exception cref="ArgumentNullException">The network is null.</exception>
    /// <exception cref="ArgumentException">The path is null or empty.</exception>
    /// <exception cref="NotSupportedException">The output activation is a custom one, or the network was trained with offsets.</exception>
    /// <exception cref="InvalidOperationException">The model would be larger than 1 GiB.</exception>
    /// <exception cref="IOException">The file can't be written; an existing file stays unchanged.</exception>
    public static void Save<T>(FrozenPerceptron<T> network, string path)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] bytes = ToBytes(network);
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    /// <summary>Writes a network as an ONNX model to a stream, starting at its position.</summary>
    /// <inheritdoc cref="Save{T}(FrozenPerceptron{T}, string)"/>
    /// <param name="network">The network.</param>
    /// <param name="destination">The stream; it stays open.</param>
    /// <exception cref="ArgumentNullException">The network or the stream is null.</exception>
    /// <exception cref="NotSupportedException">The output activation is a custom one, or the network was trained with offsets.</exception>
    /// <exception cref="InvalidOperationException">The model would be larger than 1 GiB.</exception>
    public static void Save<T>(FrozenPerceptron<T> network, Stream destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(destination);
        destination.Write(ToBytes(network));
    }

    /// <summary>Saves a network as an ONNX model, as <see cref="Save{T}(FrozenPerceptron{T}, string)"/> does.</summary>
    /// <inheritdoc cref="Save{T}(FrozenPerceptron{T}, string)"/>
    /// <param name="network">The network.</param>
    /// <param name="path">The file; an existing file is replaced.</param>
    /// <param name="cancellationToken">Cancels the save; an existing file stays unchanged.</param>
    public static Task SaveAsync<T>(FrozenPerceptron<T> network, string path, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] bytes = ToBytes(network);
        return AtomicFile.WriteAsync(path, stream => stream.WriteAsync(bytes, cancellationToken).AsTask(), cancellationToken);
    }

    /// <summary>Writes a network as an ONNX model to a stream, as <see cref="Save{T}(FrozenPerceptron{T}, Stream)"/> does.</summary>
    /// <inheritdoc cref="Save{T}(FrozenPerceptron{T}, Stream)"/>
    /// <param name="network">The network.</param>
    /// <param name="destination">The stream; it stays open.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    public static Task SaveAsync<T>(FrozenPerceptron<T> network, Stream destination, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(destination);
        return destination.WriteAsync(ToBytes(network), cancellationToken).AsTask();
    }

    /// <summary>Returns the bytes that <see cref="Save{T}(FrozenPerceptron{T}, string)"/> would write.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>; the element type of the model.</typeparam>
    /// <param name="network">The network.</param>
    /// <exception cref="ArgumentNullException">The network is null.</exception>
    /// <exception cref="NotSupportedException">The output activation is a custom one, or the network was trained with offsets.</exception>
    /// <exception cref="InvalidOperationException">The model would be larger than 1 GiB.</exception>
    public static byte[] ToBytes<T>(FrozenPerceptron<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        if (network.HasOffsets)
        {
            throw new NotSupportedException(
                "This network was trained with offsets, and an ONNX model of one layer has no input for them. For predictions at an offset of 0 export the network that FrozenPerceptron.FromWeights makes of its weights, bias and output activation; offsets belong to the logits, before the activation.");
        }

        return OneLayerModel.BytesOf(network);
    }
}
