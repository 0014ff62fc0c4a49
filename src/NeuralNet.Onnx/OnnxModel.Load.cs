using System.Numerics;
using NeuralNet.Core;
using NeuralNet.Onnx.Import;

namespace NeuralNet.Onnx;

/// <content>Loading models of this library and of other programs.</content>
public static partial class OnnxModel
{
    /// <summary>Loads the network of an ONNX model that has one layer.</summary>
    /// <remarks>
    /// <para>A layer is a Gemm, or a MatMul with or without an Add, with constant weights in FLOAT, DOUBLE, FLOAT16 or BFLOAT16, which
    /// are converted to T. It may be followed by Sigmoid, Softmax, Tanh, Relu, Softplus, Exp or the step (Greater than 0, then Cast). Or
    /// the layer is a LinearClassifier or LinearRegressor of ai.onnx.ml, as written by scikit-learn's exporter, with the post_transform
    /// NONE, LOGISTIC or SOFTMAX, and may be followed by a ZipMap and a Normalizer that changes nothing. Two classes whose rows of
    /// coefficients are each other's negative become one output. A Scaler before the layer is folded into its weights.</para>
    /// <para>If the graph has several outputs, the predictions are the one beside the labels of a classifier, or the one named
    /// <c>predictions</c>. Names, threshold and classes are loaded from models of this library; class names also from class labels
    /// other than the integers from 0. For other models the output activation decides the classes, as in
    /// <see cref="FrozenPerceptron.FromWeights"/>.</para>
    /// <para>Files are not trusted: the contents are counted before they are parsed, numbers must be finite, and anything unsupported
    /// is rejected. A file may have at most 1 GiB, with all data inside, 256 nodes, 256 inputs and outputs, 4,096 messages of the
    /// format, 65,536 names, labels and dimensions, and 1,048,576 numbers listed as integers. An import allocates at most 32 bytes per
    /// byte of the file, plus 32 MiB.</para>
    /// </remarks>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>, independent of the type of the model.</typeparam>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelFormatException">The file is no ONNX model, is damaged, or has anything but one layer.</exception>
    /// <exception cref="ArgumentException">The path is null or empty.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="NotSupportedException">T is neither float nor double.</exception>
    public static FrozenPerceptron<T> Load<T>(string path)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using FileStream stream = ModelBytes.Open(path, FileOptions.SequentialScan);
            return Load<T>(stream);
        }
        catch (ModelFormatException exception)
        {
            exception.FileName = path;
            throw;
        }
    }

    /// <summary>Loads the network of an ONNX model from a stream, from its position to its end.</summary>
    /// <inheritdoc cref="Load{T}(string)"/>
    /// <param name="source">The stream; it stays open.</param>
    /// <exception cref="ModelFormatException">The bytes are no ONNX model, are damaged, or have anything but one layer.</exception>
    /// <exception cref="ArgumentNullException">The stream is null.</exception>
    /// <exception cref="NotSupportedException">T is neither float nor double.</exception>
    public static FrozenPerceptron<T> Load<T>(Stream source)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(source);
        return Load<T>(ModelBytes.Read(source).Span);
    }

    /// <summary>Loads the network of an ONNX model from memory.</summary>
    /// <inheritdoc cref="Load{T}(string)"/>
    /// <param name="source">The bytes of the file.</param>
    /// <exception cref="ModelFormatException">The bytes are no ONNX model, are damaged, or have anything but one layer.</exception>
    /// <exception cref="NotSupportedException">T is neither float nor double.</exception>
    public static FrozenPerceptron<T> Load<T>(ReadOnlySpan<byte> source)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        _ = ElementType.Get<T>();
        return GraphReader.Read<T>(source);
    }

    /// <summary>Loads the network of an ONNX model, as <see cref="Load{T}(string)"/> does.</summary>
    /// <inheritdoc cref="Load{T}(string)"/>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Cancels loading.</param>
    public static async Task<FrozenPerceptron<T>> LoadAsync<T>(string path, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            FileStream stream = ModelBytes.Open(path, FileOptions.Asynchronous | FileOptions.SequentialScan);
            await using (stream.ConfigureAwait(false))
            {
                return await LoadAsync<T>(stream, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (ModelFormatException exception)
        {
            exception.FileName = path;
            throw;
        }
    }

    /// <summary>Loads the network of an ONNX model from a stream, as <see cref="Load{T}(Stream)"/> does.</summary>
    /// <inheritdoc cref="Load{T}(Stream)"/>
    /// <param name="source">The stream; it stays open.</param>
    /// <param name="cancellationToken">Cancels loading.</param>
    public static async Task<FrozenPerceptron<T>> LoadAsync<T>(Stream source, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(source);
        ReadOnlyMemory<byte> bytes = await ModelBytes.ReadAsync(source, cancellationToken).ConfigureAwait(false);
        return Load<T>(bytes.Span);
    }
}
