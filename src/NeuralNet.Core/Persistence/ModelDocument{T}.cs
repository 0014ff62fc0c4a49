using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
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

    /// <summary>The bytes that tensors whose zeros are left out may still take.</summary>
    private long _room;

    private long _dataLength;

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
            if (tensor.Type == TensorType.I32 && tensor.Name.EndsWith(SparseTensor.Indices, StringComparison.Ordinal))
            {
                continue;
            }

            if (tensor.Type != type)
            {
                throw new ModelFormatException(
                    $"The tensor '{Shown.Text(tensor.Name)}' of the file has the type {tensor.Type}, but the model is loaded as {typeof(T).Name}. Load F64 as double and F32 as float.");
            }

            var values = new T[tensor.Count];
            file.CopyTo<T>(tensor, values, allowNonFinite: false);
            document._tensors.Add(tensor.Name, new(tensor.Name, [.. tensor.Shape], values));
        }

        document._dataLength = file.Header.DataLength;
        document._room = SparseTensor.MostBytes(document._dataLength);
        document.Join(file);
        return document;
    }

    /// <summary>Makes one tensor of numbers and their indices, once both are checked.</summary>
    private void Join(SafetensorsFile file)
    {
        foreach (Tensor tensor in file.Header.Tensors)
        {
            string name = tensor.Type == TensorType.I32 ? tensor.Name[..^SparseTensor.Indices.Length] : string.Empty;
            if (!ModelTensors.IsKnown(name))
            {
                continue;
            }

            if (!_tensors.Remove(name + SparseTensor.Values, out TensorValues<T>? values))
            {
                throw new ModelFormatException($"The file has the tensor '{tensor.Name}' without '{name}{SparseTensor.Values}', the numbers at these indices.");
            }

            if (tensor.Shape.Count != 1 || !tensor.Shape.SequenceEqual(values.Shape))
            {
                throw new ModelFormatException($"The tensor '{tensor.Name}' has the shape {Text([.. tensor.Shape])}, and '{values.Name}' has {Text(values.Shape)}; both have one number for each weight that is given.");
            }

            int[] indices = file.Indices(tensor);
            SparseTensor.Check(name, indices);
            if (!_tensors.TryAdd(name, new(name, [], values.Values, indices)))
            {
                throw new ModelFormatException($"The file has the tensor '{name}' twice, with its zeros and without them.");
            }
        }

        foreach (string name in _tensors.Keys)
        {
            if (name.EndsWith(SparseTensor.Values, StringComparison.Ordinal) && ModelTensors.IsKnown(name[..^SparseTensor.Values.Length]))
            {
                throw new ModelFormatException($"The file has the tensor '{name}' without its '{SparseTensor.Indices}'.");
            }
        }
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
        return tensor.Indices is { } indices ? WithZeros(tensor, indices, shape)
            : shape.SequenceEqual(tensor.Shape)
            ? tensor.Values
            : throw new ModelFormatException($"The tensor '{name}' has the shape {Text(tensor.Shape)}; {Text(shape)} is needed.");
    }

    /// <summary>Writes out the zeros of a tensor, unless they take more memory than the file justifies.</summary>
    private T[] WithZeros(TensorValues<T> tensor, int[] indices, ReadOnlySpan<int> shape)
    {
        long count = 1;
        foreach (int length in shape)
        {
            // At most two dimensions, so the product fits; one below 0 is of a hostile record.
            count *= Math.Max(length, 0);
        }

        if (indices is [.., var last] && last >= count)
        {
            throw new ModelFormatException(FormattableString.Invariant(
                $"'{tensor.Name}{SparseTensor.Indices}' has {last} at {indices.Length - 1}, but the tensor of the shape {Text(shape)} has {count} numbers."));
        }

        if (count > Math.Min(_room / Unsafe.SizeOf<T>(), Array.MaxLength))
        {
            throw new ModelFormatException(FormattableString.Invariant(
                $"The tensor '{tensor.Name}' of the shape {Text(shape)} has {count} numbers with its zeros, and the file has {tensor.Values.Length} of them. A file with {_dataLength} bytes of numbers may take {SparseTensor.MostBytes(_dataLength)} bytes for all tensors whose zeros it leaves out, so that a short one does not take all memory. It is hostile, or was not written by this library."));
        }

        _room -= count * Unsafe.SizeOf<T>();
        var values = new T[count];
        for (int position = 0; position < indices.Length; position++)
        {
            values[indices[position]] = tensor.Values[position];
        }

        _tensors[tensor.Name] = new(tensor.Name, [.. shape], values) { IsRead = true };
        return values;
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

    /// <summary>Returns the metadata of the file, except for the version of the format and the checksum.</summary>
    public Dictionary<string, string> ToMetadata()
    {
        var metadata = new Dictionary<string, string>(Metadata, StringComparer.Ordinal)
        {
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
