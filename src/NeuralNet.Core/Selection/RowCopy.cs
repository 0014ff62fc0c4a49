using System.Numerics;
using NeuralNet.Core.Training;

namespace NeuralNet.Core.Selection;

/// <summary>Copies selected rows with their labels or targets, weights and offsets.</summary>
internal static class RowCopy
{
    /// <summary>Copies the rows at the given indices, in this order.</summary>
    public static Examples<T> Copy<T>(in ExampleSpan<T> examples, int inputs, int outputs, ReadOnlySpan<int> rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RowMemory<T> rowInputs = examples.Inputs.AreSparse ? Sparse(examples.Inputs.Sparse, rows)
            : examples.Inputs.AreApart ? Apart(examples.Inputs, rows)
            : Copy(examples.Inputs.Values, inputs, rows);
        T[] weights = Copy(examples.Weights, 1, rows);
        T[] offsets = Copy(examples.Offsets, outputs, rows);
        return examples.Labels.IsEmpty
            ? new(rowInputs, Copy(examples.Targets, outputs, rows), weights) { Offsets = offsets }
            : new(rowInputs, Copy(examples.Labels, 1, rows), weights) { Offsets = offsets };
    }

    /// <summary>Creates a new list of separate rows, without copying their numbers.</summary>
    private static ReadOnlyMemory<T>[] Apart<T>(in Rows<T> inputs, ReadOnlySpan<int> rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var result = new ReadOnlyMemory<T>[rows.Length];
        for (int index = 0; index < rows.Length; index++)
        {
            result[index] = inputs.MemoryApart(rows[index]);
        }

        return result;
    }

    private static SparseRowMemory<T> Sparse<T>(SparseRows<T> inputs, ReadOnlySpan<int> rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var starts = new int[rows.Length + 1];
        for (int index = 0; index < rows.Length; index++)
        {
            starts[index + 1] = checked(starts[index] + inputs.Row(rows[index]).Indices.Length);
        }

        var indices = new int[starts[^1]];
        T[] values = inputs.Values.IsEmpty ? [] : new T[starts[^1]];
        for (int index = 0; index < rows.Length; index++)
        {
            SparseRow<T> row = inputs.Row(rows[index]);
            row.Indices.CopyTo(indices.AsSpan(starts[index]));
            row.Values.CopyTo(values.AsSpan(Math.Min(starts[index], values.Length)));
        }

        return new(starts, indices, values);
    }

    /// <summary>Copies rows of the given width; returns an empty array for empty values.</summary>
    private static TValue[] Copy<TValue>(ReadOnlySpan<TValue> values, int width, ReadOnlySpan<int> rows)
    {
        if (values.IsEmpty)
        {
            return [];
        }

        var result = new TValue[checked(rows.Length * width)];
        for (int index = 0; index < rows.Length; index++)
        {
            values.Slice(rows[index] * width, width).CopyTo(result.AsSpan(index * width));
        }

        return result;
    }
}
