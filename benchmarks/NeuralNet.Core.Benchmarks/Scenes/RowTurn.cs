using System.Numerics;

namespace NeuralNet.Core.Benchmarks;

/// <summary>
/// Hands out one row after the other. A benchmark that works on one row over and over reads what it has just written and
/// branches as it did before, faster than any real stream of rows.
/// </summary>
internal struct RowTurn<T>(RowStore<T> rows)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A power of two, so that taking turns costs next to nothing.</summary>
    public const int RowCount = 64;

    private readonly RowStore<T> _rows = rows;
    private int _row;

    public ReadOnlySpan<T> Next(out int row)
    {
        row = _row = (_row + 1) & (RowCount - 1);
        return _rows.Row(row);
    }
}
