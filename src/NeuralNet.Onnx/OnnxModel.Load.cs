using System.Numerics;
using NeuralNet.Core;
using NeuralNet.Onnx.Import;

namespace NeuralNet.Onnx;

/// <content>From what this library or another program wrote.</content>
public static partial class OnnxModel
{
    /// <summary>The network of an ONNX model that has one layer.</summary>
    /// <remarks>
    /// <para>A layer is a Gemm, or a MatMul with or without an Add, with constant weights in FLOAT, DOUBLE, FLOAT16 or BFLOAT16,
    /// which are converted to T; after it Sigmoid, Softmax, Tanh, Relu, Softplus, Exp, the step (Greater than 0, then Cast), or
    /// nothing. Or it is a LinearClassifier or LinearRegressor of ai.onnx.ml, as scikit-learn's exporter writes, with the
    /// post_transform NONE, LOGISTIC or SOFTMAX, and after it ZipMap and a Normalizer that changes nothing. Two classes whose rows
    /// of coefficients are each other's negative become one output. A Scaler before the layer is folded into its weights.</para>
    /// <para>Of several outputs of the graph the one beside the labels of a classifier counts, or the one named
    /// <c>predictions</c>. Names, threshold and classes come from models that this library wrote, and from class labels other
    /// than the integers from 0 on; for others the output activation says which classes there are, as in
    /// <see cref="FrozenPerceptron.FromWeights"/>.</para>
    /// <para>Nothing of a file is trusted: it is counted before it is parsed, numbers must be finite, and what is not understood is
    /// refused. Files have at most 1 GiB, all data inside, 256 nodes, 256 inputs and outputs, 4,096 messages of the format, 65,536
    /// names, labels and dimensions, and 1,048,576 numbers that are listed as integers. An import allocates at most 32 bytes for
    /// each byte of the file, and 32 MiB besides.</para>
    /// </remarks>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>, whatever the type of the model.</typeparam>
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

    /// <summary>The network of an ONNX model in a stream, from its position to its end.</summary>
    /// <inheritdoc cref="Load{T}(string)"/>
    /// <param name="source">The stream; it stays open.</param>
    /// <exception cref="ModelFormatException">The bytes are no ONNX model, are damaged, or have anything but one layer.</exception>
    /// <exception cref="ArgumentNullException">There is no stream.</exception>
    /// <exception cref="NotSupportedException">T is neither float nor double.</exception>
    public static FrozenPerceptron<T> Load<T>(Stream source)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(source);
        return Load<T>(ModelBytes.Read(source).Span);
    }

    /// <summary>The network of an ONNX model in memory.</summary>
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

    /// <summary>Loads as <see cref="Load{T}(string)"/>.</summary>
    /// <inheritdoc cref="Load{T}(string)"/>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Gives up.</param>
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

    /// <summary>Loads as <see cref="Load{T}(Stream)"/>.</summary>
    /// <inheritdoc cref="Load{T}(Stream)"/>
    /// <param name="source">The stream; it stays open.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<FrozenPerceptron<T>> LoadAsync<T>(Stream source, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(source);
        ReadOnlyMemory<byte> bytes = await ModelBytes.ReadAsync(source, cancellationToken).ConfigureAwait(false);
        return Load<T>(bytes.Span);
    }
}
