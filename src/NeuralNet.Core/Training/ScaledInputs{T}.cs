using System.Numerics;

namespace NeuralNet.Core.Training;

/// <summary>
/// Sparse rows times the inverse scales of their columns, as training sees them, in memory of their own that is used again. Where nothing is
/// subtracted a zero stays 0, so the columns are those of the raw rows, and values have the bits of the same dense rows. The values of a row of
/// weight 0 are 0: they may overflow.
/// </summary>
internal sealed class ScaledInputs<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private int[] _starts = [];
    private int[] _indices = [];
    private T[] _values = [];
    private SparseRowMemory<T> _rows;

    /// <summary>Returns the examples with scaled rows, valid until the next call, if they are sparse and scaled but not centered; otherwise unchanged.</summary>
    public ExampleSpan<T> Of(scoped in ExampleSpan<T> examples, Standardization<T>? standardization, SampleWeights<T> sampleWeights)
    {
        if (standardization is not { Centers: false } || !examples.Inputs.AreSparse)
        {
            return examples;
        }

        SparseRows<T> rows = examples.Inputs.Sparse;
        int count = examples.Rows;
        MakeRoom(ref _starts, count + 1);
        MakeRoom(ref _indices, rows.ValueCount);
        MakeRoom(ref _values, rows.ValueCount);
        ReadOnlySpan<T> inverses = standardization.InverseScales;
        int end = 0;
        _starts[0] = 0;
        for (int row = 0; row < count; row++)
        {
            rows.Row(row, out ReadOnlySpan<int> indices, out ReadOnlySpan<T> values);
            indices.CopyTo(_indices.AsSpan(end));
            bool counts = sampleWeights.Counts(examples, row);
            for (int position = 0; position < indices.Length; position++)
            {
                T inverse = inverses[indices[position]];
                _values[end + position] = !counts ? T.Zero : values.IsEmpty ? inverse : values[position] * inverse;
            }

            end += indices.Length;
            _starts[row + 1] = end;
        }

        _rows = new(_starts.AsMemory(0, count + 1), _indices.AsMemory(0, end), _values.AsMemory(0, end));
        return new(new Rows<T>(in _rows), examples.Targets, examples.Labels, count)
        {
            Weights = examples.Weights, Offsets = examples.Offsets, Order = examples.Order, WeightExponent = examples.WeightExponent,
        };
    }

    private static void MakeRoom<TItem>(ref TItem[] room, int needed)
    {
        if (room.Length < needed)
        {
            room = new TItem[Math.Max(needed, (int)Math.Min(Array.MaxLength, 2L * room.Length))];
        }
    }
}
