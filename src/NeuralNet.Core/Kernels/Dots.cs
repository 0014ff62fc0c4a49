using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuralNet.Core.Kernels;

/// <summary>
/// Many rows against one vector: each result is one <see cref="Dot"/> in every bit. Where registers have 512 bits the
/// partial sums of several rows are halved together, each step of the tree for all of them in one register.
/// </summary>
/// <remarks>
/// Rows <c>[rows x inputs]</c> against a weight vector are the logits of a tile; the weights <c>[outputs x inputs]</c>
/// against one row are the logits of that row.
/// </remarks>
internal static class Dots
{
    /// <summary>More than the second-level cache of a processor holds.</summary>
    private const int CacheBytes = 1 << 20;

    /// <summary>Rows so long that several at a time are several streams.</summary>
    private const int StreamBytes = 256;

    /// <summary>Rows so short that to end one alone takes longer than to begin four.</summary>
    private const int ShortBytes = 256;

    /// <summary>
    /// Whether rows are read faster one by one: a processor foretells one stream through memory, while several at a time
    /// take up to twice as long.
    /// </summary>
    public static bool AreStreamed<T>(long values, int inputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        values * Unsafe.SizeOf<T>() > CacheBytes && inputs * (long)Unsafe.SizeOf<T>() >= StreamBytes;

    /// <summary>The same as <see cref="Of"/> with one addend, strictly in the order of memory.</summary>
    [MethodImpl(Jit.Loop)]
    public static void OneByOne<T>(ReadOnlySpan<T> rows, ReadOnlySpan<T> vector, T addend, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T row = ref MemoryMarshal.GetReference(rows);
        foreach (ref T result in destination)
        {
            result = Dot.Of(in row, in MemoryMarshal.GetReference(vector), (nuint)vector.Length) + addend;
            row = ref Unsafe.Add(ref row, vector.Length);
        }
    }

    /// <summary>
    /// destination[r] = rows[r] . vector + addends[r], or + addends[0] for all where there is only one. Rows
    /// <c>[count x inputs]</c>, vector <c>[inputs]</c>, destination <c>[count]</c>.
    /// </summary>
    [MethodImpl(Jit.Loop)]
    public static void Of<T>(ReadOnlySpan<T> rows, ReadOnlySpan<T> vector, ReadOnlySpan<T> addends, Span<T> destination)
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
            nuint whole = bytes % 16 == 0 ? end & ~((nuint)Vector512<T>.Count - 1) : 0;
            if (whole > 0)
            {
                InRegisters(ref row, ref weights, length, ref addend, addendStep, ref result, whole);
            }

            nuint first = whole > 0 ? Next(whole - 4, end, bytes) : 0;
            index = ByFour(ref row, ref weights, length, ref addend, addendStep, ref result, first, end);
        }

        for (; bytes < 64 && index < end; index++)
        {
            Unsafe.Add(ref result, index) =
                Dot.OfShort(in Unsafe.Add(ref row, index * length), in weights, length) + Unsafe.Add(ref addend, index * addendStep);
        }

        for (; index < end; index++)
        {
            Unsafe.Add(ref result, index) =
                Dot.Of(in Unsafe.Add(ref row, index * length), in weights, length) + Unsafe.Add(ref addend, index * addendStep);
        }
    }

    /// <summary>Four rows at a time from an index on. Returns the first that is left.</summary>
    [MethodImpl(Jit.Loop)]
    private static nuint ByFour<T>(
        ref T row, ref T vector, nuint length, ref T addend, nuint addendStep, ref T destination, nuint index, nuint end)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint bytes = length * (nuint)Unsafe.SizeOf<T>();
        for (; index + 4 <= end; index = Next(index, end, bytes))
        {
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
    /// The four rows after these. Of short rows the last four where fewer are left, some of them once more: that takes less
    /// than each of them alone.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint Next(nuint index, nuint end, nuint bytes)
    {
        nuint left = end - index - 4;
        return left is > 0 and < 4 && bytes <= ShortBytes ? end - 4 : index + 4;
    }

    /// <summary>
    /// The same against two vectors <c>[2 x inputs]</c>, each with its addend; the destinations are <c>[count]</c> each and
    /// their distance apart.
    /// </summary>
    [MethodImpl(Jit.Loop)]
    public static void OfTwo<T>(
        ReadOnlySpan<T> rows, ReadOnlySpan<T> vectors, ReadOnlySpan<T> addends, Span<T> destination, int distance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int inputs = vectors.Length / 2;
        int count = rows.Length / inputs;
        Debug.Assert(destination.Length >= distance + count, "Either vector has room for its results.");
        int whole = 0;
        if (Avx512F.IsSupported && inputs >= Vector512<T>.Count)
        {
            ref T row = ref MemoryMarshal.GetReference(rows);
            ref T weights = ref MemoryMarshal.GetReference(vectors);
            nuint length = (nuint)inputs;
            whole = count & ~3;
            for (int index = 0; index < whole; index += 4)
            {
                Vector512<T> sums = FourRows.SumsOfTwo(in row, in weights, length, out Vector512<T> others);
                FourRows.Finish(sums, in row, in weights, length, in addends[0], 0, ref destination[index]);
                FourRows.Finish(
                    others, in row, in Unsafe.Add(ref weights, length), length, in addends[1], 0, ref destination[distance + index]);
                row = ref Unsafe.Add(ref row, 4 * length);
            }
        }

        ReadOnlySpan<T> rest = rows[(whole * inputs)..];
        Of(rest, vectors[..inputs], addends[..1], destination[whole..count]);
        Of(rest, vectors[inputs..], addends.Slice(1, 1), destination[(distance + whole)..(distance + count)]);
    }

    /// <summary>As many rows as a register has lanes at a time, whole 16 bytes long. Apart, so that their sums have the registers to themselves.</summary>
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
