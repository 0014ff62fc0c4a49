using System.Numerics;
using NeuralNet.Common;
using NeuralNet.Core;
using NeuralNet.Data.Numbers;
using static System.FormattableString;

namespace NeuralNet.Text;

/// <summary>
/// Weights columns by how rare they are (TF-IDF): a value times ln((1 + rows) / (1 + rows with the column)) + 1. Learns in how many rows each
/// column occurs. Equal to scikit-learn's <c>TfidfTransformer</c> with its smoothing.
/// </summary>
/// <remarks>
/// <para>Learn and transform the rows of the training, train on them, and <see cref="Fold"/> the factors into the weights: the folded network
/// takes plain rows, and a service needs neither this object nor its numbers. A row is then scaled to a length before it is weighted, not
/// after: leave <c>norm</c> of the transformation at None, as its default is, and let <see cref="HashingVectorizerOptions.Norm"/> scale.</para>
/// <para>Counts are whole numbers and the logarithm is computed with exactly rounded operations: the factors have the same bits on every
/// machine, whatever the order of the rows and the size of batches.</para>
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class TfidfTransformer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int[] _counts;
    private bool _scalesAfter;

    /// <summary>Creates a transformer that knows no rows.</summary>
    /// <param name="inputs">The number of columns, [1, inf). It takes 4 bytes for each.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no columns.</exception>
    public TfidfTransformer(int inputs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        _counts = new int[inputs];
    }

    /// <summary>Creates a transformer that has learned rows, from the numbers of another one.</summary>
    /// <param name="counts">The <see cref="Counts"/> of the other one, each in [0, <paramref name="rowCount"/>].</param>
    /// <param name="rowCount">Its <see cref="RowCount"/>, [0, 2^31).</param>
    /// <exception cref="ArgumentException">There are no columns, or a count is out of range.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of rows is negative.</exception>
    public TfidfTransformer(ReadOnlySpan<int> counts, int rowCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rowCount);
        if (counts.IsEmpty)
        {
            throw new ArgumentException("There are no counts. Pass one for each column, as Counts has them.", nameof(counts));
        }

        for (int column = 0; column < counts.Length; column++)
        {
            if (counts[column] < 0 || counts[column] > rowCount)
            {
                throw new ArgumentException(Invariant($"Column {column} has the count {counts[column]}, which is not in [0, {rowCount}], the number of rows."), nameof(counts));
            }
        }

        _counts = counts.ToArray();
        RowCount = rowCount;
    }

    /// <summary>The number of columns.</summary>
    public int InputCount => _counts.Length;

    /// <summary>In how many rows each column was given <c>[<see cref="InputCount"/>]</c>. What to save, with <see cref="RowCount"/>.</summary>
    public ReadOnlySpan<int> Counts => _counts;

    /// <summary>The number of rows learned, [0, 2^31).</summary>
    public int RowCount { get; private set; }

    /// <summary>Counts the columns that are given in rows, also over several calls, such as one for each batch.</summary>
    /// <param name="rows">The rows <c>[rows x <see cref="InputCount"/>]</c>, their columns ascending.</param>
    /// <exception cref="ArgumentException">A column is out of range, or columns of a row do not ascend. Nothing is learned.</exception>
    /// <exception cref="InvalidOperationException">There would be 2^31 rows or more.</exception>
    public void Learn(SparseRows<T> rows)
    {
        Check(rows);
        if (rows.Count > int.MaxValue - RowCount)
        {
            throw new InvalidOperationException(Invariant($"{RowCount} rows are learned; {rows.Count} more are more than {int.MaxValue}. A sample of the rows gives the same factors."));
        }

        foreach (int column in rows.Indices)
        {
            _counts[column]++;
        }

        RowCount += rows.Count;
    }

    /// <summary>Returns the factor of a column, [1, inf): 1 for a column that every row has.</summary>
    /// <param name="column">The column, [0, <see cref="InputCount"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public T Factor(int column)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, InputCount);
        return T.CreateTruncating(FactorOf(column));
    }

    /// <summary>Multiplies the values of a row by the factors of their columns, in place and without allocating.</summary>
    /// <param name="indices">The columns, each in [0, <see cref="InputCount"/>).</param>
    /// <param name="values">The value of each column.</param>
    /// <param name="norm">The length to which the row is then scaled. Default None. scikit-learn's default is L2.</param>
    /// <exception cref="ArgumentException">There is another number of values than of indices, or a column is out of range. Nothing is changed.</exception>
    /// <exception cref="InvalidOperationException">No rows were learned.</exception>
    public void Apply(ReadOnlySpan<int> indices, Span<T> values, RowNorm norm = RowNorm.None)
    {
        ThrowIfUnlearned();
        if (values.Length != indices.Length)
        {
            throw new ArgumentException(Invariant($"There are {Shown.Count(indices.Length, "index", "indices")} and {Shown.Count(values.Length, "value")}. Pass one value for each index."), nameof(values));
        }

        foreach (int column in indices)
        {
            if ((uint)column >= (uint)InputCount)
            {
                throw new ArgumentException(Invariant($"The column {column} is not in [0, {InputCount})."), nameof(indices));
            }
        }

        _scalesAfter |= norm != RowNorm.None;
        Weight(indices, values, norm);
    }

    /// <summary>Returns the rows with each value times the factor of its column. They are copies.</summary>
    /// <param name="rows">The rows <c>[rows x <see cref="InputCount"/>]</c>, their columns ascending.</param>
    /// <param name="norm">The length to which each row is then scaled. Default None. scikit-learn's default is L2.</param>
    /// <exception cref="ArgumentException">A column is out of range, or columns of a row do not ascend.</exception>
    /// <exception cref="InvalidOperationException">No rows were learned.</exception>
    public SparseRowMemory<T> Transform(SparseRows<T> rows, RowNorm norm = RowNorm.None)
    {
        ThrowIfUnlearned();
        Check(rows);
        _scalesAfter |= norm != RowNorm.None;
        T[] values = new T[rows.Indices.Length];
        if (rows.Values.IsEmpty)
        {
            values.AsSpan().Fill(T.One);
        }
        else
        {
            rows.Values.CopyTo(values);
        }

        for (int row = 0; row < rows.Count; row++)
        {
            Range range = rows.RowStarts[row]..rows.RowStarts[row + 1];
            Weight(rows.Indices[range], values.AsSpan(range), norm);
        }

        return rows.Count == 0 ? default : new(rows.RowStarts.ToArray(), rows.Indices.ToArray(), values);
    }

    /// <summary>
    /// Returns a copy of a network that was trained on transformed rows, which takes rows that are not: its weights are multiplied by the
    /// factors. Fold a network once. Predictions differ by no more than the rounding of these products.
    /// </summary>
    /// <param name="network">The network, trained on rows of <see cref="Transform"/> with no norm. It stays as it is.</param>
    /// <returns>The copy. It can be saved and frozen; its optimizer starts anew, on the rows as they are.</returns>
    /// <exception cref="ArgumentNullException">The network is null.</exception>
    /// <exception cref="ArgumentException">The network has another number of inputs, or a weight is outside of its bounds or not finite after the multiplication.</exception>
    /// <exception cref="InvalidOperationException">
    /// No rows were learned; rows were scaled after they were weighted, which no weights can hold; or the network standardizes its inputs and
    /// was never fitted, or is in a Fit.
    /// </exception>
    public Perceptron<T> Fold(Perceptron<T> network)
    {
        ArgumentNullException.ThrowIfNull(network);
        ThrowIfUnlearned();
        if (_scalesAfter)
        {
            throw new InvalidOperationException(
                "Rows were scaled to a length after they were weighted, and a network that learned them depends on that length, which no weights can hold. "
                + "Transform without a norm, let HashingVectorizerOptions.Norm scale rows before, and train on those. Or leave the network as it is, and transform in the service too, with the saved Counts.");
        }

        if (network.InputCount != InputCount)
        {
            throw new ArgumentException(Invariant($"The network has {Shown.Count(network.InputCount, "input")}, and there are factors for {InputCount}."), nameof(network));
        }

        T[] weights = network.Weights.ToArray();
        for (int index = 0; index < weights.Length; index++)
        {
            weights[index] *= T.CreateTruncating(FactorOf(index % InputCount));
        }

        Perceptron<T> folded = network.Clone();
        folded.SetWeights(weights, network.Bias);
        return folded;
    }

    private void ThrowIfUnlearned()
    {
        if (RowCount == 0)
        {
            throw new InvalidOperationException("No rows were learned, so every factor would be 1. Call Learn first, with the rows of the training.");
        }
    }

    private void Check(SparseRows<T> rows)
    {
        for (int row = 0; row < rows.Count; row++)
        {
            int before = -1;
            foreach (int column in rows[row].Indices)
            {
                if (column <= before || column >= InputCount)
                {
                    throw new ArgumentException(
                        column > before || column < 0
                            ? Invariant($"Row {row} has the column {column}, which is not in [0, {InputCount}).")
                            : Invariant($"Row {row} has the column {column} after {before}. Columns must ascend: sort them with SparseRow.Sort."), nameof(rows));
                }

                before = column;
            }
        }
    }

    private void Weight(ReadOnlySpan<int> indices, Span<T> values, RowNorm norm)
    {
        for (int position = 0; position < values.Length; position++)
        {
            values[position] *= T.CreateTruncating(FactorOf(indices[position]));
        }

        Scaling.Scale(values, norm);
    }

    /// <summary>ln((1 + rows) / (1 + count)) + 1, as ln(1 + x) of the rows that lack the column.</summary>
    private double FactorOf(int column)
    {
        int count = _counts[column];
        return SameBits.LogP1((RowCount - count) / (1.0 + count)) + 1;
    }
}
