using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralNet.Core.Kernels;

/// <content>Few inputs: four rows in four sums.</content>
internal static partial class ScaledRows
{
    /// <summary>Whole groups of four rows, on the widest registers that the columns fill.</summary>
    [MethodImpl(Jit.Loop)]
    private static void AddGrouped<T>(
        ref T rows, nuint inputs, ref T scales, nuint count, ref T sums, nuint column, bool asksAhead)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint left = inputs - column;
        rows = ref Unsafe.Add(ref rows, column);
        sums = ref Unsafe.Add(ref sums, column);
        if (Vector512.IsHardwareAccelerated && left >= (nuint)Vector512<T>.Count)
        {
            Grouped<T, Lanes512<T>>(ref rows, inputs, ref scales, count, ref sums, left, asksAhead);
        }
        else if (Vector256.IsHardwareAccelerated && left >= (nuint)Vector256<T>.Count)
        {
            Grouped<T, Lanes256<T>>(ref rows, inputs, ref scales, count, ref sums, left, asksAhead);
        }
        else if (Vector128.IsHardwareAccelerated && left >= (nuint)Vector128<T>.Count)
        {
            Grouped<T, Lanes128<T>>(ref rows, inputs, ref scales, count, ref sums, left, asksAhead: false);
        }
        else
        {
            Grouped<T, Scalar<T>>(ref rows, inputs, ref scales, count, ref sums, left, asksAhead: false);
        }
    }

    /// <summary>
    /// Two columns of registers at a time and then one, over the first values of each row, at least as many as a register has lanes. The
    /// last register begins early enough to be whole, and adds to the sums that were there before: the columns that it shares with others
    /// get the same bits twice.
    /// </summary>
    [MethodImpl(Jit.Loop)]
    private static void Grouped<T, TLanes>(
        ref T rows, nuint inputs, ref T scales, nuint count, ref T sums, nuint length, bool asksAhead)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : struct, ILanes<TLanes, T>
    {
        // Seven columns, registers of four lanes:
        //
        //   [0 1 2 3]            left
        //         [3 4 5 6]      right, the last one
        nuint width = (nuint)(Unsafe.SizeOf<TLanes>() / Unsafe.SizeOf<T>());
        nuint last = length - width;
        TLanes lastSum = TLanes.Load(in sums, last);
        nuint column = 0;
        for (; column + width < length; column += 2 * width)
        {
            // left2 is the left column of the rows 2, 6, 10 and so on. Each scale is loaded once for two columns.
            nuint gap = Math.Min(width, last - column);
            TLanes left0 = TLanes.Create(T.Zero), left1 = left0, left2 = left0, left3 = left0;
            TLanes right0 = left0, right1 = left0, right2 = left0, right3 = left0;
            nuint at = column;
            for (nuint row = 0; row < count; row += 4)
            {
                if (asksAhead)
                {
                    Prefetch.Near(ref Unsafe.Add(ref rows, (row + count) * inputs), 4 * inputs);
                }

                TLanes scale = TLanes.Create(Unsafe.Add(ref scales, row));
                left0 = TLanes.FusedMultiplyAdd(scale, TLanes.Load(in rows, at), left0);
                right0 = TLanes.FusedMultiplyAdd(scale, TLanes.Load(in rows, at + gap), right0);
                at += inputs;
                scale = TLanes.Create(Unsafe.Add(ref scales, row + 1));
                left1 = TLanes.FusedMultiplyAdd(scale, TLanes.Load(in rows, at), left1);
                right1 = TLanes.FusedMultiplyAdd(scale, TLanes.Load(in rows, at + gap), right1);
                at += inputs;
                scale = TLanes.Create(Unsafe.Add(ref scales, row + 2));
                left2 = TLanes.FusedMultiplyAdd(scale, TLanes.Load(in rows, at), left2);
                right2 = TLanes.FusedMultiplyAdd(scale, TLanes.Load(in rows, at + gap), right2);
                at += inputs;
                scale = TLanes.Create(Unsafe.Add(ref scales, row + 3));
                left3 = TLanes.FusedMultiplyAdd(scale, TLanes.Load(in rows, at), left3);
                right3 = TLanes.FusedMultiplyAdd(scale, TLanes.Load(in rows, at + gap), right3);
                at += inputs;
            }

            TLanes right = column + gap == last ? lastSum : TLanes.Load(in sums, column + gap);
            (TLanes.Load(in sums, column) + ((left0 + left2) + (left1 + left3))).Store(ref sums, column);
            (right + ((right0 + right2) + (right1 + right3))).Store(ref sums, column + gap);
        }

        // One column is left: four chains, where one sum for all rows would be a single one.
        if (column < length)
        {
            TLanes sum0 = TLanes.Create(T.Zero), sum1 = sum0, sum2 = sum0, sum3 = sum0;
            nuint at = last;
            for (nuint row = 0; row < count; row += 4)
            {
                sum0 = TLanes.FusedMultiplyAdd(
                    TLanes.Create(Unsafe.Add(ref scales, row)), TLanes.Load(in rows, at), sum0);
                sum1 = TLanes.FusedMultiplyAdd(
                    TLanes.Create(Unsafe.Add(ref scales, row + 1)), TLanes.Load(in rows, at + inputs), sum1);
                sum2 = TLanes.FusedMultiplyAdd(
                    TLanes.Create(Unsafe.Add(ref scales, row + 2)), TLanes.Load(in rows, at + (2 * inputs)), sum2);
                sum3 = TLanes.FusedMultiplyAdd(
                    TLanes.Create(Unsafe.Add(ref scales, row + 3)), TLanes.Load(in rows, at + (3 * inputs)), sum3);
                at += 4 * inputs;
            }

            (lastSum + ((sum0 + sum2) + (sum1 + sum3))).Store(ref sums, last);
        }
    }
}
