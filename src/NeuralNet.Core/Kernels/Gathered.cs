using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralNet.Core.Kernels;

/// <summary>
/// Elements from anywhere in memory, side by side in a register of 256 bits, one load each: the instruction that gathers is no faster, and
/// on some processors many times slower.
/// </summary>
internal static class Gathered
{
    /// <summary>The most indices of a register.</summary>
    public const int MostIndices = 8;

    /// <summary>
    /// Copies the indices of a register, from a position on. Returns false if one is not below a length. The copy is what was checked: another
    /// thread may write the indices meanwhile.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryCopy<T>(ref int indices, int position, int length, ref int copy)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            Vector256<int> eight = Vector256.LoadUnsafe(ref indices, (nuint)position);
            eight.StoreUnsafe(ref copy);
            return Vector256.LessThanAll(eight.AsUInt32(), Vector256.Create((uint)length));
        }

        Vector128<int> four = Vector128.LoadUnsafe(ref indices, (nuint)position);
        four.StoreUnsafe(ref copy);
        return Vector128.LessThanAll(four.AsUInt32(), Vector128.Create((uint)length));
    }

    /// <summary>The elements at the indices from a position on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Load<T>(ref T source, ref int indices, int position)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref int index = ref Unsafe.Add(ref indices, position);
        if (typeof(T) == typeof(float))
        {
            ref float floats = ref Unsafe.As<T, float>(ref source);
            return Vector256.Create(
                At(ref floats, index), At(ref floats, Unsafe.Add(ref index, 1)),
                At(ref floats, Unsafe.Add(ref index, 2)), At(ref floats, Unsafe.Add(ref index, 3)),
                At(ref floats, Unsafe.Add(ref index, 4)), At(ref floats, Unsafe.Add(ref index, 5)),
                At(ref floats, Unsafe.Add(ref index, 6)), At(ref floats, Unsafe.Add(ref index, 7))).As<float, T>();
        }

        ref double doubles = ref Unsafe.As<T, double>(ref source);
        return Vector256.Create(
            At(ref doubles, index), At(ref doubles, Unsafe.Add(ref index, 1)),
            At(ref doubles, Unsafe.Add(ref index, 2)), At(ref doubles, Unsafe.Add(ref index, 3))).As<double, T>();
    }

    /// <summary>The pairs of floats at the indices from a position on, the first ones and the second ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadPairs<T>(ref T source, ref int indices, int position, out Vector256<T> first, out Vector256<T> second)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Each pair is one number of 64 bits: the first float is its lower half.
        ref ulong pairs = ref Unsafe.As<T, ulong>(ref source);
        ref int index = ref Unsafe.Add(ref indices, position);
        Vector256<ulong> lower = Vector256.Create(
            At(ref pairs, index), At(ref pairs, Unsafe.Add(ref index, 1)), At(ref pairs, Unsafe.Add(ref index, 2)), At(ref pairs, Unsafe.Add(ref index, 3)));
        Vector256<ulong> upper = Vector256.Create(
            At(ref pairs, Unsafe.Add(ref index, 4)), At(ref pairs, Unsafe.Add(ref index, 5)), At(ref pairs, Unsafe.Add(ref index, 6)), At(ref pairs, Unsafe.Add(ref index, 7)));
        first = Vector256.Narrow(lower, upper).As<uint, T>();
        second = Vector256.Narrow(lower >> 32, upper >> 32).As<uint, T>();
    }

    /// <summary>Stores pairs of floats at the indices from a position on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePairs<T>(Vector256<T> first, Vector256<T> second, ref T destination, ref int indices, int position)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector256<uint> firsts = first.As<T, uint>(), seconds = second.As<T, uint>();
        Store4(Vector256.WidenLower(firsts) | (Vector256.WidenLower(seconds) << 32), ref destination, ref Unsafe.Add(ref indices, position));
        Store4(Vector256.WidenUpper(firsts) | (Vector256.WidenUpper(seconds) << 32), ref destination, ref Unsafe.Add(ref indices, position + 4));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store4<T>(Vector256<ulong> values, ref T destination, ref int index)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref ulong pairs = ref Unsafe.As<T, ulong>(ref destination);
        At(ref pairs, index) = values.GetElement(0);
        At(ref pairs, Unsafe.Add(ref index, 1)) = values.GetElement(1);
        At(ref pairs, Unsafe.Add(ref index, 2)) = values.GetElement(2);
        At(ref pairs, Unsafe.Add(ref index, 3)) = values.GetElement(3);
    }

    /// <summary>Stores the elements at the indices from a position on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector256<T> values, ref T destination, ref int indices, int position)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref int index = ref Unsafe.Add(ref indices, position);
        At(ref destination, index) = values.GetElement(0);
        At(ref destination, Unsafe.Add(ref index, 1)) = values.GetElement(1);
        At(ref destination, Unsafe.Add(ref index, 2)) = values.GetElement(2);
        At(ref destination, Unsafe.Add(ref index, 3)) = values.GetElement(3);
        if (typeof(T) == typeof(float))
        {
            At(ref destination, Unsafe.Add(ref index, 4)) = values.GetElement(4);
            At(ref destination, Unsafe.Add(ref index, 5)) = values.GetElement(5);
            At(ref destination, Unsafe.Add(ref index, 6)) = values.GetElement(6);
            At(ref destination, Unsafe.Add(ref index, 7)) = values.GetElement(7);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref TItem At<TItem>(ref TItem source, int index) => ref Unsafe.Add(ref source, (nint)(uint)index);
}
