using System.Buffers;
using System.Numerics;
using NeuralNet.Core.Foundation;

namespace NeuralNet.Core;

/// <summary>Prepares the columns of a <see cref="SparseRow{T}"/>.</summary>
public static class SparseRow
{
    /// <summary>Up to this number of columns insertion is faster than a sort of keys.</summary>
    private const int Few = 16;

    /// <summary>
    /// Sorts the columns of a row in place, each with its value, and adds up the values of equal columns in the order in which they came.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="indices">The columns, in any order, each in [0, inf).</param>
    /// <param name="values">The value of each column.</param>
    /// <returns>The number of different columns: those and their values are at the beginning, and what follows is undefined.</returns>
    /// <exception cref="ArgumentException">There is another number of values than of indices, or an index is negative.</exception>
    public static int Sort<T>(Span<int> indices, Span<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (values.Length != indices.Length)
        {
            Throw.Argument_SparseLengths(nameof(values), values.Length, indices.Length);
        }

        for (int position = 0; position < indices.Length; position++)
        {
            if (indices[position] < 0)
            {
                Throw.Argument_NegativeIndex(nameof(indices), indices[position], position);
            }
        }

        if (indices.Length <= Few)
        {
            Insert(indices, values);
        }
        else if (!AreSorted(indices))
        {
            SortByKeys(indices, values);
        }

        return AddUp(indices, values);
    }

    /// <summary>Moves each column before the larger ones. Equal ones keep their order.</summary>
    private static void Insert<T>(Span<int> indices, Span<T> values)
    {
        for (int position = 1; position < indices.Length; position++)
        {
            (int index, T value) = (indices[position], values[position]);
            int place = position;
            for (; place > 0 && indices[place - 1] > index; place--)
            {
                indices[place] = indices[place - 1];
                values[place] = values[place - 1];
            }

            (indices[place], values[place]) = (index, value);
        }
    }

    /// <summary>Sorts numbers of the column and, below it, of the position: no two are equal, so any sort is stable.</summary>
    private static void SortByKeys<T>(Span<int> indices, Span<T> values)
    {
        long[] rentedKeys = ArrayPool<long>.Shared.Rent(indices.Length);
        T[] rentedValues = ArrayPool<T>.Shared.Rent(indices.Length);
        Span<long> keys = rentedKeys.AsSpan(0, indices.Length);
        values.CopyTo(rentedValues);
        for (int position = 0; position < keys.Length; position++)
        {
            keys[position] = ((long)indices[position] << 32) | (uint)position;
        }

        keys.Sort();
        for (int position = 0; position < keys.Length; position++)
        {
            indices[position] = (int)(keys[position] >> 32);
            values[position] = rentedValues[(int)keys[position]];
        }

        ArrayPool<T>.Shared.Return(rentedValues);
        ArrayPool<long>.Shared.Return(rentedKeys);
    }

    private static bool AreSorted(ReadOnlySpan<int> indices)
    {
        for (int position = 1; position < indices.Length; position++)
        {
            if (indices[position] < indices[position - 1])
            {
                return false;
            }
        }

        return true;
    }

    private static int AddUp<T>(Span<int> indices, Span<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int last = -1;
        for (int position = 0; position < indices.Length; position++)
        {
            if (last >= 0 && indices[position] == indices[last])
            {
                values[last] += values[position];
            }
            else
            {
                last++;
                (indices[last], values[last]) = (indices[position], values[position]);
            }
        }

        return last + 1;
    }
}
