using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NeuralNet.Core.Foundation;

namespace NeuralNet.Core.Data;

/// <summary>Checks sparse rows where they are used.</summary>
internal static class SparseCheck
{
    /// <summary>Returns the number of rows; rejects no rows, row starts that fall, and indices out of range, not ascending or twice.</summary>
    /// <param name="parameter">The parameter of the caller.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="count">Their number: a single row may have no row starts.</param>
    /// <param name="inputs">The number of inputs.</param>
    public static int Count<T>(string parameter, SparseRows<T> rows, int count, int inputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (count == 0)
        {
            Throw.Argument_Empty(parameter);
        }

        int end = rows.RowStarts.IsEmpty ? 0 : rows.RowStarts[0];
        for (int row = 0; row < count; row++)
        {
            int start = end;
            end = rows.RowStarts.IsEmpty ? rows.Indices.Length : rows.RowStarts[row + 1];
            if (end < start || end > rows.Indices.Length)
            {
                Throw.Argument_FallingRowStart(parameter, row, start, end);
            }

            ReadOnlySpan<int> indices = rows.Indices[start..end];
            if (!AreValid(indices, inputs))
            {
                Reject(parameter, row, indices, inputs);
            }
        }

        return count;
    }

    /// <summary>Rejects NaN and infinity, with row and column, and the name of the column if it has one.</summary>
    public static void Finite<T>(string parameter, SparseRows<T> rows, int count, IReadOnlyList<string>? names)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int row = 0; row < count && !rows.Values.IsEmpty; row++)
        {
            SparseRow<T> values = rows.Row(row);
            int position = Kernels.Finite.IndexOfNonFinite(values.Values);
            if (position >= 0)
            {
                Throw.Argument_NotFinite(parameter, values.Values[position], row, values.Indices[position], Throw.MissingInputs, names);
            }
        }
    }

    /// <summary>Whether all indices ascend, from 0 on and below the number of inputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreValid(ReadOnlySpan<int> indices, int inputs) =>
        indices.IsEmpty || (indices[0] >= 0 && indices[^1] < inputs && Ascend(indices));

    /// <summary>Whether each index is larger than the one before it.</summary>
    private static bool Ascend(ReadOnlySpan<int> indices)
    {
        ref int first = ref MemoryMarshal.GetReference(indices);
        int pairs = indices.Length - 1;
        if (!Vector256.IsHardwareAccelerated || pairs < Vector256<int>.Count)
        {
            for (int position = 0; position < pairs; position++)
            {
                if (indices[position] >= indices[position + 1])
                {
                    return false;
                }
            }

            return true;
        }

        // Pairs of neighbors, eight at a time; the last eight may overlap others.
        Vector256<int> wrong = default;
        int last = pairs - Vector256<int>.Count;
        for (int position = 0; position < last; position += Vector256<int>.Count)
        {
            wrong |= NotAscending(ref first, position);
        }

        return (wrong | NotAscending(ref first, last)) == default;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> NotAscending(ref int first, int position) =>
        Vector256.GreaterThanOrEqual(
            Vector256.LoadUnsafe(ref first, (nuint)position), Vector256.LoadUnsafe(ref first, (nuint)position + 1));

    /// <summary>Finds the first index that is wrong.</summary>
    private static void Reject(string parameter, int row, ReadOnlySpan<int> indices, int inputs)
    {
        for (int position = 0; position < indices.Length; position++)
        {
            int index = indices[position];
            if ((uint)index >= (uint)inputs)
            {
                Throw.Argument_IndexOutOfRange(parameter, row, position, index, inputs);
            }

            int before = position == 0 ? -1 : indices[position - 1];
            if (index == before)
            {
                Throw.Argument_IndexTwice(parameter, row, position, index);
            }

            if (index < before)
            {
                Throw.Argument_IndexOrder(parameter, row, position, index, before);
            }
        }
    }
}
