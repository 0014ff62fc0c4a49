using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NeuralNet.Core.Kernels;

/// <summary>Adds rows, each times a scale: sums the gradient of a tile, or adds a row to weights.</summary>
/// <remarks>
/// The loops go through all rows for a few registers of columns at a time, so that the sums stay in registers. With few inputs
/// there are too few columns: the processor would wait for one addition to a sum before it can begin the next. So there
/// four rows go to four partial sums. The sums of an output have the same bits alone and beside others.
/// </remarks>
internal static partial class ScaledRows
{
    // A column of registers is as many inputs as a register has lanes. Its sums stay in a register while the rows pass:
    //
    //                 column 0   column 1   ...
    //   row 0         load       load             * scale of row 0
    //   row 1         load       load             * scale of row 1
    //   ...
    //   sums          register   register
    //
    // A lane adds its products in an order that only the numbers of rows and inputs decide. So its bits do not depend on the
    // width of the register, nor on how many columns or outputs go through the rows together.
    //
    // Each sum is one chain of fused multiply-adds. A processor with two units for them, of about four cycles latency each,
    // needs eight chains to keep both units busy. So the loops have eight sums where they can:
    //
    //   EightColumns       8 columns x 1 output           8 loads of inputs and 1 of a scale for a row
    //   TwoColumnsOfFour   2 columns x 4 outputs          2 loads of inputs and 4 of scales for a row
    //   Grouped            2 columns x 4 partial sums     8 loads of inputs and 4 of scales for four rows
    //
    // More sums take fewer loads for each. Registers of 512 bits are 32, and hold them:
    //
    //   FourColumnsOfFive  4 columns x 5 outputs          4 loads of inputs and 5 of scales for a row, 20 sums
    //   GroupedOfThree     2 columns x 4 sums x 3 outputs 8 loads of inputs and 12 of scales for four rows, 24 sums

    /// <summary>Fewer bytes of inputs than this have four partial sums. It decides bits, so it is the same everywhere.</summary>
    private const int NarrowBytes = 256;

    /// <summary>The outputs that go through the rows together: a multiple of five, see above.</summary>
    private const int MostOutputs = 15;

    /// <summary>Whether rows of this many inputs are added in their order, so that zeros may be left out.</summary>
    public static bool AddsInOrder<T>(int inputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => (long)inputs * Unsafe.SizeOf<T>() >= NarrowBytes;

    /// <summary>
    /// sums[o, j] += scales[o, r] * rows[r, j], every product fused. Rows <c>[count x inputs]</c>, scales
    /// <c>[outputs x count]</c>, sums <c>[outputs x inputs]</c>. The rows are added in their order, except with few inputs: there
    /// whole groups of four rows make four sums, row r in sum r mod 4, which join as (0 + 2) + (1 + 3), and the rows that are
    /// left over follow in their order.
    /// </summary>
    public static void Add<T>(ReadOnlySpan<T> rows, int inputs, ReadOnlySpan<T> scales, Span<T> sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Add(rows, inputs, scales, sums, asksAhead: false);

    /// <summary>The same. With few inputs and one output it asks for as many rows after these, if they come from memory next.</summary>
    [MethodImpl(Jit.Loop)]
    public static void Add<T>(ReadOnlySpan<T> rows, int inputs, ReadOnlySpan<T> scales, Span<T> sums, bool asksAhead)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int outputs = sums.Length / inputs;
        int count = scales.Length / outputs;
        Debug.Assert(rows.Length == count * inputs, "The rows are whole.");
        Debug.Assert(scales.Length == count * outputs, "Each row has a scale for each output.");
        ref T row = ref MemoryMarshal.GetReference(rows);
        ref T scale = ref MemoryMarshal.GetReference(scales);
        ref T sum = ref MemoryMarshal.GetReference(sums);
        if (inputs * Unsafe.SizeOf<T>() >= NarrowBytes)
        {
            AddInOrder(ref row, (nuint)inputs, ref scale, (nuint)count, (nuint)outputs, ref sum);
            return;
        }

        // Without a group of four rows the order is that of the rows, which AddFew keeps too.
        if (count < 4 && inputs * Unsafe.SizeOf<T>() < 32)
        {
            AddFew(ref row, inputs, ref scale, count, outputs, ref sum);
            return;
        }

        nuint grouped = (nuint)(count & ~3);
        nuint rest = (nuint)(count & 3);
        int shared = Vector512.IsHardwareAccelerated && inputs >= 2 * Vector512<T>.Count && grouped > 0 ? outputs - (outputs % 3) : 0;
        nuint done = 0;
        if (shared > 0)
        {
            done = GroupedOfThree<T, Lanes512<T>>(
                ref row, (nuint)inputs, ref scale, (nuint)count, grouped, (nuint)shared, ref sum);
        }

        for (int output = 0; output < outputs; output++)
        {
            nuint column = output < shared ? done : 0;
            if (grouped > 0 && column < (nuint)inputs)
            {
                AddGrouped(ref row, (nuint)inputs, ref scale, grouped, ref sum, column, asksAhead && outputs == 1);
            }

            if (rest > 0)
            {
                AddInOrder(
                    ref Unsafe.Add(ref row, grouped * (nuint)inputs),
                    (nuint)inputs,
                    ref Unsafe.Add(ref scale, grouped),
                    rest,
                    1,
                    ref sum);
            }

            scale = ref Unsafe.Add(ref scale, count);
            sum = ref Unsafe.Add(ref sum, inputs);
        }
    }

    /// <summary>For so few values that choosing a register width would take longer than adding them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddFew<T>(ref T rows, int inputs, ref T scales, int count, int outputs, ref T sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int output = 0; output < outputs; output++)
        {
            for (int column = 0; column < inputs; column++)
            {
                T sum = sums;
                for (int row = 0; row < count; row++)
                {
                    sum = Fused.MultiplyAdd(Unsafe.Add(ref scales, row), Unsafe.Add(ref rows, (row * inputs) + column), sum);
                }

                sums = sum;
                sums = ref Unsafe.Add(ref sums, 1);
            }

            scales = ref Unsafe.Add(ref scales, count);
        }
    }

    /// <summary>Rows in their order, for some outputs at a time.</summary>
    [MethodImpl(Jit.Loop)]
    private static void AddInOrder<T>(ref T rows, nuint inputs, ref T scales, nuint count, nuint outputs, ref T sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (nuint output = 0; output < outputs; output += MostOutputs)
        {
            AddInOrderOfFew(
                ref rows,
                inputs,
                ref Unsafe.Add(ref scales, output * count),
                count,
                Math.Min(outputs - output, MostOutputs),
                ref Unsafe.Add(ref sums, output * inputs));
        }
    }

    /// <summary>The same on the widest registers that the columns fill.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddInOrderOfFew<T>(ref T rows, nuint inputs, ref T scales, nuint count, nuint outputs, ref T sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated && inputs >= (nuint)Vector512<T>.Count)
        {
            InOrderWithEnd<T, Lanes512<T>>(ref rows, inputs, ref scales, count, outputs, ref sums);
        }
        else if (Vector256.IsHardwareAccelerated && inputs >= (nuint)Vector256<T>.Count)
        {
            InOrderWithEnd<T, Lanes256<T>>(ref rows, inputs, ref scales, count, outputs, ref sums);
        }
        else if (Vector128.IsHardwareAccelerated && inputs >= (nuint)Vector128<T>.Count)
        {
            InOrderWithEnd<T, Lanes128<T>>(ref rows, inputs, ref scales, count, outputs, ref sums);
        }
        else
        {
            InOrder<T, Scalar<T>>(ref rows, inputs, ref scales, count, outputs, ref sums);
        }
    }

    /// <summary>
    /// Whole columns, and then the values at the end that fill no register, in one that begins early enough to be whole. It adds to the
    /// sums that were there before, and is stored after the others: the columns that it shares with another get the same bits twice. A
    /// single value goes alone.
    /// </summary>
    [SkipLocalsInit]
    [MethodImpl(Jit.Loop)]
    private static void InOrderWithEnd<T, TLanes>(
        ref T rows, nuint inputs, ref T scales, nuint count, nuint outputs, ref T sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : struct, ILanes<TLanes, T>
    {
        nuint width = (nuint)(Unsafe.SizeOf<TLanes>() / Unsafe.SizeOf<T>());
        nuint rest = inputs % width;
        if (rest <= 1)
        {
            InOrder<T, TLanes>(ref rows, inputs, ref scales, count, outputs, ref sums);
            if (rest == 1)
            {
                Column<T, Scalar<T>>(ref rows, inputs, ref scales, count, outputs, ref sums, inputs - 1, ref Unsafe.Add(ref sums, inputs - 1), inputs);
            }

            return;
        }

        Span<T> ends = stackalloc T[MostOutputs * Vector512<T>.Count];
        ref T end = ref MemoryMarshal.GetReference(ends);
        Column<T, TLanes>(ref rows, inputs, ref scales, count, outputs, ref sums, inputs - width, ref end, width);
        InOrder<T, TLanes>(ref rows, inputs, ref scales, count, outputs, ref sums);
        for (nuint output = 0; output < outputs; output++)
        {
            TLanes.Load(in end, output * width).Store(ref sums, (output * inputs) + inputs - width);
        }
    }

    /// <summary>
    /// Eight columns of registers at a time for one output; with registers of 512 bits four columns for five outputs; two columns for
    /// four outputs, then for two and one; then one column. Leaves out values at the end that fill no register.
    /// </summary>
    [MethodImpl(Jit.Loop)]
    private static void InOrder<T, TLanes>(
        ref T rows, nuint inputs, ref T scales, nuint count, nuint outputs, ref T sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : struct, ILanes<TLanes, T>
    {
        nuint width = (nuint)(Unsafe.SizeOf<TLanes>() / Unsafe.SizeOf<T>());
        nuint column = 0;

        // One output has no other one to share its loads with, so its chains come from more columns.
        if (outputs == 1)
        {
            for (; column + (8 * width) <= inputs; column += 8 * width)
            {
                EightColumns<T, TLanes>(ref rows, inputs, ref scales, count, ref sums, column, width);
            }
        }

        nuint fives = typeof(TLanes) == typeof(Lanes512<T>) ? outputs - (outputs % 5) : 0;
        for (; fives > 0 && column + (4 * width) <= inputs; column += 4 * width)
        {
            for (nuint output = 0; output < fives; output += 5)
            {
                FourColumnsOfFive<T, TLanes>(
                    ref rows, inputs, ref Unsafe.Add(ref scales, output * count), count, ref Unsafe.Add(ref sums, output * inputs), column, width);
            }

            if (fives < outputs)
            {
                TwoColumnsOfAll<T, TLanes>(ref rows, inputs, ref scales, count, fives, outputs, ref sums, column, width);
                TwoColumnsOfAll<T, TLanes>(ref rows, inputs, ref scales, count, fives, outputs, ref sums, column + (2 * width), width);
            }
        }

        for (; column + (2 * width) <= inputs; column += 2 * width)
        {
            TwoColumnsOfAll<T, TLanes>(ref rows, inputs, ref scales, count, 0, outputs, ref sums, column, width);
        }

        // At most one whole column is left.
        if (column + width <= inputs)
        {
            Column<T, TLanes>(ref rows, inputs, ref scales, count, outputs, ref sums, column, ref Unsafe.Add(ref sums, column), inputs);
        }
    }

    /// <summary>
    /// One column of registers. The results of each output begin a distance after those of the one before. A method of its own: it would
    /// take registers from the loops with many sums.
    /// </summary>
    [MethodImpl(Jit.Loop)]
    private static void Column<T, TLanes>(
        ref T rows, nuint inputs, ref T scales, nuint count, nuint outputs, ref T sums, nuint column, ref T destination, nuint distance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : struct, ILanes<TLanes, T>
    {
        for (nuint output = 0; output < outputs; output++)
        {
            TLanes sum = TLanes.Load(in sums, (output * inputs) + column);
            for (nuint row = 0; row < count; row++)
            {
                sum = TLanes.FusedMultiplyAdd(
                    TLanes.Create(Unsafe.Add(ref scales, (output * count) + row)), TLanes.Load(in rows, (row * inputs) + column), sum);
            }

            sum.Store(ref destination, output * distance);
        }
    }
}
