using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NeuralNet.Core.Kernels;

/// <summary>Sums the products of all pairs of columns over rows: the second derivatives of a tile.</summary>
internal static class SquaredRows
{
    // A block of the sums, four columns i by two registers of columns j. Rows pass while the eight sums stay in registers, as many
    // chains as keep two units of four cycles busy:
    //
    //              j ...        j + width ...
    //   i          sum00        sum01            += scaled[r, i]     * row r
    //   i + 1      sum10        sum11            += scaled[r, i + 1] * row r
    //   i + 2      sum20        sum21
    //   i + 3      sum30        sum31
    //
    // Every sum is one chain of fused multiply-adds over the rows in their order, for registers of any width. Only blocks that reach the
    // diagonal or lie right of it are needed: the sums are symmetric.

    /// <summary>The columns of a row are a multiple of this, the doubles in two registers of 512 bits or less.</summary>
    public const int Unit = 16;

    /// <summary>Returns the least width of so many columns.</summary>
    public static int WidthOf(int columns) => (columns + Unit - 1) / Unit * Unit;

    /// <summary>
    /// sums[i, j] += scaled[r, i] * rows[r, j], for j from i on; what stands left of the diagonal has no meaning. Rows and scaled
    /// <c>[count x width]</c>, sums <c>[width x width]</c>, with a width that is a multiple of <see cref="Unit"/>.
    /// </summary>
    [MethodImpl(Jit.Loop)]
    public static void Add(ReadOnlySpan<double> rows, ReadOnlySpan<double> scaled, int width, Span<double> sums)
    {
        Debug.Assert(width % Unit == 0, "The columns fill registers.");
        Debug.Assert(rows.Length == scaled.Length && rows.Length % width == 0 && sums.Length == width * width, "The rows are whole.");
        ref double row = ref MemoryMarshal.GetReference(rows);
        ref double scale = ref MemoryMarshal.GetReference(scaled);
        ref double sum = ref MemoryMarshal.GetReference(sums);
        nuint count = (nuint)(rows.Length / width);
        if (Vector512.IsHardwareAccelerated)
        {
            Add<Lanes512<double>>(ref row, ref scale, (nuint)width, count, ref sum);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Add<Lanes256<double>>(ref row, ref scale, (nuint)width, count, ref sum);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            Add<Lanes128<double>>(ref row, ref scale, (nuint)width, count, ref sum);
        }
        else
        {
            Add<Scalar<double>>(ref row, ref scale, (nuint)width, count, ref sum);
        }
    }

    [MethodImpl(Jit.Loop)]
    private static void Add<TLanes>(ref double rows, ref double scaled, nuint width, nuint count, ref double sums)
        where TLanes : struct, ILanes<TLanes, double>
    {
        nuint lanes = (nuint)(Unsafe.SizeOf<TLanes>() / sizeof(double));
        for (nuint i = 0; i < width; i += 4)
        {
            for (nuint j = i - (i % (2 * lanes)); j < width; j += 2 * lanes)
            {
                Block<TLanes>(ref Unsafe.Add(ref rows, j), ref Unsafe.Add(ref scaled, i), width, count, ref Unsafe.Add(ref sums, (i * width) + j), lanes);
            }
        }
    }

    [MethodImpl(Jit.Loop)]
    private static void Block<TLanes>(ref double row, ref double scale, nuint width, nuint count, ref double target0, nuint lanes)
        where TLanes : struct, ILanes<TLanes, double>
    {
        ref double target1 = ref Unsafe.Add(ref target0, width);
        ref double target2 = ref Unsafe.Add(ref target1, width);
        ref double target3 = ref Unsafe.Add(ref target2, width);
        TLanes sum00 = TLanes.Load(in target0, 0), sum01 = TLanes.Load(in target0, lanes);
        TLanes sum10 = TLanes.Load(in target1, 0), sum11 = TLanes.Load(in target1, lanes);
        TLanes sum20 = TLanes.Load(in target2, 0), sum21 = TLanes.Load(in target2, lanes);
        TLanes sum30 = TLanes.Load(in target3, 0), sum31 = TLanes.Load(in target3, lanes);
        for (nuint index = 0; index < count; index++)
        {
            TLanes left = TLanes.Load(in row, 0);
            TLanes right = TLanes.Load(in row, lanes);
            TLanes factor = TLanes.Create(scale);
            sum00 = TLanes.FusedMultiplyAdd(factor, left, sum00);
            sum01 = TLanes.FusedMultiplyAdd(factor, right, sum01);
            factor = TLanes.Create(Unsafe.Add(ref scale, 1));
            sum10 = TLanes.FusedMultiplyAdd(factor, left, sum10);
            sum11 = TLanes.FusedMultiplyAdd(factor, right, sum11);
            factor = TLanes.Create(Unsafe.Add(ref scale, 2));
            sum20 = TLanes.FusedMultiplyAdd(factor, left, sum20);
            sum21 = TLanes.FusedMultiplyAdd(factor, right, sum21);
            factor = TLanes.Create(Unsafe.Add(ref scale, 3));
            sum30 = TLanes.FusedMultiplyAdd(factor, left, sum30);
            sum31 = TLanes.FusedMultiplyAdd(factor, right, sum31);
            row = ref Unsafe.Add(ref row, width);
            scale = ref Unsafe.Add(ref scale, width);
        }

        sum00.Store(ref target0, 0);
        sum01.Store(ref target0, lanes);
        sum10.Store(ref target1, 0);
        sum11.Store(ref target1, lanes);
        sum20.Store(ref target2, 0);
        sum21.Store(ref target2, lanes);
        sum30.Store(ref target3, 0);
        sum31.Store(ref target3, lanes);
    }
}
