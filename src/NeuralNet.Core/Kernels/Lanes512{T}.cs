using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuralNet.Core.Kernels;

/// <summary>A register of 512 bits: 16 floats or 8 doubles.</summary>
internal readonly struct Lanes512<T>(Vector512<T> value) : ILanes<Lanes512<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Vector512<T> _value = value;

    public Vector512<T> Register => _value;

    public static int SignificandBits => PowerOfTwo<T>.FractionBits + 1;

    /// <inheritdoc cref="Scalar{T}.Create(double)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Create(double value) =>
        typeof(T) == typeof(float)
            ? new(Vector512.Create((float)value).As<float, T>())
            : new(Vector512.Create(value).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Create(T value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Load(ref readonly T source, nuint offset) => new(Vector512.LoadUnsafe(in source, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref T destination, nuint offset) => _value.StoreUnsafe(ref destination, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator +(Lanes512<T> left, Lanes512<T> right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator -(Lanes512<T> left, Lanes512<T> right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator *(Lanes512<T> left, Lanes512<T> right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator /(Lanes512<T> left, Lanes512<T> right) => new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator -(Lanes512<T> value) => new(-value._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> FusedMultiplyAdd(Lanes512<T> left, Lanes512<T> right, Lanes512<T> addend) =>
        new(Fused.MultiplyAdd(left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Abs(Lanes512<T> value) => new(Vector512.Abs(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Min(Lanes512<T> left, Lanes512<T> right) => new(Vector512.Min(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Max(Lanes512<T> left, Lanes512<T> right) => new(Vector512.Max(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Sqrt(Lanes512<T> value) => new(Vector512.Sqrt(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Round(Lanes512<T> value) =>
        typeof(T) == typeof(float)
            ? new(Vector512.Round(value._value.AsSingle()).As<float, T>())
            : new(Vector512.Round(value._value.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> ScaleB(Lanes512<T> value, Lanes512<T> exponent)
    {
        if (Avx512F.IsSupported)
        {
            return typeof(T) == typeof(float)
                ? new(Avx512F.Scale(value._value.AsSingle(), exponent._value.AsSingle()).As<float, T>())
                : new(Avx512F.Scale(value._value.AsDouble(), exponent._value.AsDouble()).As<double, T>());
        }

        // In two exact halves, so that only the last multiplication rounds and 2^exponent itself may be out of range.
        Lanes512<T> half = Round(exponent * Create(0.5));
        return value * PowerOf(half) * PowerOf(exponent - half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> LogB(Lanes512<T> value)
    {
        if (Avx512F.IsSupported)
        {
            return typeof(T) == typeof(float)
                ? new(Avx512F.GetExponent(value._value.AsSingle()).As<float, T>())
                : new(Avx512F.GetExponent(value._value.AsDouble()).As<double, T>());
        }

        Vector512<T> unit = Vector512.Create(PowerOfTwo<T>.Unit);
        Vector512<T> field = typeof(T) == typeof(float)
            ? Vector512.ShiftRightLogical(value._value.AsUInt32(), 23).As<uint, T>()
            : Vector512.ShiftRightLogical(value._value.AsUInt64(), 52).As<ulong, T>();
        return new((field | unit) - unit - Vector512.Create(T.CreateTruncating(PowerOfTwo<T>.Bias)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> IfLess(Lanes512<T> left, Lanes512<T> right, Lanes512<T> whenLess, Lanes512<T> otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.LessThan(left._value, right._value), whenLess._value, otherwise._value));

    // x86 returns the second operand if either is NaN, so the bound comes first. Arm64 returns NaN in either order.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes512<T> ILanes<Lanes512<T>>.AtLeast(Lanes512<T> value, Lanes512<T> bound) => new(Vector512.MaxNative(bound._value, value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes512<T> ILanes<Lanes512<T>>.AtMost(Lanes512<T> value, Lanes512<T> bound) => new(Vector512.MinNative(bound._value, value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes512<T> PowerOf(Lanes512<T> exponent)
    {
        Vector512<T> biased = exponent._value + Vector512.Create(PowerOfTwo<T>.Magic);
        return typeof(T) == typeof(float)
            ? new(Vector512.ShiftLeft(biased.AsUInt32(), 23).As<uint, T>())
            : new(Vector512.ShiftLeft(biased.AsUInt64(), 52).As<ulong, T>());
    }
}
