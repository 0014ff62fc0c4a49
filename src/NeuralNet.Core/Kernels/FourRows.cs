using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuralNet.Core.Kernels;

/// <summary>
/// The tree of <see cref="Dot"/> for four rows at once in registers of 512 bits, and what is made of four such registers. For
/// processors with AVX-512 alone.
/// </summary>
internal static class FourRows
{
    /// <summary>Sixteen rows of floats, whole 16 bytes long.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Sixteen<T>(ref readonly T row, ref readonly T vector, nuint length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint four = 4 * length;
        ref T first = ref Unsafe.AsRef(in row);
        Vector512<float> sums0 = Sums(in first, in vector, length).AsSingle();
        Vector512<float> sums1 = Sums(in Unsafe.Add(ref first, four), in vector, length).AsSingle();
        Vector512<float> sums2 = Sums(in Unsafe.Add(ref first, 2 * four), in vector, length).AsSingle();
        Vector512<float> sums3 = Sums(in Unsafe.Add(ref first, 3 * four), in vector, length).AsSingle();
        Vector512<float> pairs0 = Avx512F.Shuffle(sums0, sums1, 0x44) + Avx512F.Shuffle(sums0, sums1, 0xEE);
        Vector512<float> pairs1 = Avx512F.Shuffle(sums2, sums3, 0x44) + Avx512F.Shuffle(sums2, sums3, 0xEE);
        Vector512<float> sums = Avx512F.Shuffle(pairs0, pairs1, 0x88) + Avx512F.Shuffle(pairs0, pairs1, 0xDD);
        return Avx512F.PermuteVar16x32(
            sums, Vector512.Create(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15)).As<float, T>();
    }

    /// <summary>Eight rows of doubles, whole 16 bytes long.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Eight<T>(ref readonly T row, ref readonly T vector, nuint length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector512<double> sums0 = Sums(in row, in vector, length).AsDouble();
        Vector512<double> sums1 =
            Sums(in Unsafe.Add(ref Unsafe.AsRef(in row), 4 * length), in vector, length).AsDouble();
        Vector512<double> sums = Avx512F.UnpackLow(sums0, sums1) + Avx512F.UnpackHigh(sums0, sums1);
        return Avx512F.PermuteVar8x64(sums, Vector512.Create(0L, 2, 4, 6, 1, 3, 5, 7)).As<double, T>();
    }

    /// <summary>
    /// The ends of four rows that have 16 bytes of partial sums each, those of row r in the r-th quarter: what
    /// <see cref="Dot"/> does with what is left of one row, for four rows in one register.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Finish<T>(
        Vector512<T> sums,
        ref readonly T row,
        ref readonly T vector,
        nuint length,
        ref readonly T addend,
        nuint addendStep,
        ref T destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint index = length & ~((nuint)Vector128<T>.Count - 1);
        ref T row0 = ref Unsafe.Add(ref Unsafe.AsRef(in row), index);
        ref T weight = ref Unsafe.Add(ref Unsafe.AsRef(in vector), index);
        sums += Avx512F.Permute2x64(sums.AsDouble(), 0b01010101).As<double, T>();
        Vector256<T> halves =
            Avx512F.PermuteVar8x64(sums.AsDouble(), Vector512.Create(0L, 2, 4, 6, 0, 2, 4, 6)).As<double, T>().GetLower();
        if (typeof(T) == typeof(double))
        {
            if (index < length)
            {
                halves = Fused.MultiplyAdd(Doubles(in row0, length).As<double, T>(), Vector256.Create(weight), halves);
            }

            halves += addendStep == 0 ? Vector256.Create(addend) : Vector256.LoadUnsafe(in addend);
            halves.StoreUnsafe(ref destination);
            return;
        }

        if (index + 2 <= length)
        {
            Vector256<double> both = Vector256.Create(Unsafe.As<T, double>(ref weight));
            halves = Fused.MultiplyAdd(Doubles(in row0, length).As<double, T>(), both.As<double, T>(), halves);
            row0 = ref Unsafe.Add(ref row0, 2);
            weight = ref Unsafe.Add(ref weight, 2);
            index += 2;
        }

        Vector128<float> lower = halves.AsSingle().GetLower();
        Vector128<float> upper = halves.AsSingle().GetUpper();
        Vector128<T> results = (Sse.Shuffle(lower, upper, 0x88) + Sse.Shuffle(lower, upper, 0xDD)).As<float, T>();
        if (index < length)
        {
            Vector128<T> values = Vector128.Create(
                Unsafe.As<T, float>(ref row0),
                Unsafe.As<T, float>(ref Unsafe.Add(ref row0, length)),
                Unsafe.As<T, float>(ref Unsafe.Add(ref row0, 2 * length)),
                Unsafe.As<T, float>(ref Unsafe.Add(ref row0, 3 * length))).As<float, T>();
            results = Fused.MultiplyAdd(values, Vector128.Create(weight), results);
        }

        results += addendStep == 0 ? Vector128.Create(addend) : Vector128.LoadUnsafe(in addend);
        results.StoreUnsafe(ref destination);
    }

    /// <summary>Eight bytes of each of four rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Doubles<T>(ref readonly T row, nuint length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T row0 = ref Unsafe.AsRef(in row);
        return Vector256.Create(
            Unsafe.As<T, double>(ref row0),
            Unsafe.As<T, double>(ref Unsafe.Add(ref row0, length)),
            Unsafe.As<T, double>(ref Unsafe.Add(ref row0, 2 * length)),
            Unsafe.As<T, double>(ref Unsafe.Add(ref row0, 3 * length)));
    }

    /// <summary>
    /// Four rows up to where each has 16 bytes of partial sums: those of row r in the r-th quarter. What is left of the rows
    /// from the index on is shorter than that.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Sums<T>(ref readonly T row, ref readonly T vector, nuint length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint width = (nuint)Vector512<T>.Count;
        ref T row0 = ref Unsafe.AsRef(in row);
        ref T row1 = ref Unsafe.Add(ref row0, length);
        ref T row2 = ref Unsafe.Add(ref row1, length);
        ref T row3 = ref Unsafe.Add(ref row2, length);
        Vector512<T> half01 = Vector512<T>.Zero, half23 = Vector512<T>.Zero;
        if (length >= width)
        {
            nuint index = 0;
            Vector512<T> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
            if (length >= 2 * width)
            {
                Vector512<T> high0 = default, high1 = default, high2 = default, high3 = default;
                do
                {
                    Vector512<T> weight = Vector512.LoadUnsafe(in vector, index);
                    sum0 = Fused.MultiplyAdd(Vector512.LoadUnsafe(in row0, index), weight, sum0);
                    sum1 = Fused.MultiplyAdd(Vector512.LoadUnsafe(in row1, index), weight, sum1);
                    sum2 = Fused.MultiplyAdd(Vector512.LoadUnsafe(in row2, index), weight, sum2);
                    sum3 = Fused.MultiplyAdd(Vector512.LoadUnsafe(in row3, index), weight, sum3);
                    index += width;
                    weight = Vector512.LoadUnsafe(in vector, index);
                    high0 = Fused.MultiplyAdd(Vector512.LoadUnsafe(in row0, index), weight, high0);
                    high1 = Fused.MultiplyAdd(Vector512.LoadUnsafe(in row1, index), weight, high1);
                    high2 = Fused.MultiplyAdd(Vector512.LoadUnsafe(in row2, index), weight, high2);
                    high3 = Fused.MultiplyAdd(Vector512.LoadUnsafe(in row3, index), weight, high3);
                    index += width;
                }
                while (index + (2 * width) <= length);
                sum0 += high0;
                sum1 += high1;
                sum2 += high2;
                sum3 += high3;
            }

            if (index + width <= length)
            {
                Vector512<T> weight = Vector512.LoadUnsafe(in vector, index);
                sum0 = Fused.MultiplyAdd(Vector512.LoadUnsafe(in row0, index), weight, sum0);
                sum1 = Fused.MultiplyAdd(Vector512.LoadUnsafe(in row1, index), weight, sum1);
                sum2 = Fused.MultiplyAdd(Vector512.LoadUnsafe(in row2, index), weight, sum2);
                sum3 = Fused.MultiplyAdd(Vector512.LoadUnsafe(in row3, index), weight, sum3);
            }

            half01 = Quarters(sum0, sum1, 0x44) + Quarters(sum0, sum1, 0xEE);
            half23 = Quarters(sum2, sum3, 0x44) + Quarters(sum2, sum3, 0xEE);
        }

        return Joined(in row, in vector, length, half01, half23);
    }

    /// <summary>
    /// The same four rows against two vectors of which one follows the other: a value of a row is loaded once for both.
    /// There are 64 bytes of inputs or more.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> SumsOfTwo<T>(
        ref readonly T row, ref readonly T vector, nuint length, out Vector512<T> second)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint width = (nuint)Vector512<T>.Count;
        ref T row0 = ref Unsafe.AsRef(in row);
        ref T row1 = ref Unsafe.Add(ref row0, length);
        ref T row2 = ref Unsafe.Add(ref row1, length);
        ref T row3 = ref Unsafe.Add(ref row2, length);
        ref T vector1 = ref Unsafe.Add(ref Unsafe.AsRef(in vector), length);
        Vector512<T> low00 = default, low01 = default, low02 = default, low03 = default;
        Vector512<T> low10 = default, low11 = default, low12 = default, low13 = default;
        nuint index = 0;
        if (length >= 2 * width)
        {
            Vector512<T> high00 = default, high01 = default, high02 = default, high03 = default;
            Vector512<T> high10 = default, high11 = default, high12 = default, high13 = default;
            do
            {
                Vector512<T> first = Vector512.LoadUnsafe(in vector, index);
                Vector512<T> other = Vector512.LoadUnsafe(in vector1, index);
                Vector512<T> value = Vector512.LoadUnsafe(in row0, index);
                low00 = Fused.MultiplyAdd(value, first, low00);
                low10 = Fused.MultiplyAdd(value, other, low10);
                value = Vector512.LoadUnsafe(in row1, index);
                low01 = Fused.MultiplyAdd(value, first, low01);
                low11 = Fused.MultiplyAdd(value, other, low11);
                value = Vector512.LoadUnsafe(in row2, index);
                low02 = Fused.MultiplyAdd(value, first, low02);
                low12 = Fused.MultiplyAdd(value, other, low12);
                value = Vector512.LoadUnsafe(in row3, index);
                low03 = Fused.MultiplyAdd(value, first, low03);
                low13 = Fused.MultiplyAdd(value, other, low13);
                index += width;
                first = Vector512.LoadUnsafe(in vector, index);
                other = Vector512.LoadUnsafe(in vector1, index);
                value = Vector512.LoadUnsafe(in row0, index);
                high00 = Fused.MultiplyAdd(value, first, high00);
                high10 = Fused.MultiplyAdd(value, other, high10);
                value = Vector512.LoadUnsafe(in row1, index);
                high01 = Fused.MultiplyAdd(value, first, high01);
                high11 = Fused.MultiplyAdd(value, other, high11);
                value = Vector512.LoadUnsafe(in row2, index);
                high02 = Fused.MultiplyAdd(value, first, high02);
                high12 = Fused.MultiplyAdd(value, other, high12);
                value = Vector512.LoadUnsafe(in row3, index);
                high03 = Fused.MultiplyAdd(value, first, high03);
                high13 = Fused.MultiplyAdd(value, other, high13);
                index += width;
            }
            while (index + (2 * width) <= length);
            low00 += high00;
            low01 += high01;
            low02 += high02;
            low03 += high03;
            low10 += high10;
            low11 += high11;
            low12 += high12;
            low13 += high13;
        }

        if (index + width <= length)
        {
            Vector512<T> first = Vector512.LoadUnsafe(in vector, index);
            Vector512<T> other = Vector512.LoadUnsafe(in vector1, index);
            low00 = Fused.MultiplyAdd(Vector512.LoadUnsafe(in row0, index), first, low00);
            low10 = Fused.MultiplyAdd(Vector512.LoadUnsafe(in row0, index), other, low10);
            low01 = Fused.MultiplyAdd(Vector512.LoadUnsafe(in row1, index), first, low01);
            low11 = Fused.MultiplyAdd(Vector512.LoadUnsafe(in row1, index), other, low11);
            low02 = Fused.MultiplyAdd(Vector512.LoadUnsafe(in row2, index), first, low02);
            low12 = Fused.MultiplyAdd(Vector512.LoadUnsafe(in row2, index), other, low12);
            low03 = Fused.MultiplyAdd(Vector512.LoadUnsafe(in row3, index), first, low03);
            low13 = Fused.MultiplyAdd(Vector512.LoadUnsafe(in row3, index), other, low13);
        }

        second = Joined(
            in row,
            in vector1,
            length,
            Quarters(low10, low11, 0x44) + Quarters(low10, low11, 0xEE),
            Quarters(low12, low13, 0x44) + Quarters(low12, low13, 0xEE));
        return Joined(
            in row,
            in vector,
            length,
            Quarters(low00, low01, 0x44) + Quarters(low00, low01, 0xEE),
            Quarters(low02, low03, 0x44) + Quarters(low02, low03, 0xEE));
    }

    /// <summary>The tree of four rows from where each has 32 bytes of partial sums to where each has 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Joined<T>(
        ref readonly T row, ref readonly T vector, nuint length, Vector512<T> half01, Vector512<T> half23)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint width = (nuint)Vector512<T>.Count;
        nuint index = length & ~(width - 1);
        ref T row0 = ref Unsafe.Add(ref Unsafe.AsRef(in row), index);
        ref T row1 = ref Unsafe.Add(ref row0, length);
        ref T row2 = ref Unsafe.Add(ref row1, length);
        ref T row3 = ref Unsafe.Add(ref row2, length);
        nuint done = 0;
        if (index + (width / 2) <= length)
        {
            Vector256<T> part = Vector256.LoadUnsafe(in vector, index);
            Vector512<T> weight = Vector512.Create(part, part);
            half01 = Fused.MultiplyAdd(
                Vector512.Create(Vector256.LoadUnsafe(ref row0), Vector256.LoadUnsafe(ref row1)), weight, half01);
            half23 = Fused.MultiplyAdd(
                Vector512.Create(Vector256.LoadUnsafe(ref row2), Vector256.LoadUnsafe(ref row3)), weight, half23);
            done = width / 2;
        }

        Vector512<T> sums = Quarters(half01, half23, 0x88) + Quarters(half01, half23, 0xDD);
        if (index + done + (width / 4) <= length)
        {
            Vector128<T> part = Vector128.LoadUnsafe(in vector, index + done);
            Vector256<T> lower = Vector256.Create(Vector128.LoadUnsafe(ref row0, done), Vector128.LoadUnsafe(ref row1, done));
            Vector256<T> upper = Vector256.Create(Vector128.LoadUnsafe(ref row2, done), Vector128.LoadUnsafe(ref row3, done));
            Vector256<T> weight = Vector256.Create(part, part);
            sums = Fused.MultiplyAdd(Vector512.Create(lower, upper), Vector512.Create(weight, weight), sums);
        }

        return sums;
    }

    /// <summary>Two quarters of each of two registers, by the two bits each of a control byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Quarters<T>(Vector512<T> left, Vector512<T> right, [ConstantExpected] byte control)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Avx512F.Shuffle4x128(left.AsDouble(), right.AsDouble(), control).As<double, T>();
}
