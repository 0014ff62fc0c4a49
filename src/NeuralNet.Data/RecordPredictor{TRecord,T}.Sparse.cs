using NeuralNet.Core;

namespace NeuralNet.Data;

/// <content>Sparse rows, of encoders with hashed columns.</content>
public sealed partial class RecordPredictor<TRecord, T>
{
    private static T PredictSparse(IPredictor<T> network, FittedEncoder<TRecord> encoder, TRecord record)
    {
        using var buffer = new SparseBuffer<T>(stackalloc int[SparseBuffer<T>.OnStack], stackalloc T[SparseBuffer<T>.OnStack], encoder.SparseLength);
        SparseRow<T> row = encoder.EncodeSparse(record, buffer.Indices, buffer.Values);
        if (network is Predictor<T> own)
        {
            return own.Predict(row);
        }

        T prediction = default;
        network.Predict(row, new Span<T>(ref prediction));
        return prediction;
    }

    private static int PredictSparseClass(IPredictor<T> network, FittedEncoder<TRecord> encoder, TRecord record)
    {
        using var buffer = new SparseBuffer<T>(stackalloc int[SparseBuffer<T>.OnStack], stackalloc T[SparseBuffer<T>.OnStack], encoder.SparseLength);
        return SparseClass(network, encoder.EncodeSparse(record, buffer.Indices, buffer.Values));
    }

    private static string? PredictSparseClassName(Predictor<T> network, FittedEncoder<TRecord> encoder, TRecord record)
    {
        using var buffer = new SparseBuffer<T>(stackalloc int[SparseBuffer<T>.OnStack], stackalloc T[SparseBuffer<T>.OnStack], encoder.SparseLength);
        return network.PredictClassName(encoder.EncodeSparse(record, buffer.Indices, buffer.Values));
    }

    private static RecordClass<T> ClassifySparse(IPredictor<T> network, FittedEncoder<TRecord> encoder, TRecord record)
    {
        using var buffer = new SparseBuffer<T>(stackalloc int[SparseBuffer<T>.OnStack], stackalloc T[SparseBuffer<T>.OnStack], encoder.SparseLength);
        SparseRow<T> row = encoder.EncodeSparse(record, buffer.Indices, buffer.Values);
        return Classify(network, row, SparseClass(network, row));
    }

    private static void PredictSparse(IPredictor<T> network, FittedEncoder<TRecord> encoder, ReadOnlySpan<TRecord> records, Span<T> destination)
    {
        int outputs = network.OutputCount;
        int most = SparseTileRows(encoder, records.Length);
        using var tile = new SparseTile<T>(most, encoder.SparseLength);
        for (int first = 0; first < records.Length; first += most)
        {
            SparseRows<T> rows = Encode(tile, encoder, records, first, most);
            network.Predict(rows, destination.Slice(first * outputs, rows.Count * outputs));
        }
    }

    private static void PredictSparseClasses(IPredictor<T> network, FittedEncoder<TRecord> encoder, ReadOnlySpan<TRecord> records, Span<int> destination)
    {
        int most = SparseTileRows(encoder, records.Length);
        using var tile = new SparseTile<T>(most, encoder.SparseLength);
        for (int first = 0; first < records.Length; first += most)
        {
            SparseRows<T> rows = Encode(tile, encoder, records, first, most);
            network.PredictClasses(rows, destination.Slice(first, rows.Count));
        }
    }

    private static void ClassifySparse(
        IPredictor<T> network, FittedEncoder<TRecord> encoder, ReadOnlySpan<TRecord> records, Span<RecordClass<T>> destination)
    {
        int most = SparseTileRows(encoder, records.Length);
        using var tile = new SparseTile<T>(most, encoder.SparseLength);
        for (int first = 0; first < records.Length; first += most)
        {
            SparseRows<T> rows = Encode(tile, encoder, records, first, most);
            for (int row = 0; row < rows.Count; row++)
            {
                SparseRow<T> one = rows[row];
                destination[first + row] = Classify(network, one, SparseClass(network, one));
            }
        }
    }

    private static SparseRows<T> Encode(SparseTile<T> tile, FittedEncoder<TRecord> encoder, ReadOnlySpan<TRecord> records, int first, int most) =>
        tile.Encode(encoder, records.Slice(first, Math.Min(most, records.Length - first)), FittedEncoder<TRecord>.FirstRow(records.Length) + first);

    private static int SparseClass(IPredictor<T> network, SparseRow<T> row)
    {
        int index = -1;
        network.PredictClasses(row, new Span<int>(ref index));
        return index;
    }

    private static int SparseTileRows(FittedEncoder<TRecord> encoder, int records) =>
        Math.Max(1, Math.Min(TileValues / encoder.SparseLength, records));
}
