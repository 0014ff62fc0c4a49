using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralNet.Core.Kernels;

/// <content>Three vectors at once, which share the loads of the rows.</content>
internal static unsafe partial class FourRows
{
    /// <summary>
    /// The same as <see cref="Sums"/> for four rows and three vectors that follow each other in memory. Writes the results of the three
    /// vectors four registers apart.
    /// </summary>
    [MethodImpl(Jit.Loop)]
    public static void SumsOfThree<T>(T* row0, T* vector0, nuint length, Vector512<T>* sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint width = (nuint)Vector512<T>.Count;
        T* row1 = row0 + length;
        T* row2 = row1 + length;
        T* row3 = row2 + length;
        T* vector1 = vector0 + length;
        T* vector2 = vector1 + length;

        // low10 belongs to vector 1 and row 0. Seven loads for twelve products, so the products are the limit even if every load
        // of a row crosses a cache line. Twenty-four sums, three weights and one value take 28 of the 32 registers of AVX-512.
        Vector512<T> low00 = default, low01 = default, low02 = default, low03 = default;
        Vector512<T> low10 = default, low11 = default, low12 = default, low13 = default;
        Vector512<T> low20 = default, low21 = default, low22 = default, low23 = default;
        Vector512<T> high00 = default, high01 = default, high02 = default, high03 = default;
        Vector512<T> high10 = default, high11 = default, high12 = default, high13 = default;
        Vector512<T> high20 = default, high21 = default, high22 = default, high23 = default;

        nuint index = 0;
        while (index + (2 * width) <= length)
        {
            Vector512<T> weight0 = Vector512.Load(vector0 + index);
            Vector512<T> weight1 = Vector512.Load(vector1 + index);
            Vector512<T> weight2 = Vector512.Load(vector2 + index);
            Vector512<T> value = Vector512.Load(row0 + index);
            low00 = Fused.MultiplyAdd(value, weight0, low00);
            low10 = Fused.MultiplyAdd(value, weight1, low10);
            low20 = Fused.MultiplyAdd(value, weight2, low20);
            value = Vector512.Load(row1 + index);
            low01 = Fused.MultiplyAdd(value, weight0, low01);
            low11 = Fused.MultiplyAdd(value, weight1, low11);
            low21 = Fused.MultiplyAdd(value, weight2, low21);
            value = Vector512.Load(row2 + index);
            low02 = Fused.MultiplyAdd(value, weight0, low02);
            low12 = Fused.MultiplyAdd(value, weight1, low12);
            low22 = Fused.MultiplyAdd(value, weight2, low22);
            value = Vector512.Load(row3 + index);
            low03 = Fused.MultiplyAdd(value, weight0, low03);
            low13 = Fused.MultiplyAdd(value, weight1, low13);
            low23 = Fused.MultiplyAdd(value, weight2, low23);
            index += width;
            weight0 = Vector512.Load(vector0 + index);
            weight1 = Vector512.Load(vector1 + index);
            weight2 = Vector512.Load(vector2 + index);
            value = Vector512.Load(row0 + index);
            high00 = Fused.MultiplyAdd(value, weight0, high00);
            high10 = Fused.MultiplyAdd(value, weight1, high10);
            high20 = Fused.MultiplyAdd(value, weight2, high20);
            value = Vector512.Load(row1 + index);
            high01 = Fused.MultiplyAdd(value, weight0, high01);
            high11 = Fused.MultiplyAdd(value, weight1, high11);
            high21 = Fused.MultiplyAdd(value, weight2, high21);
            value = Vector512.Load(row2 + index);
            high02 = Fused.MultiplyAdd(value, weight0, high02);
            high12 = Fused.MultiplyAdd(value, weight1, high12);
            high22 = Fused.MultiplyAdd(value, weight2, high22);
            value = Vector512.Load(row3 + index);
            high03 = Fused.MultiplyAdd(value, weight0, high03);
            high13 = Fused.MultiplyAdd(value, weight1, high13);
            high23 = Fused.MultiplyAdd(value, weight2, high23);
            index += width;
        }

        // The last block, as far as it goes.
        if (index < length)
        {
            Vector512<T> mask = Masked.FirstLanes<T>((nint)(length - index));
            Vector512<T> weight0 = Masked.Load(vector0 + index, mask);
            Vector512<T> weight1 = Masked.Load(vector1 + index, mask);
            Vector512<T> weight2 = Masked.Load(vector2 + index, mask);
            Vector512<T> value = Masked.Load(row0 + index, mask);
            low00 = Fused.MultiplyAdd(value, weight0, low00);
            low10 = Fused.MultiplyAdd(value, weight1, low10);
            low20 = Fused.MultiplyAdd(value, weight2, low20);
            value = Masked.Load(row1 + index, mask);
            low01 = Fused.MultiplyAdd(value, weight0, low01);
            low11 = Fused.MultiplyAdd(value, weight1, low11);
            low21 = Fused.MultiplyAdd(value, weight2, low21);
            value = Masked.Load(row2 + index, mask);
            low02 = Fused.MultiplyAdd(value, weight0, low02);
            low12 = Fused.MultiplyAdd(value, weight1, low12);
            low22 = Fused.MultiplyAdd(value, weight2, low22);
            value = Masked.Load(row3 + index, mask);
            low03 = Fused.MultiplyAdd(value, weight0, low03);
            low13 = Fused.MultiplyAdd(value, weight1, low13);
            low23 = Fused.MultiplyAdd(value, weight2, low23);
            index += width;
        }

        if (index < length)
        {
            Vector512<T> mask = Masked.FirstLanes<T>((nint)(length - index));
            Vector512<T> weight0 = Masked.Load(vector0 + index, mask);
            Vector512<T> weight1 = Masked.Load(vector1 + index, mask);
            Vector512<T> weight2 = Masked.Load(vector2 + index, mask);
            Vector512<T> value = Masked.Load(row0 + index, mask);
            high00 = Fused.MultiplyAdd(value, weight0, high00);
            high10 = Fused.MultiplyAdd(value, weight1, high10);
            high20 = Fused.MultiplyAdd(value, weight2, high20);
            value = Masked.Load(row1 + index, mask);
            high01 = Fused.MultiplyAdd(value, weight0, high01);
            high11 = Fused.MultiplyAdd(value, weight1, high11);
            high21 = Fused.MultiplyAdd(value, weight2, high21);
            value = Masked.Load(row2 + index, mask);
            high02 = Fused.MultiplyAdd(value, weight0, high02);
            high12 = Fused.MultiplyAdd(value, weight1, high12);
            high22 = Fused.MultiplyAdd(value, weight2, high22);
            value = Masked.Load(row3 + index, mask);
            high03 = Fused.MultiplyAdd(value, weight0, high03);
            high13 = Fused.MultiplyAdd(value, weight1, high13);
            high23 = Fused.MultiplyAdd(value, weight2, high23);
        }

        sums[0] = Halved(low00 + high00, low01 + high01, low02 + high02, low03 + high03);
        sums[4] = Halved(low10 + high10, low11 + high11, low12 + high12, low13 + high13);
        sums[8] = Halved(low20 + high20, low21 + high21, low22 + high22, low23 + high23);
    }
}
