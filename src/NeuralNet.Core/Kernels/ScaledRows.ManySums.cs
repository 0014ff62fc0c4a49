using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Kernels;

/// <content>Loops with so many sums that they need the 32 registers of AVX-512.</content>
internal static partial class ScaledRows
{
    /// <summary>Four columns of registers for five outputs: twenty sums. All outputs share the loads of the inputs.</summary>
    [MethodImpl(Jit.Loop)]
    private static void FourColumnsOfFive<T, TLanes>(
        ref T rows, nuint inputs, ref T scales, nuint count, ref T sums, nuint column, nuint width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : struct, ILanes<TLanes, T>
    {
        // sum21 is the sum of output 2 and column 1.
        ref T target0 = ref Unsafe.Add(ref sums, column);
        ref T target1 = ref Unsafe.Add(ref target0, inputs);
        ref T target2 = ref Unsafe.Add(ref target1, inputs);
        ref T target3 = ref Unsafe.Add(ref target2, inputs);
        ref T target4 = ref Unsafe.Add(ref target3, inputs);
        TLanes sum00 = TLanes.Load(in target0, 0), sum01 = TLanes.Load(in target0, width);
        TLanes sum02 = TLanes.Load(in target0, 2 * width), sum03 = TLanes.Load(in target0, 3 * width);
        TLanes sum10 = TLanes.Load(in target1, 0), sum11 = TLanes.Load(in target1, width);
        TLanes sum12 = TLanes.Load(in target1, 2 * width), sum13 = TLanes.Load(in target1, 3 * width);
        TLanes sum20 = TLanes.Load(in target2, 0), sum21 = TLanes.Load(in target2, width);
        TLanes sum22 = TLanes.Load(in target2, 2 * width), sum23 = TLanes.Load(in target2, 3 * width);
        TLanes sum30 = TLanes.Load(in target3, 0), sum31 = TLanes.Load(in target3, width);
        TLanes sum32 = TLanes.Load(in target3, 2 * width), sum33 = TLanes.Load(in target3, 3 * width);
        TLanes sum40 = TLanes.Load(in target4, 0), sum41 = TLanes.Load(in target4, width);
        TLanes sum42 = TLanes.Load(in target4, 2 * width), sum43 = TLanes.Load(in target4, 3 * width);
        ref T source = ref Unsafe.Add(ref rows, column);
        for (nuint row = 0; row < count; row++)
        {
            TLanes value0 = TLanes.Load(in source, 0);
            TLanes value1 = TLanes.Load(in source, width);
            TLanes value2 = TLanes.Load(in source, 2 * width);
            TLanes value3 = TLanes.Load(in source, 3 * width);
            TLanes scale = TLanes.Create(Unsafe.Add(ref scales, row));
            sum00 = TLanes.FusedMultiplyAdd(scale, value0, sum00);
            sum01 = TLanes.FusedMultiplyAdd(scale, value1, sum01);
            sum02 = TLanes.FusedMultiplyAdd(scale, value2, sum02);
            sum03 = TLanes.FusedMultiplyAdd(scale, value3, sum03);
            scale = TLanes.Create(Unsafe.Add(ref scales, row + count));
            sum10 = TLanes.FusedMultiplyAdd(scale, value0, sum10);
            sum11 = TLanes.FusedMultiplyAdd(scale, value1, sum11);
            sum12 = TLanes.FusedMultiplyAdd(scale, value2, sum12);
            sum13 = TLanes.FusedMultiplyAdd(scale, value3, sum13);
            scale = TLanes.Create(Unsafe.Add(ref scales, row + (2 * count)));
            sum20 = TLanes.FusedMultiplyAdd(scale, value0, sum20);
            sum21 = TLanes.FusedMultiplyAdd(scale, value1, sum21);
            sum22 = TLanes.FusedMultiplyAdd(scale, value2, sum22);
            sum23 = TLanes.FusedMultiplyAdd(scale, value3, sum23);
            scale = TLanes.Create(Unsafe.Add(ref scales, row + (3 * count)));
            sum30 = TLanes.FusedMultiplyAdd(scale, value0, sum30);
            sum31 = TLanes.FusedMultiplyAdd(scale, value1, sum31);
            sum32 = TLanes.FusedMultiplyAdd(scale, value2, sum32);
            sum33 = TLanes.FusedMultiplyAdd(scale, value3, sum33);
            scale = TLanes.Create(Unsafe.Add(ref scales, row + (4 * count)));
            sum40 = TLanes.FusedMultiplyAdd(scale, value0, sum40);
            sum41 = TLanes.FusedMultiplyAdd(scale, value1, sum41);
            sum42 = TLanes.FusedMultiplyAdd(scale, value2, sum42);
            sum43 = TLanes.FusedMultiplyAdd(scale, value3, sum43);
            source = ref Unsafe.Add(ref source, inputs);
        }

        sum00.Store(ref target0, 0);
        sum01.Store(ref target0, width);
        sum02.Store(ref target0, 2 * width);
        sum03.Store(ref target0, 3 * width);
        sum10.Store(ref target1, 0);
        sum11.Store(ref target1, width);
        sum12.Store(ref target1, 2 * width);
        sum13.Store(ref target1, 3 * width);
        sum20.Store(ref target2, 0);
        sum21.Store(ref target2, width);
        sum22.Store(ref target2, 2 * width);
        sum23.Store(ref target2, 3 * width);
        sum30.Store(ref target3, 0);
        sum31.Store(ref target3, width);
        sum32.Store(ref target3, 2 * width);
        sum33.Store(ref target3, 3 * width);
        sum40.Store(ref target4, 0);
        sum41.Store(ref target4, width);
        sum42.Store(ref target4, 2 * width);
        sum43.Store(ref target4, 3 * width);
    }

    /// <summary>
    /// The same as <see cref="Grouped"/>, two columns at a time for three outputs, which share the loads of the inputs: twenty-four sums.
    /// Returns the first input that is left.
    /// </summary>
    [MethodImpl(Jit.Loop)]
    private static nuint GroupedOfThree<T, TLanes>(
        ref T rows, nuint inputs, ref T scales, nuint distance, nuint count, nuint outputs, ref T sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : struct, ILanes<TLanes, T>
    {
        nuint width = (nuint)(Unsafe.SizeOf<TLanes>() / Unsafe.SizeOf<T>());
        nuint column = 0;
        for (; column + (2 * width) <= inputs; column += 2 * width)
        {
            for (nuint output = 0; output < outputs; output += 3)
            {
                PairOfThree<T, TLanes>(
                    ref Unsafe.Add(ref rows, column),
                    inputs,
                    ref Unsafe.Add(ref scales, output * distance),
                    distance,
                    count,
                    ref Unsafe.Add(ref sums, (output * inputs) + column),
                    width);
            }
        }

        return column;
    }

    [MethodImpl(Jit.Loop)]
    private static void PairOfThree<T, TLanes>(
        ref T row, nuint inputs, ref T scales, nuint distance, nuint count, ref T sums, nuint width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : struct, ILanes<TLanes, T>
    {
        // left12 belongs to output 1 and the left column of the rows 2, 6, 10 and so on.
        TLanes left00 = TLanes.Create(T.Zero), left01 = left00, left02 = left00, left03 = left00;
        TLanes left10 = left00, left11 = left00, left12 = left00, left13 = left00;
        TLanes left20 = left00, left21 = left00, left22 = left00, left23 = left00;
        TLanes right00 = left00, right01 = left00, right02 = left00, right03 = left00;
        TLanes right10 = left00, right11 = left00, right12 = left00, right13 = left00;
        TLanes right20 = left00, right21 = left00, right22 = left00, right23 = left00;
        ref T scales1 = ref Unsafe.Add(ref scales, distance);
        ref T scales2 = ref Unsafe.Add(ref scales1, distance);
        for (nuint index = 0; index < count; index += 4)
        {
            TLanes left = TLanes.Load(in row, 0);
            TLanes right = TLanes.Load(in row, width);
            TLanes scale = TLanes.Create(Unsafe.Add(ref scales, index));
            left00 = TLanes.FusedMultiplyAdd(scale, left, left00);
            right00 = TLanes.FusedMultiplyAdd(scale, right, right00);
            scale = TLanes.Create(Unsafe.Add(ref scales1, index));
            left10 = TLanes.FusedMultiplyAdd(scale, left, left10);
            right10 = TLanes.FusedMultiplyAdd(scale, right, right10);
            scale = TLanes.Create(Unsafe.Add(ref scales2, index));
            left20 = TLanes.FusedMultiplyAdd(scale, left, left20);
            right20 = TLanes.FusedMultiplyAdd(scale, right, right20);
            row = ref Unsafe.Add(ref row, inputs);
            left = TLanes.Load(in row, 0);
            right = TLanes.Load(in row, width);
            scale = TLanes.Create(Unsafe.Add(ref scales, index + 1));
            left01 = TLanes.FusedMultiplyAdd(scale, left, left01);
            right01 = TLanes.FusedMultiplyAdd(scale, right, right01);
            scale = TLanes.Create(Unsafe.Add(ref scales1, index + 1));
            left11 = TLanes.FusedMultiplyAdd(scale, left, left11);
            right11 = TLanes.FusedMultiplyAdd(scale, right, right11);
            scale = TLanes.Create(Unsafe.Add(ref scales2, index + 1));
            left21 = TLanes.FusedMultiplyAdd(scale, left, left21);
            right21 = TLanes.FusedMultiplyAdd(scale, right, right21);
            row = ref Unsafe.Add(ref row, inputs);
            left = TLanes.Load(in row, 0);
            right = TLanes.Load(in row, width);
            scale = TLanes.Create(Unsafe.Add(ref scales, index + 2));
            left02 = TLanes.FusedMultiplyAdd(scale, left, left02);
            right02 = TLanes.FusedMultiplyAdd(scale, right, right02);
            scale = TLanes.Create(Unsafe.Add(ref scales1, index + 2));
            left12 = TLanes.FusedMultiplyAdd(scale, left, left12);
            right12 = TLanes.FusedMultiplyAdd(scale, right, right12);
            scale = TLanes.Create(Unsafe.Add(ref scales2, index + 2));
            left22 = TLanes.FusedMultiplyAdd(scale, left, left22);
            right22 = TLanes.FusedMultiplyAdd(scale, right, right22);
            row = ref Unsafe.Add(ref row, inputs);
            left = TLanes.Load(in row, 0);
            right = TLanes.Load(in row, width);
            scale = TLanes.Create(Unsafe.Add(ref scales, index + 3));
            left03 = TLanes.FusedMultiplyAdd(scale, left, left03);
            right03 = TLanes.FusedMultiplyAdd(scale, right, right03);
            scale = TLanes.Create(Unsafe.Add(ref scales1, index + 3));
            left13 = TLanes.FusedMultiplyAdd(scale, left, left13);
            right13 = TLanes.FusedMultiplyAdd(scale, right, right13);
            scale = TLanes.Create(Unsafe.Add(ref scales2, index + 3));
            left23 = TLanes.FusedMultiplyAdd(scale, left, left23);
            right23 = TLanes.FusedMultiplyAdd(scale, right, right23);
            row = ref Unsafe.Add(ref row, inputs);
        }

        (TLanes.Load(in sums, 0) + ((left00 + left02) + (left01 + left03))).Store(ref sums, 0);
        (TLanes.Load(in sums, width) + ((right00 + right02) + (right01 + right03))).Store(ref sums, width);
        ref T target = ref Unsafe.Add(ref sums, inputs);
        (TLanes.Load(in target, 0) + ((left10 + left12) + (left11 + left13))).Store(ref target, 0);
        (TLanes.Load(in target, width) + ((right10 + right12) + (right11 + right13))).Store(ref target, width);
        target = ref Unsafe.Add(ref target, inputs);
        (TLanes.Load(in target, 0) + ((left20 + left22) + (left21 + left23))).Store(ref target, 0);
        (TLanes.Load(in target, width) + ((right20 + right22) + (right21 + right23))).Store(ref target, width);
    }
}
