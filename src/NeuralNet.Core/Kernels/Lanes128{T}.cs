using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuralNet.Core.Kernels;

/// <summary>A register of 128 bits: 4 floats or 2 doubles.</summary>
internal readonly struct Lanes128<T>(Vector128<T> value) : ILanes<Lanes128<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Vector128<T> _value = value;

    public static int SignificandBits => PowerOfTwo<T>.FractionBits + 1;

    /// <inheritdoc cref="Scalar{T}.Create(double)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Create(double value) =>
        typeof(T) == typeof(float)
            ? new(Vector128.Create((float)value).As<float, T>())
            : new(Vector128.Create(value).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Create(T value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Load(ref readonly T source, nuint offset) => new(Vector128.LoadUnsafe(in source, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref T destination, nuint offset) => _value.StoreUnsafe(ref destination, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator +(Lanes128<T> left, Lanes128<T> right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator -(Lanes128<T> left, Lanes128<T> right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator *(Lanes128<T> left, Lanes128<T> right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator /(Lanes128<T> left, Lanes128<T> right) => new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator -(Lanes128<T> value) => new(-value._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> FusedMultiplyAdd(Lanes128<T> left, Lanes128<T> right, Lanes128<T> addend) =>
        new(Fused.MultiplyAdd(left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Abs(Lanes128<T> value) => new(Vector128.Abs(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Min(Lanes128<T> left, Lanes128<T> right) => new(Vector128.Min(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Max(Lanes128<T> left, Lanes128<T> right) => new(Vector128.Max(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Sqrt(Lanes128<T> value) => new(Vector128.Sqrt(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Round(Lanes128<T> value) =>
        typeof(T) == typeof(float)
            ? new(Vector128.Round(value._value.AsSingle()).As<float, T>())
            : new(Vector128.Round(value._value.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> ScaleB(Lanes128<T> value, Lanes128<T> exponent)
    {
        if (Avx512F.VL.IsSupported)
        {
            return typeof(T) == typeof(float)
                ? new(Avx512F.VL.Scale(value._value.AsSingle(), exponent._value.AsSingle()).As<float, T>())
                : new(Avx512F.VL.Scale(value._value.AsDouble(), exponent._value.AsDouble()).As<double, T>());
        }

        // In two exact halves, so that only the last multiplication rounds and 2^exponent itself may be out of range.
        Lanes128<T> half = Round(exponent * Create(0.5));
        return value * PowerOf(half) * PowerOf(exponent - half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> LogB(Lanes128<T> value)
    {
        if (Avx512F.VL.IsSupported)
        {
            return typeof(T) == typeof(float)
                ? new(Avx512F.VL.GetExponent(value._value.AsSingle()).As<float, T>())
                : new(Avx512F.VL.GetExponent(value._value.AsDouble()).As<double, T>());
        }

        Vector128<T> unit = Vector128.Create(PowerOfTwo<T>.Unit);
        Vector128<T> field = typeof(T) == typeof(float)
            ? Vector128.ShiftRightLogical(value._value.AsUInt32(), 23).As<uint, T>()
            : Vector128.ShiftRightLogical(value._value.AsUInt64(), 52).As<ulong, T>();
        return new((field | unit) - unit - Vector128.Create(T.CreateTruncating(PowerOfTwo<T>.Bias)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> IfLess(Lanes128<T> left, Lanes128<T> right, Lanes128<T> whenLess, Lanes128<T> otherwise) =>
        new(Vector128.ConditionalSelect(Vector128.LessThan(left._value, right._value), whenLess._value, otherwise._value));

    // x86 returns the second operand if either is NaN, so the bound comes first. Arm64 returns NaN in either order.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes128<T> ILanes<Lanes128<T>>.AtLeast(Lanes128<T> value, Lanes128<T> bound) => new(Vector128.MaxNative(bound._value, value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes128<T> ILanes<Lanes128<T>>.AtMost(Lanes128<T> value, Lanes128<T> bound) => new(Vector128.MinNative(bound._value, value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes128<T> PowerOf(Lanes128<T> exponent)
    {
        Vector128<T> biased = exponent._value + Vector128.Create(PowerOfTwo<T>.Magic);
        return typeof(T) == typeof(float)
            ? new(Vector128.ShiftLeft(biased.AsUInt32(), 23).As<uint, T>())
            : new(Vector128.ShiftLeft(biased.AsUInt64(), 52).As<ulong, T>());
    }
}
