using NeuralNet.Data.Columns;

namespace NeuralNet.Data;

/// <content>Learning from records.</content>
public sealed partial class RowEncoder<TRecord>
{
    /// <summary>
    /// Learns what the columns need (categories, means, medians, quantiles) in one pass over the records. The description does not change,
    /// and if there is an error there is no half-fitted encoder.
    /// </summary>
    /// <param name="records">The records of the training, at least one. Leave out those of the test, or its metrics are too good.</param>
    /// <exception cref="ArgumentNullException">The records are null.</exception>
    /// <exception cref="RecordException">
    /// There are no records; a record is null; a delegate throws; a value is missing where that is refused, NaN, infinite, no level or has no
    /// logarithm; or there are more categories than allowed.
    /// </exception>
    /// <exception cref="InvalidOperationException">There are no columns, or two inputs have the same name.</exception>
    public FittedEncoder<TRecord> Fit(IEnumerable<TRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        var session = new FitSession<TRecord>(ColumnsOrThrow());
        foreach (TRecord record in records)
        {
            session.Add(record);
        }

        return session.Finish();
    }

    /// <summary>Learns as <see cref="Fit"/> does, from records that arrive one by one, such as those of a database.</summary>
    /// <param name="records">The records of the training, at least one.</param>
    /// <param name="cancellationToken">Cancels the pass.</param>
    /// <exception cref="ArgumentNullException">The records are null.</exception>
    /// <exception cref="RecordException">As for <see cref="Fit"/>.</exception>
    /// <exception cref="InvalidOperationException">There are no columns, or two inputs have the same name.</exception>
    /// <exception cref="OperationCanceledException">The pass was canceled.</exception>
    public async Task<FittedEncoder<TRecord>> FitAsync(IAsyncEnumerable<TRecord> records, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        var session = new FitSession<TRecord>(ColumnsOrThrow());
        await foreach (TRecord record in records.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            session.Add(record);
        }

        return session.Finish();
    }

    private Column<TRecord>[] ColumnsOrThrow() => _columns.Length > 0
        ? _columns
        : throw new InvalidOperationException("The description has no columns. Add some: RowEncoder.For<TRecord>().Number(...).Category(...).");
}
