using System.Numerics;

namespace NeuralNet.Data.Columns;

/// <summary>The inputs of one column in some sparse rows, added to those of the columns before it.</summary>
/// <param name="rows">The rows.</param>
/// <param name="start">The first input of the column.</param>
internal readonly ref struct SparseBlock<T>(in SparseRoom<T> rows, int start) : IInputBlock
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly SparseRoom<T> _rows = rows;

    /// <inheritdoc/>
    public void Mark(int row, int input) => _rows.Add(row, start + input, T.One);

    /// <inheritdoc/>
    public Problem? Set(int row, int input, double value)
    {
        var rounded = T.CreateTruncating(value);

        // A row with its zeros written out keeps the sign of a zero.
        if (rounded != T.Zero || T.IsNegative(rounded))
        {
            _rows.Add(row, start + input, rounded);
        }

        return T.IsFinite(rounded) ? null : Problem.BeyondRange(value);
    }
}
