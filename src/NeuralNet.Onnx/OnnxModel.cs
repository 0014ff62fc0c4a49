using System.Numerics;
using NeuralNet.Common;
using NeuralNet.Core;
using NeuralNet.Onnx.Export;

namespace NeuralNet.Onnx;

/// <summary>
/// Networks as ONNX models: for ONNX Runtime and whatever else reads them, and from what others wrote.
/// </summary>
/// <remarks>
/// <para>A model that is saved takes <c>inputs</c> <c>[rows x inputs]</c>, with any number of rows a call, and gives
/// <c>predictions</c> <c>[rows x outputs]</c>, both of the network's own type. A classifier also gives <c>label</c>
/// <c>[rows]</c>, int64, the class that <see cref="Predictor{T}.PredictClasses(Rows{T}, Span{int})"/> predicts,
/// the threshold included; where its output activation is softmax, or the sigmoid of one output, <c>probabilities</c>
/// <c>[rows x classes]</c>; where it is the sigmoid of several outputs, <c>labels</c> <c>[rows x outputs]</c>, bool. Names,
/// threshold and version are properties of the model. Opset 17, IR version 8; the same network gives the same bytes.</para>
/// <para>Other programs compute a prediction with another last digit. A row with NaN has the class -1 here, and 0 or more
/// there.</para>
/// </remarks>
public static partial class OnnxModel
{
    /// <summary>
    /// Saves a network as an ONNX model. The file is written beside its final name and renamed, so that a reader finds either
    /// the old file or the new one whole.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>; the element type of the model.</typeparam>
    /// <param name="network">The network.</param>
    /// <param name="path">The file, such as <c>model.onnx</c>; one that exists is replaced.</param>
    /// <exception cref="ArgumentNullException">There is no network.</exception>
    /// <exception cref="ArgumentException">The path is null or empty.</exception>
    /// <exception cref="NotSupportedException">The output activation is a user's own.</exception>
    /// <exception cref="InvalidOperationException">The model would be larger than 1 GiB.</exception>
    /// <exception cref="IOException">The file can't be written; an old one is unchanged.</exception>
    public static void Save<T>(FrozenPerceptron<T> network, string path)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] bytes = ToBytes(network);
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    /// <summary>Writes a network as an ONNX model to a stream, from its position on.</summary>
    /// <inheritdoc cref="Save{T}(FrozenPerceptron{T}, string)"/>
    /// <param name="network">The network.</param>
    /// <param name="destination">The stream; it stays open.</param>
    /// <exception cref="ArgumentNullException">There is no network, or no stream.</exception>
    /// <exception cref="NotSupportedException">The output activation is a user's own.</exception>
    /// <exception cref="InvalidOperationException">The model would be larger than 1 GiB.</exception>
    public static void Save<T>(FrozenPerceptron<T> network, Stream destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(destination);
        destination.Write(ToBytes(network));
    }

    /// <summary>Saves as <see cref="Save{T}(FrozenPerceptron{T}, string)"/>.</summary>
    /// <inheritdoc cref="Save{T}(FrozenPerceptron{T}, string)"/>
    /// <param name="network">The network.</param>
    /// <param name="path">The file; one that exists is replaced.</param>
    /// <param name="cancellationToken">Gives up; an old file is unchanged.</param>
    public static Task SaveAsync<T>(FrozenPerceptron<T> network, string path, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] bytes = ToBytes(network);
        return AtomicFile.WriteAsync(path, stream => stream.WriteAsync(bytes, cancellationToken).AsTask(), cancellationToken);
    }

    /// <summary>Writes as <see cref="Save{T}(FrozenPerceptron{T}, Stream)"/>.</summary>
    /// <inheritdoc cref="Save{T}(FrozenPerceptron{T}, Stream)"/>
    /// <param name="network">The network.</param>
    /// <param name="destination">The stream; it stays open.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task SaveAsync<T>(FrozenPerceptron<T> network, Stream destination, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(destination);
        return destination.WriteAsync(ToBytes(network), cancellationToken).AsTask();
    }

    /// <summary>The bytes that <see cref="Save{T}(FrozenPerceptron{T}, string)"/> would write.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>; the element type of the model.</typeparam>
    /// <param name="network">The network.</param>
    /// <exception cref="ArgumentNullException">There is no network.</exception>
    /// <exception cref="NotSupportedException">The output activation is a user's own.</exception>
    /// <exception cref="InvalidOperationException">The model would be larger than 1 GiB.</exception>
    public static byte[] ToBytes<T>(FrozenPerceptron<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        return OneLayerModel.BytesOf(network);
    }
}
