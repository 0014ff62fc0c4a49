using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NeuralNet.Common;

namespace NeuralNet.Core.Persistence;

/// <summary>The contents of a model file, between its bytes and the network.</summary>
internal sealed class ModelDocument<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The maximum length shown of a JSON error, which may quote the file.</summary>
    private const int LongestError = 400;

    private readonly Dictionary<string, TensorValues<T>> _tensors = new(StringComparer.Ordinal);

    public required ModelRecord Model { get; init; }

    /// <summary>The training settings; null in the file of a predictor.</summary>
    public TrainingRecord? Training { get; init; }

    /// <summary>The training progress; null if it was left out.</summary>
    public StateRecord? State { get; init; }

    public MetricsRecord? Metrics { get; init; }

    /// <summary>The metadata that does not belong to this library.</summary>
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>Builds a network from the document. A save calls it before writing a byte; null skips this check.</summary>
    public Action<ModelDocument<T>>? Reader { get; init; }

    public static ModelDocument<T> Read(SafetensorsFile file)
    {
        IReadOnlyDictionary<string, string> metadata = file.Header.Metadata;
        ModelKeys.CheckVersion(metadata);
        ModelKeys.CheckSum(metadata, file);
        ModelDocument<T> document = Read(metadata);
        TensorType type = typeof(T) == typeof(float) ? TensorType.F32 : TensorType.F64;
        foreach (Tensor tensor in file.Header.Tensors)
        {
            if (tensor.Type != type)
            {
                throw new ModelFormatException(
                    $"The tensor '{Shown.Text(tensor.Name)}' of the file has the type {tensor.Type}, but the model is loaded as {typeof(T).Name}. Load F64 as double and F32 as float.");
            }

            var values = new T[tensor.Count];
            file.CopyTo<T>(tensor, values, allowNonFinite: false);
            document._tensors.Add(tensor.Name, new(tensor.Name, [.. tensor.Shape], values));
        }

        return document;
    }

    /// <summary>
    /// Reads the document to be written as if from a file, except for the bytes of the numbers: the header, its records, and the network
    /// built from them.
    /// </summary>
    /// <exception cref="ModelFormatException">The document could not be loaded.</exception>
    public void Prove(ReadOnlySpan<byte> header, long dataBytes)
    {
        if (Reader is not null)
        {
            IReadOnlyDictionary<string, string> metadata = SafetensorsHeaderReader.Read(header, dataBytes).Metadata;
            ModelKeys.CheckVersion(metadata);
            ModelDocument<T> document = Read(metadata);
            foreach (TensorValues<T> tensor in _tensors.Values)
            {
                SafetensorsFile.CheckFinite<T>(tensor.Name, tensor.Values);
                document._tensors.Add(tensor.Name, tensor);
            }

            Reader(document);
        }
    }

    private static ModelDocument<T> Read(IReadOnlyDictionary<string, string> metadata)
    {
        var document = new ModelDocument<T>
        {
            Model = Record(metadata, ModelKeys.Model, ModelJson.Default.ModelRecord)
                ?? throw new ModelFormatException($"The file has no '{ModelKeys.Model}' in its metadata, so this library did not write it."),
            Training = Record(metadata, ModelKeys.Training, ModelJson.Default.TrainingRecord),
            State = Record(metadata, ModelKeys.State, ModelJson.Default.StateRecord),
            Metrics = Record(metadata, ModelKeys.Metrics, ModelJson.Default.MetricsRecord),
            Metadata = metadata.Where(pair => !ModelKeys.IsOwn(pair.Key)).ToDictionary(StringComparer.Ordinal),
        };
        return ModelKeys.TooMuch(document.Metadata) is { } reason ? throw new ModelFormatException(reason) : document;
    }

    public void Add(string name, ReadOnlySpan<T> values, params int[] shape) => Add(name, values.ToArray(), shape);

    /// <summary>Adds numbers without copying them.</summary>
    public void Add(string name, T[] values, int[] shape) => _tensors.Add(name, new(name, shape, values));

    public bool Has(string name) => _tensors.ContainsKey(name);

    /// <summary>Returns the numbers of a tensor, which must have the given shape.</summary>
    public T[] Values(string name, params ReadOnlySpan<int> shape)
    {
        if (!_tensors.TryGetValue(name, out TensorValues<T>? tensor))
        {
            throw new ModelFormatException($"The file has no tensor '{name}', which is required with the shape {Text(shape)}.");
        }

        tensor.IsRead = true;
        return shape.SequenceEqual(tensor.Shape)
            ? tensor.Values
            : throw new ModelFormatException($"The tensor '{name}' has the shape {Text(tensor.Shape)}; {Text(shape)} is needed.");
    }

    /// <summary>
    /// Rejects known tensors that no part of the loaded network used. Unknown tensors are ignored: a later version may define them.
    /// </summary>
    public void RefuseUnread()
    {
        foreach (TensorValues<T> tensor in _tensors.Values)
        {
            if (!tensor.IsRead && ModelTensors.MayBeAbsent(tensor.Name))
            {
                throw new ModelFormatException($"The file has the tensor '{tensor.Name}', but no setting or state that uses it.");
            }
        }
    }

    /// <summary>The tensors in the order of their names, so equal networks produce equal files.</summary>
    public IReadOnlyList<TensorValues<T>> Tensors => [.. _tensors.Values.OrderBy(tensor => tensor.Name, StringComparer.Ordinal)];

    /// <summary>Returns the metadata of the file, except for the checksum.</summary>
    public Dictionary<string, string> ToMetadata()
    {
        var metadata = new Dictionary<string, string>(Metadata, StringComparer.Ordinal)
        {
            [ModelKeys.FormatVersion] = ModelKeys.CurrentVersion,
            [ModelKeys.LibraryVersion] = LibraryVersion(),
        };
        Set(metadata, ModelKeys.Model, Model, ModelJson.Default.ModelRecord);
        Set(metadata, ModelKeys.Training, Training, ModelJson.Default.TrainingRecord);
        Set(metadata, ModelKeys.State, State, ModelJson.Default.StateRecord);
        Set(metadata, ModelKeys.Metrics, Metrics, ModelJson.Default.MetricsRecord);
        return metadata;
    }

    private static string Text(ReadOnlySpan<int> shape) =>
        $"[{string.Join(", ", shape.ToArray().Select(length => length.ToString(CultureInfo.InvariantCulture)))}]";

    private static string LibraryVersion() =>
        typeof(ModelDocument<T>).Assembly.GetName().Version is { } version
            ? string.Create(CultureInfo.InvariantCulture, $"{version.Major}.{version.Minor}.{version.Build}")
            : "0.0.0";

    private static void Set<TRecord>(
        Dictionary<string, string> metadata, string key, TRecord? record, JsonTypeInfo<TRecord> type)
        where TRecord : class
    {
        if (record is not null)
        {
            // Keeps names readable in the file.
            var buffer = new ArrayBufferWriter<byte>();
            using (var json = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            {
                JsonSerializer.Serialize(json, record, type);
            }

            metadata[key] = Encoding.UTF8.GetString(buffer.WrittenSpan);
        }
    }

    private static TRecord? Record<TRecord>(
        IReadOnlyDictionary<string, string> metadata, string key, JsonTypeInfo<TRecord> type)
        where TRecord : class
    {
        if (!metadata.TryGetValue(key, out string? text))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(text, type)
                ?? throw new ModelFormatException($"'{key}' in the metadata of the file is null.");
        }
        catch (JsonException error)
        {
            throw new ModelFormatException($"'{key}' in the metadata of the file can't be read: {Shown.Text(error.Message, LongestError)}");
        }
    }
}
