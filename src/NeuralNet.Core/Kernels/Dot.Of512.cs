using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralNet.Core.Kernels;

/// <content>The tree in registers of 512 bits.</content>
internal static partial class Dot
{
    /// <summary>The tree in registers of 512 bits.</summary>
    [MethodImpl(Jit.Loop)]
    public static T Of512<T>(ref readonly T left, ref readonly T right, nuint length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint width = (nuint)Vector512<T>.Count;
        if (length <= width)
        {
            return length <= 4 ? OfFew(in left, in right, length) : OfShort(in left, in right, length);
        }

        // The 128 bytes of partial sums, as two registers.
        Vector512<T> lower = Vector512<T>.Zero, upper = lower;
        nuint index = 0;
        for (; index + (2 * width) <= length; index += 2 * width)
        {
            lower = Product512(in left, in right, index, lower);
            upper = Product512(in left, in right, index + width, upper);
        }

        if (index == length)
        {
            return OfHalf(lower + upper);
        }

        // The last block, as far as it goes.
        Vector512<T> lastLeft = End(Vector512.LoadUnsafe(in left, length - width), length & (width - 1));
        Vector512<T> lastRight = End(Vector512.LoadUnsafe(in right, length - width), length & (width - 1));
        if (index + width <= length)
        {
            lower = Product512(in left, in right, index, lower);
            upper = Fused.MultiplyAdd(lastLeft, lastRight, upper);
        }
        else
        {
            lower = Fused.MultiplyAdd(lastLeft, lastRight, lower);
        }

        return OfHalf(lower + upper);
    }

    /// <summary>The same for more than four elements, as far as it is short.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Inlined512<T>(ref readonly T left, ref readonly T right, nuint length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint width = (nuint)Vector512<T>.Count;
        if (length <= width)
        {
            return OfShort(in left, in right, length);
        }

        if (length % (2 * width) != 0)
        {
            return Of512(in left, in right, length);
        }

        Vector512<T> lower = Vector512<T>.Zero, upper = lower;
        for (nuint index = 0; index < length; index += 2 * width)
        {
            lower = Product512(in left, in right, index, lower);
            upper = Product512(in left, in right, index + width, upper);
        }

        return OfHalf(lower + upper);
    }

    /// <summary>From 5 elements up to 64 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T OfShort<T>(ref readonly T left, ref readonly T right, nuint length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // One register holds the whole row, or two of half the size: its beginning, and its end moved to the place after it. Nine values
        // in registers of eight lanes:
        //
        //   [0 1 2 3 4 5 6 7]   [1 2 3 4 5 6 7 8] -> [8 0 0 0 0 0 0 0]
        nuint width = (nuint)Vector512<T>.Count;
        nuint half = width / 2;
        nuint quarter = width / 4;
        if (length == width)
        {
            return OfHalf(Product512(in left, in right, 0, Vector512<T>.Zero));
        }

        if (length > half)
        {
            Vector256<T> last = Product256(in left, in right, length - half, Vector256<T>.Zero);
            return OfQuarter(Product256(in left, in right, 0, Vector256<T>.Zero) + End(last, length - half));
        }

        if (length == half)
        {
            return OfQuarter(Product256(in left, in right, 0, Vector256<T>.Zero));
        }

        Vector128<T> end = Product128(in left, in right, length - quarter, Vector128<T>.Zero);
        return OfEighth(Product128(in left, in right, 0, Vector128<T>.Zero) + End(end, length - quarter));
    }

    /// <summary>Moves as many of the last lanes as are counted to the first places. The lanes after them are 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> End<T>(Vector128<T> values, nuint count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        typeof(T) == typeof(float)
            ? Vector128.Shuffle(values.AsSingle(), Vector128<int>.Indices + Vector128.Create(4 - (int)count)).As<float, T>()
            : Vector128.Shuffle(values.AsDouble(), Vector128<long>.Indices + Vector128.Create(2L - (long)count)).As<double, T>();

    /// <inheritdoc cref="End{T}(Vector128{T}, nuint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> End<T>(Vector256<T> values, nuint count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        typeof(T) == typeof(float)
            ? Vector256.Shuffle(values.AsSingle(), Vector256<int>.Indices + Vector256.Create(8 - (int)count)).As<float, T>()
            : Vector256.Shuffle(values.AsDouble(), Vector256<long>.Indices + Vector256.Create(4L - (long)count)).As<double, T>();

    /// <inheritdoc cref="End{T}(Vector128{T}, nuint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> End<T>(Vector512<T> values, nuint count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        typeof(T) == typeof(float)
            ? Vector512.Shuffle(values.AsSingle(), Vector512<int>.Indices + Vector512.Create(16 - (int)count)).As<float, T>()
            : Vector512.Shuffle(values.AsDouble(), Vector512<long>.Indices + Vector512.Create(8L - (long)count)).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Product512<T>(ref readonly T left, ref readonly T right, nuint index, Vector512<T> sum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Fused.MultiplyAdd(Vector512.LoadUnsafe(in left, index), Vector512.LoadUnsafe(in right, index), sum);
}
