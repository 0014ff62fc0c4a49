using System.Numerics;
using NeuralNet.Core;

namespace NeuralNet.Text;

/// <summary>The rows read so far.</summary>
internal sealed class SvmLightBatch<T>(SvmLightLabels labels)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private int[] _rowStarts = [];
    private int[] _indices = [];
    private T[] _values = [];
    private T[] _targets = [];
    private int[] _classes = [];
    private bool[] _signs = [];
    private int _length;

    /// <summary>The first rooms of the next batch: those of the one before, since batches are of about the same size.</summary>
    private int _firstRows = 256;
    private int _firstLength = 1024;

    /// <summary>The largest column of all batches, or -1.</summary>
    private int _lastColumn = -1;

    public int RowCount { get; private set; }

    public void AddTarget(T target) => Append(ref _targets, target);

    public void AddClass(int label) => Append(ref _classes, label);

    public void AddSign(bool label) => Append(ref _signs, label);

    public void Add(int column, T value)
    {
        if (_length == _indices.Length)
        {
            int more = _length == 0 ? _firstLength : 1;
            Growth.MakeRoom(ref _indices, _length, more);
            Growth.MakeRoom(ref _values, _length, more);
        }

        _indices[_length] = column;
        _values[_length++] = value;
    }

    /// <summary>Ends a row, whose label and columns were added.</summary>
    public void EndRow()
    {
        Growth.MakeRoom(ref _rowStarts, RowCount, RowCount == 0 ? _firstRows + 1 : 2);
        int start = _rowStarts[RowCount];
        _lastColumn = _length > start ? Math.Max(_lastColumn, _indices[_length - 1]) : _lastColumn;
        _rowStarts[++RowCount] = _length;
    }

    /// <summary>Returns the rows, and begins anew in other memory.</summary>
    /// <param name="inputCount">The number of columns; null: those up to the largest index.</param>
    public SvmLightFile<T> Take(int? inputCount)
    {
        Growth.MakeRoom(ref _rowStarts, RowCount, 1);
        SvmLightFile<T> file = new(
            labels,
            new SparseRowMemory<T>(_rowStarts.AsMemory(0, RowCount + 1), _indices.AsMemory(0, _length), _values.AsMemory(0, _length)),
            inputCount ?? (_lastColumn + 1),
            labels == SvmLightLabels.Numbers ? _targets.AsMemory(0, RowCount) : default,
            labels == SvmLightLabels.Classes ? _classes.AsMemory(0, RowCount) : default,
            labels == SvmLightLabels.Signs ? _signs.AsMemory(0, RowCount) : default);
        (_firstRows, _firstLength) = (Math.Max(RowCount, 1), Math.Max(_length, 1));
        (_rowStarts, _indices, _values, _targets, _classes, _signs) = ([], [], [], [], [], []);
        (RowCount, _length) = (0, 0);
        return file;
    }

    private void Append<TLabel>(ref TLabel[] items, TLabel label)
    {
        Growth.MakeRoom(ref items, RowCount, RowCount == 0 ? _firstRows : 1);
        items[RowCount] = label;
    }
}
