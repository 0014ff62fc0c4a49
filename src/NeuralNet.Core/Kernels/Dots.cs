using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuralNet.Core.Kernels;

/// <summary>
/// Dot products of many rows with one vector. Each result has the bits of <see cref="Dot"/>. Where registers have 512 bits the
/// partial sums of several rows are halved together (<see cref="FourRows"/>).
/// </summary>
/// <remarks>
/// Rows <c>[rows x inputs]</c> against a weight vector are the logits of a tile; the weights <c>[outputs x inputs]</c>
/// against one row are the logits of that row.
/// </remarks>
internal static class Dots
{
    /// <summary>Rows with more bytes than this in all count as larger than the second-level cache.</summary>
    private const int CacheBytes = 1 << 20;

    /// <summary>Rows of this length or longer are a stream each when several are read at a time.</summary>
    private const int StreamBytes = 256;

    /// <summary>Up to this length four rows at once are faster than one, two or three rows one by one.</summary>
    private const int ShortBytes = 256;

    /// <summary>
    /// Whether rows are read faster one by one. The processor predicts one stream through memory well; several streams at a
    /// time take up to twice as long.
    /// </summary>
    public static bool AreStreamed<T>(long values, int inputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        AreLarge<T>(values) && inputs * (long)Unsafe.SizeOf<T>() >= StreamBytes;

    /// <summary>Whether rows do not stay in the second-level cache.</summary>
    public static bool AreLarge<T>(long values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => values * Unsafe.SizeOf<T>() > CacheBytes;

    /// <summary>
    /// The same as <see cref="Compute"/> with one addend, reading strictly in the order of memory. Registers of 256 bits read memory
    /// faster than those of 512 bits, of which each load crosses a cache line unless rows begin at one, and as fast there.
    /// </summary>
    [MethodImpl(Jit.Loop)]
    public static void OneByOne<T>(ReadOnlySpan<T> rows, ReadOnlySpan<T> vector, T addend, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint length = (nuint)vector.Length;
        ref T row = ref MemoryMarshal.GetReference(rows);
        ref T weights = ref MemoryMarshal.GetReference(vector);
        foreach (ref T result in destination)
        {
            T sum = Vector512.IsHardwareAccelerated ? Dot.Of256(in row, in weights, length) : Dot.Compute(in row, in weights, length);
            result = sum + addend;
            row = ref Unsafe.Add(ref row, length);
        }
    }

    /// <summary>
    /// destination[r] = rows[r] . vector + addends[r], or + addends[0] for all where there is only one. Rows
    /// <c>[count x inputs]</c>, vector <c>[inputs]</c>, destination <c>[count]</c>.
    /// </summary>
    [MethodImpl(Jit.Loop)]
    public static void Compute<T>(ReadOnlySpan<T> rows, ReadOnlySpan<T> vector, ReadOnlySpan<T> addends, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int count = destination.Length;
        Debug.Assert(rows.Length == count * vector.Length, "The rows are whole.");
        Debug.Assert(addends.Length == 1 || addends.Length == count, "There is one addend, or one for each row.");
        ref T row = ref MemoryMarshal.GetReference(rows);
        ref T weights = ref MemoryMarshal.GetReference(vector);
        ref T addend = ref MemoryMarshal.GetReference(addends);
        ref T result = ref MemoryMarshal.GetReference(destination);
        nuint length = (nuint)vector.Length;
        nuint addendStep = addends.Length == 1 ? 0u : 1u;
        nuint index = 0;
        nuint end = (nuint)count;
        nuint bytes = length * (nuint)Unsafe.SizeOf<T>();
        if (Avx512F.IsSupported && end >= 4)
        {
            // Eight rows of doubles or sixteen of floats at a time, if the bytes of a row are a multiple of 16: then the tree
            // runs in registers down to one result a lane, since no tail of single values must be collected from the rows.
            nuint whole = bytes % 16 == 0 ? end & ~((nuint)Vector512<T>.Count - 1) : 0;
            if (whole > 0)
            {
                InRegisters(ref row, ref weights, length, ref addend, addendStep, ref result, whole);
            }

            // Then four at a time, beginning with the first row that is left, or before it, see Next.
            nuint first = whole > 0 ? Next(whole - 4, end, bytes) : 0;
            index = ByFour(ref row, ref weights, length, ref addend, addendStep, ref result, first, end);
        }

        else if (!Avx512F.IsSupported && EightRows.IsSupported && bytes % 16 == 0)
        {
            index = end & ~((nuint)Vector256<T>.Count - 1);
            EightRows.Compute(ref row, ref weights, length, ref addend, addendStep, ref result, index);
        }

        // Rows that are left, or all rows without these registers, one by one. Short ones are inlined: the call would count.
        for (; bytes < 64 && index < end; index++)
        {
            Unsafe.Add(ref result, index) =
                Dot.OfShort(in Unsafe.Add(ref row, index * length), in weights, length) + Unsafe.Add(ref addend, index * addendStep);
        }

        for (; index < end; index++)
        {
            Unsafe.Add(ref result, index) =
                Dot.Compute(in Unsafe.Add(ref row, index * length), in weights, length) + Unsafe.Add(ref addend, index * addendStep);
        }
    }

    /// <summary>Four rows at a time, from an index on. Returns the first row that is left.</summary>
    [MethodImpl(Jit.Loop)]
    private static nuint ByFour<T>(
        ref T row, ref T vector, nuint length, ref T addend, nuint addendStep, ref T destination, nuint index, nuint end)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint bytes = length * (nuint)Unsafe.SizeOf<T>();
        for (; index + 4 <= end; index = Next(index, end, bytes))
        {
            // Rows of fewer than 16 bytes have only the end of the tree.
            ref T first = ref Unsafe.Add(ref row, index * length);
            FourRows.Finish(
                bytes < 16 ? Vector512<T>.Zero : FourRows.Sums(in first, in vector, length),
                in first,
                in vector,
                length,
                in Unsafe.Add(ref addend, index * addendStep),
                addendStep,
                ref Unsafe.Add(ref destination, index));
        }

        return index;
    }

    /// <summary>
    /// The index of the next four rows. If fewer than four short rows are left, these are the last four of all: some results
    /// are computed twice, with the same bits, which takes less time than the rows one by one.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint Next(nuint index, nuint end, nuint bytes)
    {
        // Ten short rows:  [0 1 2 3][4 5 6 7]
        //                               [6 7 8 9]
        nuint left = end - index - 4;
        return left is > 0 and < 4 && bytes <= ShortBytes ? end - 4 : index + 4;
    }

    /// <summary>
    /// The same with several vectors <c>[vectors x inputs]</c> that have an addend each. The results of each begin
    /// <paramref name="distance"/> values after those of the one before, <c>[count]</c> each.
    /// </summary>
    [MethodImpl(Jit.Loop)]
    public static void OfSeveral<T>(
        ReadOnlySpan<T> rows, ReadOnlySpan<T> vectors, ReadOnlySpan<T> addends, Span<T> destination, int distance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int inputs = vectors.Length / addends.Length;
        int count = rows.Length / inputs;
        Debug.Assert(destination.Length >= ((addends.Length - 1) * distance) + count, "Each vector has room for its results.");
        int whole = 0;
        int vector = 0;
        if (Avx512F.IsSupported && inputs >= Vector512<T>.Count && count >= 4)
        {
            // Each value of a row is loaded once for three vectors.
            whole = count & ~3;
            int registers = inputs * Unsafe.SizeOf<T>() % 16 == 0 ? count & -Vector512<T>.Count : 0;
            for (; vector + 3 <= addends.Length; vector += 3)
            {
                OfThree(
                    ref MemoryMarshal.GetReference(rows),
                    ref Unsafe.Add(ref MemoryMarshal.GetReference(vectors), vector * inputs),
                    (nuint)inputs,
                    ref Unsafe.Add(ref MemoryMarshal.GetReference(addends), vector),
                    ref Unsafe.Add(ref MemoryMarshal.GetReference(destination), vector * distance),
                    (nuint)distance,
                    (nuint)registers,
                    (nuint)whole);
            }
        }

        // Rows that are left over, for the vectors so far, and all rows for the others.
        for (int other = 0; other < addends.Length; other++)
        {
            int first = other < vector ? whole : 0;
            if (first < count)
            {
                Compute(
                    rows[(first * inputs)..],
                    vectors.Slice(other * inputs, inputs),
                    addends.Slice(other, 1),
                    destination.Slice((other * distance) + first, count - first));
            }
        }
    }

    /// <summary>
    /// Three vectors with as many rows at a time as a register has lanes, up to the first count, then with four rows at a time.
    /// </summary>
    [MethodImpl(Jit.Loop)]
    [SkipLocalsInit]
    private static unsafe void OfThree<T>(
        ref T row, ref T vector, nuint length, ref T addend, ref T destination, nuint distance, nuint registers, nuint count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // The sums of four rows for the first vector, those of the next four rows, and so on; then the same for the other vectors.
        Vector512<T>* sums = stackalloc Vector512<T>[12];
        nuint index = 0;
        while (index < registers)
        {
            for (int group = 0; group < Vector512<T>.Count / 4; group++)
            {
                FourRows.SumsOfThree(in row, in vector, length, sums + group);
                row = ref Unsafe.Add(ref row, 4 * length);
            }

            for (nuint each = 0; each < 3; each++)
            {
                Vector512<T>* own = sums + (4 * each);
                Vector512<T> results = typeof(T) == typeof(float)
                    ? FourRows.Sixteen(own[0], own[1], own[2], own[3])
                    : FourRows.Eight(own[0], own[1]);
                results += Vector512.Create(Unsafe.Add(ref addend, each));
                results.StoreUnsafe(ref destination, (each * distance) + index);
            }

            index += (nuint)Vector512<T>.Count;
        }

        for (; index < count; index += 4)
        {
            FourRows.SumsOfThree(in row, in vector, length, sums);
            for (nuint each = 0; each < 3; each++)
            {
                FourRows.Finish(
                    sums[4 * each],
                    in row,
                    in Unsafe.Add(ref vector, each * length),
                    length,
                    in Unsafe.Add(ref addend, each),
                    0,
                    ref Unsafe.Add(ref destination, (each * distance) + index));
            }

            row = ref Unsafe.Add(ref row, 4 * length);
        }
    }

    /// <summary>
    /// As many rows at a time as a register has lanes. The length in bytes must be a multiple of 16. This is a method of its
    /// own because loops with many sums in one method would have to share the registers.
    /// </summary>
    [MethodImpl(Jit.Loop)]
    private static void InRegisters<T>(
        ref T row, ref T vector, nuint length, ref T addend, nuint addendStep, ref T destination, nuint count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (nuint index = 0; index < count; index += (nuint)Vector512<T>.Count)
        {
            Vector512<T> sums = typeof(T) == typeof(float)
                ? FourRows.Sixteen(in row, in vector, length)
                : FourRows.Eight(in row, in vector, length);
            sums += addendStep == 0 ? Vector512.Create(addend) : Vector512.LoadUnsafe(in addend, index);
            sums.StoreUnsafe(ref destination, index);
            row = ref Unsafe.Add(ref row, (nuint)Vector512<T>.Count * length);
        }
    }
}
