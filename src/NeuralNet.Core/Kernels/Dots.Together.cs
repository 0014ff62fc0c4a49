using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralNet.Core.Kernels;

/// <content>As many rows at a time as a register of 512 bits has lanes: sixteen of floats, eight of doubles.</content>
internal static unsafe partial class Dots
{
    /// <summary>Four registers that begin at a cache line.</summary>
    public const int RoomOfFew = 5 * 64;

    /// <summary>
    /// Computes all rows, but for a single long one at the end: four at once take no longer than two or three one by one. Returns the first
    /// row that is left.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint Together<T>(
        T* row, T* vector, nuint length, T* addend, nuint addendStep, T* destination, nuint count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint width = (nuint)Vector512<T>.Count;
        if (length > 2 * width)
        {
            return Long(row, vector, length, addend, addendStep, destination, count);
        }

        if (length > width)
        {
            Short<T, RowsInTwoRegisters<T>>(row, vector, length, addend, addendStep, destination, count);
        }
        else if (length > width / 2)
        {
            Short<T, RowsInRegisters<T>>(row, vector, length, addend, addendStep, destination, count);
        }
        else if (length > width / 4)
        {
            Short<T, RowsInHalves<T>>(row, vector, length, addend, addendStep, destination, count);
        }
        else
        {
            Short<T, RowsInQuarters<T>>(row, vector, length, addend, addendStep, destination, count);
        }

        return count;
    }

    /// <summary>Rows of up to 128 bytes.</summary>
    [MethodImpl(Jit.Loop)]
    [SkipLocalsInit]
    private static void Short<T, TRows>(
        T* row, T* vector, nuint length, T* addend, nuint addendStep, T* destination, nuint count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRows : struct, IShortRows<TRows, T>
    {
        TRows rows = TRows.Create(vector, length);
        nuint width = (nuint)Vector512<T>.Count;
        nuint four = 4 * length;
        if (count < width)
        {
            byte* room = stackalloc byte[RoomOfFew];
            Vector512<T>* sums = ToLine<T>(room);
            FewShort<T, TRows>(row, vector, length, count, sums);
            Store(FourRows.Results(sums), addend, addendStep, destination, 0, count);
            return;
        }

        // The last register of results begins early enough to be whole, so that some results are computed twice, with the same bits. 21
        // rows:
        //
        //   [0 ............ 15]
        //          [5 ............ 20]
        nuint last = count - width;
        for (nuint index = 0; ; index = Math.Min(index + width, last))
        {
            T* first = row + (index * length);
            Vector512<T> sums0 = rows.Sums(first, length);
            Vector512<T> sums4 = rows.Sums(first + four, length);
            Vector512<T> results = typeof(T) == typeof(float)
                ? FourRows.Sixteen(sums0, sums4, rows.Sums(first + (2 * four), length), rows.Sums(first + (3 * four), length))
                : FourRows.Eight(sums0, sums4);
            Store(results, addend, addendStep, destination, index);
            if (index == last)
            {
                return;
            }
        }
    }

    /// <summary>Rows of more than 128 bytes. Returns the first that is left.</summary>
    [MethodImpl(Jit.Loop)]
    [SkipLocalsInit]
    private static nuint Long<T>(T* row, T* vector, nuint length, T* addend, nuint addendStep, T* destination, nuint count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint width = (nuint)Vector512<T>.Count;
        nuint index = 0;
        for (; index + width <= count; index += width)
        {
            // Four copies of the loop, not one that runs four times: in rows of 784 floats it took a sixth longer.
            Vector512<T> sums0 = NextSums(ref row, vector, length);
            Vector512<T> sums4 = NextSums(ref row, vector, length);
            Vector512<T> results = typeof(T) == typeof(float)
                ? FourRows.Sixteen(sums0, sums4, NextSums(ref row, vector, length), NextSums(ref row, vector, length))
                : FourRows.Eight(sums0, sums4);
            Store(results, addend, addendStep, destination, index);
        }

        nuint left = count - index;
        if (left > 1)
        {
            byte* room = stackalloc byte[RoomOfFew];
            Vector512<T>* sums = ToLine<T>(room);
            FewLong(row, vector, length, left, sums);
            Store(FourRows.Results(sums), addend, addendStep, destination, index, left);
            index = count;
        }

        return index;
    }

    /// <summary>
    /// No more rows with one vector than a register has lanes: their dot products in its first lanes. In between they go through memory,
    /// a room of <see cref="RoomOfFew"/> bytes: the compiler does not inline methods that allocate it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Few<T>(T* row, T* vector, nuint length, nuint count, byte* room)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint width = (nuint)Vector512<T>.Count;
        Vector512<T>* sums = ToLine<T>(room);
        if (length > 2 * width)
        {
            FewLong(row, vector, length, count, sums);
        }
        else if (length > width)
        {
            FewShort<T, RowsInTwoRegisters<T>>(row, vector, length, count, sums);
        }
        else if (length > width / 2)
        {
            FewShort<T, RowsInRegisters<T>>(row, vector, length, count, sums);
        }
        else if (length > width / 4)
        {
            FewShort<T, RowsInHalves<T>>(row, vector, length, count, sums);
        }
        else
        {
            FewShort<T, RowsInQuarters<T>>(row, vector, length, count, sums);
        }

        return FourRows.Results(sums);
    }

    /// <summary>The same for rows of up to 128 bytes, down to 16 bytes of partial sums for each row, four rows in each register.</summary>
    [MethodImpl(Jit.Loop)]
    private static void FewShort<T, TRows>(T* row, T* vector, nuint length, nuint count, Vector512<T>* sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRows : struct, IShortRows<TRows, T>
    {
        TRows rows = TRows.Create(vector, length);
        nuint index = 0;
        for (; index < count; index += 4)
        {
            *sums++ = rows.Sums(row + (index * length), length, Math.Min(count - index, 4));
        }

        Clear(sums, index);
    }

    /// <summary>The same for longer rows.</summary>
    [MethodImpl(Jit.Loop)]
    private static void FewLong<T>(T* row, T* vector, nuint length, nuint count, Vector512<T>* sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint index = 0;
        for (; index < count; index += 4)
        {
            // In the place of missing rows the last row is read again.
            nuint last = Math.Min(count - index, 4) - 1;
            *sums++ = FourRows.Sums(
                row, row + (Math.Min(last, 1) * length), row + (Math.Min(last, 2) * length), row + (last * length), vector, length);
            row += 4 * length;
        }

        Clear(sums, index);
    }

    /// <summary>
    /// Clears the sums of rows from an index on. What is in memory there may be numbers below the normal range, with which some processors
    /// are a hundred times slower.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Clear<T>(Vector512<T>* sums, nuint index)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (; index < (nuint)Vector512<T>.Count; index += 4)
        {
            *sums++ = Vector512<T>.Zero;
        }
    }

    /// <summary>The sums of the next four rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> NextSums<T>(ref T* row, T* vector, nuint length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T* first = row;
        row += 4 * length;
        return FourRows.Sums(first, first + length, first + (2 * length), first + (3 * length), vector, length);
    }

    /// <summary>Three vectors with all rows, a multiple of four.</summary>
    [MethodImpl(Jit.Loop)]
    [SkipLocalsInit]
    private static void OfThree<T>(
        T* row, T* vector, nuint length, T* addend, T* destination, nuint distance, nuint count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // The sums of four rows for the first vector, those of the next four rows, and so on; then the same for the other vectors.
        byte* room = stackalloc byte[13 * 64];
        Vector512<T>* sums = ToLine<T>(room);
        for (nuint index = 0; index < count; index += (nuint)Vector512<T>.Count)
        {
            nuint part = Math.Min(count - index, (nuint)Vector512<T>.Count);
            for (nuint group = 0; group < part / 4; group++)
            {
                FourRows.SumsOfThree(row, vector, length, sums + group);
                row += 4 * length;
            }

            for (nuint each = 0; each < 3; each++)
            {
                Store(FourRows.Results(sums + (4 * each)), addend + each, 0, destination + (each * distance), index, part);
            }
        }
    }

    /// <summary>The next address where a register lies in one cache line: one that was stored across two can't be read again at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T>* ToLine<T>(byte* room)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => (Vector512<T>*)(((nuint)room + 63) & ~(nuint)63);

    /// <summary>Adds the addends to a register of results, and stores it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(Vector512<T> results, T* addend, nuint addendStep, T* destination, nuint index)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        results += addendStep == 0 ? Vector512.Create(*addend) : Vector512.Load(addend + index);
        results.Store(destination + index);
    }

    /// <summary>The same for the first results.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(Vector512<T> results, T* addend, nuint addendStep, T* destination, nuint index, nuint count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (count == (nuint)Vector512<T>.Count)
        {
            Store(results, addend, addendStep, destination, index);
            return;
        }

        Vector512<T> mask = Masked.FirstLanes<T>((nint)count);
        results += addendStep == 0 ? Vector512.Create(*addend) : Masked.Load(addend + index, mask);
        Masked.Store(destination + index, mask, results);
    }
}
