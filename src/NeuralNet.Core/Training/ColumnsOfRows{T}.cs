using System.Numerics;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Training;

/// <summary>Some columns of sparse rows, each with the rows in which it is given (compressed sparse columns).</summary>
internal sealed class ColumnsOfRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int[] _starts;
    private readonly int[] _rows;
    private readonly T[] _values;

    /// <param name="examples">The rows.</param>
    /// <param name="inputs">The number of all columns.</param>
    /// <param name="columns">The columns, ascending.</param>
    public ColumnsOfRows(in ExampleSpan<T> examples, int inputs, ReadOnlySpan<int> columns)
    {
        // Before the next value of a column is written, its place is the end of what is there, and so its end after the last.
        var ends = new int[inputs];
        Array.Fill(ends, -1);
        foreach (int column in columns)
        {
            ends[column] = 0;
        }

        SparseRows<T> sparse = examples.Inputs.Sparse;
        for (int number = 0; number < examples.Count; number++)
        {
            sparse.Row(examples.RowAt(number), out ReadOnlySpan<int> indices, out _);
            foreach (int column in indices)
            {
                ends[column] += ends[column] >= 0 ? 1 : 0;
            }
        }

        _starts = new int[columns.Length + 1];
        for (int place = 0; place < columns.Length; place++)
        {
            _starts[place + 1] = _starts[place] + ends[columns[place]];
            ends[columns[place]] = _starts[place];
        }

        _rows = new int[_starts[^1]];
        _values = new T[sparse.Values.IsEmpty ? 0 : _rows.Length];
        for (int number = 0; number < examples.Count; number++)
        {
            sparse.Row(examples.RowAt(number), out ReadOnlySpan<int> indices, out ReadOnlySpan<T> values);
            for (int position = 0; position < indices.Length; position++)
            {
                ref int end = ref ends[indices[position]];
                if (end >= 0)
                {
                    _rows[end] = number;
                    if (!values.IsEmpty)
                    {
                        _values[end] = values[position];
                    }

                    end++;
                }
            }
        }
    }

    /// <summary>Returns the rows of a column, by their numbers, and its values there; no values if each is 1.</summary>
    public void Get(int place, out ReadOnlySpan<int> rows, out ReadOnlySpan<T> values)
    {
        int start = _starts[place];
        int length = _starts[place + 1] - start;
        rows = _rows.AsSpan(start, length);
        values = _values.Length == 0 ? default : _values.AsSpan(start, length);
    }

    /// <summary>The sum of a column's values times numbers <c>[rows]</c>.</summary>
    [MethodImpl(Jit.Loop)]
    public double Dot(int place, ReadOnlySpan<double> numbers)
    {
        Get(place, out ReadOnlySpan<int> rows, out ReadOnlySpan<T> values);
        double sum = 0;
        if (values.IsEmpty)
        {
            foreach (int row in rows)
            {
                sum += numbers[row];
            }

            return sum;
        }

        values = values[..rows.Length];
        for (int position = 0; position < rows.Length; position++)
        {
            sum += double.CreateTruncating(values[position]) * numbers[rows[position]];
        }

        return sum;
    }

    /// <summary>Adds a column's values times a factor to sums <c>[rows]</c>.</summary>
    [MethodImpl(Jit.Loop)]
    public void AddScaled(int place, double factor, Span<double> sums)
    {
        Get(place, out ReadOnlySpan<int> rows, out ReadOnlySpan<T> values);
        for (int position = 0; position < rows.Length; position++)
        {
            sums[rows[position]] += values.IsEmpty ? factor : double.CreateTruncating(values[position]) * factor;
        }
    }
}
