using System.Numerics;
using System.Runtime.InteropServices;
using NeuralNet.Common;
using NeuralNet.Core;
using NeuralNet.Data.Columns;
using NeuralNet.Data.State;
using static System.FormattableString;

namespace NeuralNet.Data;

/// <summary>
/// Encodes records as rows of numbers, with what <see cref="RowEncoder{TRecord}.Fit"/> learned. Immutable: if the delegates allow it, any
/// number of threads may use it. The same record gives the same bits, alone or among others, before and after loading.
/// </summary>
/// <typeparam name="TRecord">The type of a record.</typeparam>
public sealed partial class FittedEncoder<TRecord>
{
    private readonly FittedColumn<TRecord>[] _columns;

    /// <summary>Where each column begins in a row.</summary>
    private readonly int[] _starts;
    private readonly string _json;

    internal FittedEncoder(IReadOnlyList<Column<TRecord>> description, FittedColumn<TRecord>[] columns)
    {
        _columns = columns;
        _starts = new int[columns.Length];
        long inputs = 0;
        for (int column = 0; column < columns.Length; column++)
        {
            _starts[column] = (int)Math.Min(inputs, int.MaxValue);
            inputs += columns[column].InputCount;
            SparseLength = checked(SparseLength + columns[column].SparseLength);
            IsHashed |= columns[column].IsHashed;
        }

        InputCount = (int)Math.Min(inputs, int.MaxValue);
        FeatureNames = IsHashed
            ? new InputNames<TRecord>(columns, _starts, InputCount)
            : Array.AsReadOnly([.. columns.SelectMany(column => column.FeatureNames)]);
        InputProblem = inputs > Array.MaxLength
            ? Invariant($"The columns give {inputs} inputs; at most {Array.MaxLength} are possible. Give the hashed columns fewer inputs.")
            : FindNameProblem();
        _json = StateText.Write(description, columns);
    }

    /// <summary>The number of values of a row, [1, inf): the inputs of the network.</summary>
    public int InputCount { get; }

    /// <summary>
    /// The most values of a sparse row that are given, [1, <see cref="InputCount"/>]: the room that <c>EncodeSparse</c> needs for a record.
    /// One for each category, hashed or not, and one for each input of a number or date.
    /// </summary>
    public int SparseLength { get; }

    /// <summary>
    /// The names of the inputs <c>[inputs]</c>, all different. Those of a hashed column are its name with the place among its inputs, such as
    /// <c>UserId#17</c>, and made when they are asked for: which categories share the input is not known.
    /// </summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>Why the inputs or their names can't be those of a network, and the cure; null if they can.</summary>
    internal string? InputProblem { get; }

    /// <summary>Whether a column is hashed, so that rows should be sparse, and names of inputs are no names for a network.</summary>
    internal bool IsHashed { get; }

    /// <summary>Encodes a record. Allocates nothing, unless a delegate does.</summary>
    /// <param name="record">The record.</param>
    /// <param name="destination">Receives the row <c>[inputs]</c>; may be longer. After an error its contents have no meaning.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>; columns are computed in double and rounded once.</typeparam>
    /// <exception cref="ArgumentException">The destination is too short, or T is another type.</exception>
    /// <exception cref="RecordException">
    /// The record is null, a delegate throws, or a value is missing or unknown where that is refused, NaN, infinite, beyond the range of T,
    /// no level, or has no logarithm.
    /// </exception>
    public void Encode<T>(TRecord record, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Room.Check(destination, 1, InputCount);
        EncodeRow(record, destination[..InputCount], row: null);
    }

    /// <summary>Encodes many records. Allocates nothing, unless a delegate does.</summary>
    /// <param name="records">The records.</param>
    /// <param name="destination">Receives the rows <c>[records x inputs]</c>; may be longer. After an error its contents have no meaning.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentException">The destination is too short, or T is another type.</exception>
    /// <exception cref="RecordException">As for one record; the message names the row.</exception>
    public void Encode<T>(ReadOnlySpan<TRecord> records, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Room.Check(destination, records.Length, InputCount);
        EncodeRows(records, destination, FirstRow(records.Length));
    }

    /// <summary>Encodes many records.</summary>
    /// <param name="records">The records.</param>
    /// <returns>The rows <c>[records x inputs]</c>.</returns>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException">The records are null.</exception>
    /// <exception cref="ArgumentException">T is another type.</exception>
    /// <exception cref="RecordException">As for one record; the message names the row.</exception>
    public T[] Encode<T>(IEnumerable<TRecord> records)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(records);
        bool isCounted = records.TryGetNonEnumeratedCount(out int expected);
        if (!isCounted)
        {
            expected = 16;
        }

        T[] rows = new T[Room.Count(nameof(records), expected, InputCount)];
        if (records is TRecord[] array)
        {
            EncodeRows(array, rows, FirstRow(array.Length));
            return rows;
        }

        // One by one: a source may use one object for all of its records.
        int length = 0;
        int row = 0;
        foreach (TRecord record in records)
        {
            if (rows.Length - length < InputCount)
            {
                Array.Resize(ref rows, Math.Max(Room.Count(nameof(records), row + 1, InputCount), (int)Math.Min(2L * length, Array.MaxLength)));
            }

            EncodeRow(record, rows.AsSpan(length, InputCount), isCounted ? FirstRow(expected) + row : row);
            length += InputCount;
            row++;
        }

        Array.Resize(ref rows, length);
        return rows;
    }

    /// <summary>
    /// Attaches what was learned to a network, as an entry of its metadata (<c>record.encoder</c>), so its file has it. An earlier one is
    /// replaced. To name the inputs too, use <see cref="PerceptronBuilderExtensions.WithEncoder"/> instead.
    /// </summary>
    /// <param name="network">The network; its inputs must be those of this encoder.</param>
    /// <exception cref="ArgumentNullException">The network is null.</exception>
    /// <exception cref="ArgumentException">The network has other inputs, or the state does not fit in a file: 512 KiB with all other metadata.</exception>
    /// <exception cref="InvalidOperationException">The network is in a Fit.</exception>
    public void Attach<T>(Perceptron<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        if (NetworkCheck.Inputs(network, FeatureNames) is { } problem)
        {
            throw new ArgumentException(problem, nameof(network));
        }

        network.SetMetadata(StateText.Key, _json);
    }

    /// <summary>
    /// Returns a predictor of records: it encodes each and predicts its row. If it is a host, each call uses its current model.
    /// </summary>
    /// <param name="predictor">A network, a frozen network, a host or a fake; its inputs must be those of this encoder.</param>
    /// <exception cref="ArgumentNullException">The predictor is null.</exception>
    /// <exception cref="ArgumentException">The predictor has other inputs, or another fitted encoder is attached to it.</exception>
    public RecordPredictor<TRecord, T> Bind<T>(IPredictor<T> predictor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(predictor);
        return NetworkCheck.Encoder(predictor is PerceptronHost<T> host ? host.Current : predictor, this) is { } problem
            ? throw new ArgumentException(problem, nameof(predictor))
            : new(this, predictor);
    }

    /// <summary>
    /// Returns what was learned, with the description but without its delegates, as JSON. The same state gives the same text.
    /// <see cref="RowEncoder{TRecord}.FromJson"/> reads it.
    /// </summary>
    public string ToJson() => _json;

    /// <summary>The number of columns and inputs.</summary>
    public override string ToString() => Invariant($"{Shown.Count(_columns.Length, "column")}, {Shown.Count(InputCount, "input")}");

    /// <summary>The index of the first record of a call for its error: a single record has none.</summary>
    internal static long? FirstRow(int records) => records == 1 ? null : 0;

    /// <summary>Encodes rows that are part of a longer call.</summary>
    internal void EncodeRows<T>(ReadOnlySpan<TRecord> records, Span<T> destination, long? firstRow)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<double> room = stackalloc double[RecordBlock<TRecord>.Most];
        int width = InputCount;
        for (int row = 0; row < records.Length; row += RecordBlock<TRecord>.Most)
        {
            ReadOnlySpan<TRecord> block = records.Slice(row, Math.Min(RecordBlock<TRecord>.Most, records.Length - row));
            EncodeBlock(new(block, room), destination.Slice(row * width, block.Length * width), default, firstRow + row);
        }
    }

    internal void EncodeRow<T>(TRecord record, Span<T> destination, long? row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double room = 0;
        EncodeBlock(new(new ReadOnlySpan<TRecord>(in record), new Span<double>(ref room)), destination, default, row);
    }

    /// <summary>
    /// Encodes column by column. Each column reads only the records before the first wrong one, so the error is that of the first wrong row,
    /// in its first wrong column, as if row after row were encoded.
    /// </summary>
    /// <param name="block">The records.</param>
    /// <param name="rows">Receives dense rows <c>[records x inputs]</c>; empty for sparse rows.</param>
    /// <param name="sparse">Receives sparse rows, if the others are empty.</param>
    /// <param name="firstRow">The index of the first record for errors.</param>
    private void EncodeBlock<T>(RecordBlock<TRecord> block, Span<T> rows, scoped in SparseRoom<T> sparse, long? firstRow)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
        {
            throw new ArgumentException($"Rows are float or double, not {typeof(T).Name}.");
        }

        rows.Clear();
        Problem? problem = null;
        string? name = null;
        Exception? thrown = null;
        int row = 0;
        foreach (TRecord record in block.Records)
        {
            if (record is null)
            {
                problem = Problem.NullRecord;
                block = block.Before(row);
                break;
            }

            row++;
        }

        for (int column = 0; column < _columns.Length && block.Records.Length > 0; column++)
        {
            row = 0;
            try
            {
                if (Encode(column, block, rows, sparse, ref row) is { } wrong)
                {
                    (problem, name, thrown) = (wrong, _columns[column].Name, null);
                    block = block.Before(row);
                }
            }
            catch (Exception exception) when (exception is not RecordException)
            {
                (problem, name, thrown) = (Problem.Thrown(exception), _columns[column].Name, exception);
                block = block.Before(row);

                // Once more: the column may have read records that it had not judged yet. The rows have no meaning after an error, but
                // sparse ones must have room for it.
                sparse.Lengths.Clear();
                column--;
            }
        }

        if (problem is not null)
        {
            throw new RecordException(firstRow + block.Records.Length, name, problem, thrown);
        }
    }

    private Problem? Encode<T>(int column, in RecordBlock<TRecord> block, Span<T> rows, scoped in SparseRoom<T> sparse, ref int row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        rows.IsEmpty ? EncodeSparse(_columns[column], block, sparse, _starts[column], ref row)
        : typeof(T) == typeof(float)
            ? _columns[column].Encode(block, new InputBlock<float>(MemoryMarshal.Cast<T, float>(rows[_starts[column]..]), InputCount), ref row)
            : _columns[column].Encode(block, new InputBlock<double>(MemoryMarshal.Cast<T, double>(rows[_starts[column]..]), InputCount), ref row);

    private string? FindNameProblem()
    {
        if (InputCount == 0)
        {
            return "The columns give no inputs: each has one category, which dropFirst drops. Add a column, or leave out dropFirst.";
        }

        var places = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (FittedColumn<TRecord> column in _columns)
        {
            // The first name of a hashed column stands for all of them.
            foreach (string name in column.IsHashed ? [column.FeatureName(0)] : column.FeatureNames)
            {
                if (!places.TryAdd(name, column.Name))
                {
                    return TwoInputs(name, places[name], column.Name);
                }
            }
        }

        foreach (FittedColumn<TRecord> column in _columns.Where(column => column.IsHashed))
        {
            foreach ((string name, string place) in places)
            {
                if (place != column.Name && column.HasFeature(name))
                {
                    return TwoInputs(name, place, column.Name);
                }
            }
        }

        return null;

        static string TwoInputs(string name, string one, string other) =>
            $"Two inputs have the name '{Common.Shown.Text(name)}', of the columns '{one}' and '{other}'. Give one of the columns another name: name: \"...\".";
    }
}
