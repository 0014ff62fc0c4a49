using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace NeuralNet.Core.Persistence;

/// <summary>What stands in a file of this library, between the bytes and the network.</summary>
internal sealed class ModelDocument<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Dictionary<string, TensorValues<T>> _tensors = new(StringComparer.Ordinal);

    public required ModelRecord Model { get; init; }

    /// <summary>How the network is trained; null in the file of a predictor.</summary>
    public TrainingRecord? Training { get; init; }

    /// <summary>How far the training has come; null where it was left out.</summary>
    public StateRecord? State { get; init; }

    public MetricsRecord? Metrics { get; init; }

    /// <summary>What others have written into the metadata.</summary>
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    public static ModelDocument<T> Read(SafetensorsFile file)
    {
        IReadOnlyDictionary<string, string> metadata = file.Header.Metadata;
        ModelKeys.CheckVersion(metadata);
        ModelKeys.CheckSum(metadata, file);
        var document = new ModelDocument<T>
        {
            Model = Record(metadata, ModelKeys.Model, ModelJson.Default.ModelRecord)
                ?? throw new ModelFormatException($"The file has no '{ModelKeys.Model}' in its metadata, so it is none of this library."),
            Training = Record(metadata, ModelKeys.Training, ModelJson.Default.TrainingRecord),
            State = Record(metadata, ModelKeys.State, ModelJson.Default.StateRecord),
            Metrics = Record(metadata, ModelKeys.Metrics, ModelJson.Default.MetricsRecord),
            Metadata = metadata.Where(pair => !ModelKeys.IsOwn(pair.Key)).ToDictionary(StringComparer.Ordinal),
        };
        TensorType type = typeof(T) == typeof(float) ? TensorType.F32 : TensorType.F64;
        foreach (Tensor tensor in file.Header.Tensors)
        {
            if (tensor.Type != type)
            {
                throw new ModelFormatException(
                    $"The tensor '{tensor.Name}' of the file has the type {tensor.Type}, and it is to be loaded as {typeof(T).Name}. A network of double is in F64, one of float in F32: load it as what it is.");
            }

            var values = new T[tensor.Count];
            file.CopyTo<T>(tensor, values, allowNonFinite: false);
            document._tensors.Add(tensor.Name, new(tensor.Name, [.. tensor.Shape], values));
        }

        return document;
    }

    public void Add(string name, ReadOnlySpan<T> values, params int[] shape) =>
        _tensors.Add(name, new(name, shape, values.ToArray()));

    public bool Has(string name) => _tensors.ContainsKey(name);

    /// <summary>The numbers of a tensor of the given shape.</summary>
    public T[] Values(string name, params ReadOnlySpan<int> shape)
    {
        if (!_tensors.TryGetValue(name, out TensorValues<T>? tensor))
        {
            throw new ModelFormatException($"The file has no tensor '{name}', and needs one of the shape {Text(shape)}.");
        }

        return shape.SequenceEqual(tensor.Shape)
            ? tensor.Values
            : throw new ModelFormatException($"The tensor '{name}' has the shape {Text(tensor.Shape)}; {Text(shape)} is needed.");
    }

    /// <summary>The tensors in the order of their names, so that equal networks are equal files.</summary>
    public IReadOnlyList<TensorValues<T>> Tensors => [.. _tensors.Values.OrderBy(tensor => tensor.Name, StringComparer.Ordinal)];

    /// <summary>The metadata of the file, but for the checksum.</summary>
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
            // Names stay readable in the file.
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
            throw new ModelFormatException($"'{key}' in the metadata of the file can't be read: {error.Message}", error);
        }
    }
}
