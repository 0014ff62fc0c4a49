using NeuralNet.Core;

namespace NeuralNet.Data;

/// <content>The class of a record with its name, its probability and the version of the model.</content>
public sealed partial class RecordPredictor<TRecord, T>
{
    /// <summary>
    /// Predicts the class of one record, with its name, its probability and the version of the model, all from the same model of a host.
    /// </summary>
    /// <param name="record">The record.</param>
    /// <exception cref="RecordException">The record can't be encoded.</exception>
    /// <exception cref="InvalidOperationException">
    /// The network is no classifier, or gives no probabilities (its output activation is neither the sigmoid with one output nor softmax), or
    /// a host has a model with another fitted encoder.
    /// </exception>
    public RecordClass<T> Classify(TRecord record)
    {
        (IPredictor<T> network, FittedEncoder<TRecord> encoder) = Current();
        if (encoder.IsHashed)
        {
            return ClassifySparse(network, encoder, record);
        }

        using var buffer = new RowBuffer<T>(stackalloc T[RowBuffer<T>.OnStack], encoder.InputCount);
        encoder.EncodeRow(record, buffer.Values, row: null);
        return Classify(network, buffer.Values, network.PredictClass(buffer.Values));
    }

    /// <summary>Predicts the class of each of many records, as for one, all by the same model of a host.</summary>
    /// <param name="records">The records.</param>
    /// <param name="destination">Receives the classes <c>[records]</c>; may be longer. After an error its contents have no meaning.</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    /// <exception cref="RecordException">A record can't be encoded; the message names its row, if there are several.</exception>
    /// <exception cref="InvalidOperationException">As for one record.</exception>
    public void Classify(ReadOnlySpan<TRecord> records, Span<RecordClass<T>> destination)
    {
        (IPredictor<T> network, FittedEncoder<TRecord> encoder) = Current();
        Room.Check(destination, records.Length, each: 1);
        if (encoder.IsHashed)
        {
            ClassifySparse(network, encoder, records, destination);
            return;
        }

        int width = encoder.InputCount;
        int most = TileRows(encoder);
        using var buffer = new RowBuffer<T>(default, Math.Min(most, records.Length) * width);
        for (int first = 0; first < records.Length; first += most)
        {
            ReadOnlySpan<TRecord> tile = records.Slice(first, Math.Min(most, records.Length - first));
            Span<T> rows = buffer.Values[..(tile.Length * width)];
            encoder.EncodeRows(tile, rows, FittedEncoder<TRecord>.FirstRow(records.Length) + first);
            for (int row = 0; row < tile.Length; row++)
            {
                Span<T> one = rows.Slice(row * width, width);
                destination[first + row] = Classify(network, one, network.PredictClass(one));
            }
        }
    }

    /// <param name="predictor">The network.</param>
    /// <param name="row">The row, dense or sparse.</param>
    /// <param name="index">Its class, of the same network.</param>
    private static RecordClass<T> Classify(IPredictor<T> predictor, Rows<T> row, int index)
    {
        var network = predictor as Predictor<T>;
        var published = predictor as PublishedPerceptron<T>;
        ThrowIfNoProbabilities(network);
        using var predictions = new RowBuffer<T>(stackalloc T[RowBuffer<T>.OnStack], predictor.OutputCount);

        // By the model of a publication, so that the meter of the host counts the row once.
        (published?.Model ?? predictor).Predict(row, predictions.Values);
        return new()
        {
            Index = index,
            Name = index < 0 ? null : network?.ClassNames?[index],
            Probability = index < 0 ? T.NaN : Probability(predictions.Values, index),
            Version = published?.Version,
        };
    }

    /// <summary>One output is the probability of the second of two classes.</summary>
    private static T Probability(ReadOnlySpan<T> predictions, int index) =>
        predictions.Length > 1 ? predictions[index] : index == 0 ? T.One - predictions[0] : predictions[0];

    private static void ThrowIfNoProbabilities(Predictor<T>? network)
    {
        if (network is not null && network.OutputActivation != (network.OutputCount == 1 ? Activation.Sigmoid : Activation.Softmax))
        {
            throw new InvalidOperationException(
                $"The network gives no probabilities of classes: its output activation is {network.OutputActivation.Name}. Call PredictClass or PredictClassName.");
        }
    }
}
