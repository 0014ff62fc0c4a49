using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Kernels;

/// <content>Loops over all rows for a few columns and outputs, whose sums fit into 16 registers.</content>
internal static partial class ScaledRows
{
    /// <summary>Two columns of registers for the outputs from one to another, up to four at a time.</summary>
    [MethodImpl(Jit.Loop)]
    private static void TwoColumnsOfAll<T, TLanes>(
        ref T rows, nuint inputs, ref T scales, nuint count, nuint output, nuint outputs, ref T sums, nuint column, nuint width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : struct, ILanes<TLanes, T>
    {
        for (; output + 4 <= outputs; output += 4)
        {
            TwoColumnsOfFour<T, TLanes>(
                ref rows, inputs, ref Unsafe.Add(ref scales, output * count), count, ref Unsafe.Add(ref sums, output * inputs), column, width);
        }

        if (output + 2 <= outputs)
        {
            TwoColumnsOfTwo<T, TLanes>(
                ref rows, inputs, ref Unsafe.Add(ref scales, output * count), count, ref Unsafe.Add(ref sums, output * inputs), column, width);
            output += 2;
        }

        if (output < outputs)
        {
            TwoColumns<T, TLanes>(
                ref rows, inputs, ref Unsafe.Add(ref scales, output * count), count, ref Unsafe.Add(ref sums, output * inputs), column, width);
        }
    }

    /// <summary>Eight columns of registers for one output: eight sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EightColumns<T, TLanes>(
        ref T rows, nuint inputs, ref T scales, nuint count, ref T sums, nuint column, nuint width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : struct, ILanes<TLanes, T>
    {
        ref T target = ref Unsafe.Add(ref sums, column);
        TLanes sum0 = TLanes.Load(in target, 0);
        TLanes sum1 = TLanes.Load(in target, width);
        TLanes sum2 = TLanes.Load(in target, 2 * width);
        TLanes sum3 = TLanes.Load(in target, 3 * width);
        TLanes sum4 = TLanes.Load(in target, 4 * width);
        TLanes sum5 = TLanes.Load(in target, 5 * width);
        TLanes sum6 = TLanes.Load(in target, 6 * width);
        TLanes sum7 = TLanes.Load(in target, 7 * width);
        ref T source = ref Unsafe.Add(ref rows, column);
        for (nuint row = 0; row < count; row++)
        {
            TLanes scale = TLanes.Create(Unsafe.Add(ref scales, row));
            sum0 = TLanes.FusedMultiplyAdd(scale, TLanes.Load(in source, 0), sum0);
            sum1 = TLanes.FusedMultiplyAdd(scale, TLanes.Load(in source, width), sum1);
            sum2 = TLanes.FusedMultiplyAdd(scale, TLanes.Load(in source, 2 * width), sum2);
            sum3 = TLanes.FusedMultiplyAdd(scale, TLanes.Load(in source, 3 * width), sum3);
            sum4 = TLanes.FusedMultiplyAdd(scale, TLanes.Load(in source, 4 * width), sum4);
            sum5 = TLanes.FusedMultiplyAdd(scale, TLanes.Load(in source, 5 * width), sum5);
            sum6 = TLanes.FusedMultiplyAdd(scale, TLanes.Load(in source, 6 * width), sum6);
            sum7 = TLanes.FusedMultiplyAdd(scale, TLanes.Load(in source, 7 * width), sum7);
            source = ref Unsafe.Add(ref source, inputs);
        }

        sum0.Store(ref target, 0);
        sum1.Store(ref target, width);
        sum2.Store(ref target, 2 * width);
        sum3.Store(ref target, 3 * width);
        sum4.Store(ref target, 4 * width);
        sum5.Store(ref target, 5 * width);
        sum6.Store(ref target, 6 * width);
        sum7.Store(ref target, 7 * width);
    }

    /// <summary>Two columns of registers for one output: two sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TwoColumns<T, TLanes>(
        ref T rows, nuint inputs, ref T scales, nuint count, ref T sums, nuint column, nuint width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : struct, ILanes<TLanes, T>
    {
        ref T target = ref Unsafe.Add(ref sums, column);
        TLanes left = TLanes.Load(in target, 0);
        TLanes right = TLanes.Load(in target, width);
        ref T source = ref Unsafe.Add(ref rows, column);
        for (nuint row = 0; row < count; row++)
        {
            TLanes scale = TLanes.Create(Unsafe.Add(ref scales, row));
            left = TLanes.FusedMultiplyAdd(scale, TLanes.Load(in source, 0), left);
            right = TLanes.FusedMultiplyAdd(scale, TLanes.Load(in source, width), right);
            source = ref Unsafe.Add(ref source, inputs);
        }

        left.Store(ref target, 0);
        right.Store(ref target, width);
    }

    /// <summary>Two columns of registers for two outputs: four sums. Both outputs share the loads of the inputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TwoColumnsOfTwo<T, TLanes>(
        ref T rows, nuint inputs, ref T scales, nuint count, ref T sums, nuint column, nuint width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : struct, ILanes<TLanes, T>
    {
        ref T target0 = ref Unsafe.Add(ref sums, column);
        ref T target1 = ref Unsafe.Add(ref target0, inputs);
        TLanes left0 = TLanes.Load(in target0, 0), right0 = TLanes.Load(in target0, width);
        TLanes left1 = TLanes.Load(in target1, 0), right1 = TLanes.Load(in target1, width);
        ref T source = ref Unsafe.Add(ref rows, column);
        for (nuint row = 0; row < count; row++)
        {
            TLanes left = TLanes.Load(in source, 0);
            TLanes right = TLanes.Load(in source, width);
            TLanes scale = TLanes.Create(Unsafe.Add(ref scales, row));
            left0 = TLanes.FusedMultiplyAdd(scale, left, left0);
            right0 = TLanes.FusedMultiplyAdd(scale, right, right0);
            scale = TLanes.Create(Unsafe.Add(ref scales, row + count));
            left1 = TLanes.FusedMultiplyAdd(scale, left, left1);
            right1 = TLanes.FusedMultiplyAdd(scale, right, right1);
            source = ref Unsafe.Add(ref source, inputs);
        }

        left0.Store(ref target0, 0);
        right0.Store(ref target0, width);
        left1.Store(ref target1, 0);
        right1.Store(ref target1, width);
    }

    /// <summary>Two columns of registers for four outputs: eight sums. All outputs share the loads of the inputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TwoColumnsOfFour<T, TLanes>(
        ref T rows, nuint inputs, ref T scales, nuint count, ref T sums, nuint column, nuint width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : struct, ILanes<TLanes, T>
    {
        ref T target0 = ref Unsafe.Add(ref sums, column);
        ref T target1 = ref Unsafe.Add(ref target0, inputs);
        ref T target2 = ref Unsafe.Add(ref target1, inputs);
        ref T target3 = ref Unsafe.Add(ref target2, inputs);
        TLanes left0 = TLanes.Load(in target0, 0), right0 = TLanes.Load(in target0, width);
        TLanes left1 = TLanes.Load(in target1, 0), right1 = TLanes.Load(in target1, width);
        TLanes left2 = TLanes.Load(in target2, 0), right2 = TLanes.Load(in target2, width);
        TLanes left3 = TLanes.Load(in target3, 0), right3 = TLanes.Load(in target3, width);
        ref T source = ref Unsafe.Add(ref rows, column);
        for (nuint row = 0; row < count; row++)
        {
            TLanes left = TLanes.Load(in source, 0);
            TLanes right = TLanes.Load(in source, width);
            TLanes scale = TLanes.Create(Unsafe.Add(ref scales, row));
            left0 = TLanes.FusedMultiplyAdd(scale, left, left0);
            right0 = TLanes.FusedMultiplyAdd(scale, right, right0);
            scale = TLanes.Create(Unsafe.Add(ref scales, row + count));
            left1 = TLanes.FusedMultiplyAdd(scale, left, left1);
            right1 = TLanes.FusedMultiplyAdd(scale, right, right1);
            scale = TLanes.Create(Unsafe.Add(ref scales, row + (2 * count)));
            left2 = TLanes.FusedMultiplyAdd(scale, left, left2);
            right2 = TLanes.FusedMultiplyAdd(scale, right, right2);
            scale = TLanes.Create(Unsafe.Add(ref scales, row + (3 * count)));
            left3 = TLanes.FusedMultiplyAdd(scale, left, left3);
            right3 = TLanes.FusedMultiplyAdd(scale, right, right3);
            source = ref Unsafe.Add(ref source, inputs);
        }

        left0.Store(ref target0, 0);
        right0.Store(ref target0, width);
        left1.Store(ref target1, 0);
        right1.Store(ref target1, width);
        left2.Store(ref target2, 0);
        right2.Store(ref target2, width);
        left3.Store(ref target3, 0);
        right3.Store(ref target3, width);
    }
}
