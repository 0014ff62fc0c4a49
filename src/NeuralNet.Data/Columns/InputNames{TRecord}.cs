using System.Collections;

namespace NeuralNet.Data.Columns;

/// <summary>The names of the inputs of some columns. Those of hashed columns are made when they are asked for, so a million take no memory.</summary>
internal sealed class InputNames<TRecord>(FittedColumn<TRecord>[] columns, int[] starts, int count) : IReadOnlyList<string>
{
    public int Count => count;

    public string this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);

            // The last column that begins there: one before it may have no inputs.
            int column = Array.BinarySearch(starts, index);
            column = column < 0 ? ~column - 1 : column;
            while (column + 1 < starts.Length && starts[column + 1] <= index)
            {
                column++;
            }

            return columns[column].FeatureName(index - starts[column]);
        }
    }

    public IEnumerator<string> GetEnumerator() =>
        columns.SelectMany(column => Enumerable.Range(0, column.InputCount).Select(column.FeatureName)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
