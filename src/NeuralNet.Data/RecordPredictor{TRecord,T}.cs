using System.Numerics;
using NeuralNet.Core;

namespace NeuralNet.Data;

/// <summary>
/// Predicts records: encodes each, with hashed columns as a sparse row, and predicts its row. Any number of threads may use it if the network
/// is frozen or in a host, and the delegates of the columns allow it. Allocates nothing, unless a delegate does.
/// </summary>
/// <typeparam name="TRecord">The type of a record.</typeparam>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed partial class RecordPredictor<TRecord, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The number of values of a tile: small enough for the second-level cache, large enough for the loops of the network.</summary>
    private const int TileValues = 8192;

    private readonly PerceptronHost<T>? _host;
    private readonly RowEncoder<TRecord>? _description;

    /// <summary>The network of the last call with its encoder; those of a host may change.</summary>
    private volatile Pair _last;

    /// <param name="encoder">The fitted encoder of the network, at present that of a host.</param>
    /// <param name="predictor">What predicts the rows.</param>
    /// <param name="description">Loads the encoder of each new model of a host; null if all have the same one.</param>
    internal RecordPredictor(FittedEncoder<TRecord> encoder, IPredictor<T> predictor, RowEncoder<TRecord>? description = null)
    {
        Predictor = predictor;
        _host = predictor as PerceptronHost<T>;
        _description = description;
        _last = new(_host?.Current ?? predictor, encoder);
    }

    /// <summary>What encodes the records: the encoder of the last model that was used.</summary>
    public FittedEncoder<TRecord> Encoder => _last.Encoder;

    /// <summary>What predicts the rows.</summary>
    public IPredictor<T> Predictor { get; }

    /// <summary>Predicts one record, by a network with one output.</summary>
    /// <param name="record">The record.</param>
    /// <exception cref="RecordException">The record can't be encoded: <see cref="FittedEncoder{TRecord}.Encode{T}(TRecord, Span{T})"/>.</exception>
    /// <exception cref="InvalidOperationException">The network has several outputs, or a host has a model with another fitted encoder.</exception>
    public T Predict(TRecord record)
    {
        (IPredictor<T> network, FittedEncoder<TRecord> encoder) = Current();
        if (encoder.IsHashed)
        {
            return PredictSparse(network, encoder, record);
        }

        using var buffer = new RowBuffer<T>(stackalloc T[RowBuffer<T>.OnStack], encoder.InputCount);
        encoder.EncodeRow(record, buffer.Values, row: null);
        return network.Predict(buffer.Values);
    }

    /// <summary>Predicts the class of one record; -1 if a logit is NaN.</summary>
    /// <param name="record">The record.</param>
    /// <exception cref="RecordException">The record can't be encoded.</exception>
    /// <exception cref="InvalidOperationException">The network is no classifier, or a host has a model with another fitted encoder.</exception>
    public int PredictClass(TRecord record)
    {
        (IPredictor<T> network, FittedEncoder<TRecord> encoder) = Current();
        if (encoder.IsHashed)
        {
            return PredictSparseClass(network, encoder, record);
        }

        using var buffer = new RowBuffer<T>(stackalloc T[RowBuffer<T>.OnStack], encoder.InputCount);
        encoder.EncodeRow(record, buffer.Values, row: null);
        return network.PredictClass(buffer.Values);
    }

    /// <summary>Predicts the name of the class of one record; null if a logit is NaN.</summary>
    /// <param name="record">The record.</param>
    /// <exception cref="RecordException">The record can't be encoded.</exception>
    /// <exception cref="InvalidOperationException">The network is no classifier or has no class names, or a host has a model with another fitted encoder.</exception>
    public string? PredictClassName(TRecord record)
    {
        (IPredictor<T> predictor, FittedEncoder<TRecord> encoder) = Current();
        if (predictor is not Predictor<T> network)
        {
            throw new InvalidOperationException("A predictor that is no network has no class names. Call PredictClass for the index.");
        }

        if (encoder.IsHashed)
        {
            return PredictSparseClassName(network, encoder, record);
        }

        using var buffer = new RowBuffer<T>(stackalloc T[RowBuffer<T>.OnStack], encoder.InputCount);
        encoder.EncodeRow(record, buffer.Values, row: null);
        return network.PredictClassName(buffer.Values);
    }

    /// <summary>Predicts many records, all by the same model of a host. Gives the same bits as one by one.</summary>
    /// <param name="records">The records, such as an array, or <c>CollectionsMarshal.AsSpan</c> of a list.</param>
    /// <param name="destination">Receives the predictions <c>[records x outputs]</c>; may be longer. After an error its contents have no meaning.</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    /// <exception cref="RecordException">A record can't be encoded; the message names its row.</exception>
    /// <exception cref="InvalidOperationException">A host has a model with another fitted encoder.</exception>
    public void Predict(ReadOnlySpan<TRecord> records, Span<T> destination)
    {
        (IPredictor<T> network, FittedEncoder<TRecord> encoder) = Current();
        int outputs = network.OutputCount;
        Room.Check(destination, records.Length, outputs);
        if (encoder.IsHashed)
        {
            PredictSparse(network, encoder, records, destination);
            return;
        }

        int most = TileRows(encoder);
        using var buffer = new RowBuffer<T>(default, Math.Min(most, records.Length) * encoder.InputCount);
        for (int row = 0; row < records.Length; row += most)
        {
            ReadOnlySpan<TRecord> tile = records.Slice(row, Math.Min(most, records.Length - row));
            Span<T> rows = buffer.Values[..(tile.Length * encoder.InputCount)];
            encoder.EncodeRows(tile, rows, FittedEncoder<TRecord>.FirstRow(records.Length) + row);
            network.Predict(rows, destination.Slice(row * outputs, tile.Length * outputs));
        }
    }

    /// <summary>Predicts the class of each of many records, all by the same model of a host.</summary>
    /// <param name="records">The records.</param>
    /// <param name="destination">Receives the classes <c>[records]</c>; may be longer. After an error its contents have no meaning.</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    /// <exception cref="RecordException">A record can't be encoded; the message names its row.</exception>
    /// <exception cref="InvalidOperationException">The network is no classifier, or a host has a model with another fitted encoder.</exception>
    public void PredictClasses(ReadOnlySpan<TRecord> records, Span<int> destination)
    {
        (IPredictor<T> network, FittedEncoder<TRecord> encoder) = Current();
        Room.Check(destination, records.Length, each: 1);
        if (encoder.IsHashed)
        {
            PredictSparseClasses(network, encoder, records, destination);
            return;
        }

        int most = TileRows(encoder);
        using var buffer = new RowBuffer<T>(default, Math.Min(most, records.Length) * encoder.InputCount);
        for (int row = 0; row < records.Length; row += most)
        {
            ReadOnlySpan<TRecord> tile = records.Slice(row, Math.Min(most, records.Length - row));
            Span<T> rows = buffer.Values[..(tile.Length * encoder.InputCount)];
            encoder.EncodeRows(tile, rows, FittedEncoder<TRecord>.FirstRow(records.Length) + row);
            network.PredictClasses(rows, destination.Slice(row, tile.Length));
        }
    }

    private static int TileRows(FittedEncoder<TRecord> encoder) => Math.Max(1, TileValues / encoder.InputCount);

    /// <summary>
    /// Returns the network of this call and its encoder. A host knows nothing of encoders: a model that was trained on other medians would be
    /// misread, so each new one is checked, or its encoder loaded, once.
    /// </summary>
    private Pair Current()
    {
        Pair last = _last;
        if (_host is null || ReferenceEquals(last.Network, _host.Current))
        {
            return last;
        }

        PublishedPerceptron<T> current = _host.Current;
        if (_description is not null)
        {
            try
            {
                return _last = new(current, _description.Load(current));
            }
            catch (ModelFormatException problem)
            {
                throw new InvalidOperationException($"The new model of the host does not fit the description of the columns. {problem.Message}", problem);
            }
        }

        return NetworkCheck.Encoder(current, last.Encoder) is { } difference
            ? throw new InvalidOperationException(difference)
            : _last = new(current, last.Encoder);
    }

    /// <summary>A network and its encoder, replaced together.</summary>
    private sealed record Pair(IPredictor<T> Network, FittedEncoder<TRecord> Encoder);
}
