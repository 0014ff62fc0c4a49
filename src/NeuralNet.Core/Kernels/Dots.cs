using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NeuralNet.Core.Kernels;

/// <summary>
/// Dot products of many rows with one vector. Each result has the bits of <see cref="Dot"/>. Where registers have 512 bits the
/// partial sums of several rows are halved together (<see cref="FourRows"/>).
/// </summary>
/// <remarks>
/// Rows <c>[rows x inputs]</c> against a weight vector are the logits of a tile; the weights <c>[outputs x inputs]</c>
/// against one row are the logits of that row.
/// </remarks>
internal static unsafe partial class Dots
{
    /// <summary>Rows with more bytes than this in all count as larger than the second-level cache.</summary>
    private const int CacheBytes = 1 << 20;

    /// <summary>Rows of this length or longer are a stream each when several are read at a time.</summary>
    private const int StreamBytes = 256;

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
        nuint count = (nuint)destination.Length;
        nuint length = (nuint)vector.Length;
        Debug.Assert((nuint)rows.Length == count * length, "The rows are whole.");
        Debug.Assert(addends.Length == 1 || addends.Length == destination.Length, "There is one addend, or one for each row.");
        nuint addendStep = addends.Length == 1 ? 0u : 1u;
        nuint index = 0;
        if (Vector512.IsHardwareAccelerated || EightRows.IsSupported)
        {
            fixed (T* row = rows, weights = vector, addend = addends, result = destination)
            {
                index = Vector512.IsHardwareAccelerated
                    ? Together(row, weights, length, addend, addendStep, result, count)
                    : EightRows.Compute(row, weights, length, addend, addendStep, result, count);
            }
        }

        // Rows that are left, or all rows without these registers, one by one.
        for (; index < count; index++)
        {
            T sum = Dot.Compute(
                in Unsafe.Add(ref MemoryMarshal.GetReference(rows), index * length), in MemoryMarshal.GetReference(vector), length);
            Unsafe.Add(ref MemoryMarshal.GetReference(destination), index) =
                sum + Unsafe.Add(ref MemoryMarshal.GetReference(addends), index * addendStep);
        }
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
        if (Vector512.IsHardwareAccelerated && inputs > Vector512<T>.Count && count >= 4)
        {
            // Each value of a row is loaded once for three vectors.
            whole = count & ~3;
            fixed (T* row = rows, weights = vectors, addend = addends, result = destination)
            {
                for (; vector + 3 <= addends.Length; vector += 3)
                {
                    OfThree(
                        row,
                        weights + ((nint)vector * inputs),
                        (nuint)inputs,
                        addend + vector,
                        result + ((nint)vector * distance),
                        (nuint)distance,
                        (nuint)whole);
                }
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
}
