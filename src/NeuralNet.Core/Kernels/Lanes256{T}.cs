using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuralNet.Core.Kernels;

/// <summary>A register of 256 bits: 8 floats or 4 doubles.</summary>
internal readonly struct Lanes256<T>(Vector256<T> value) : ILanes<Lanes256<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Vector256<T> _value = value;

    public Vector256<T> Register => _value;

    public static int SignificandBits => PowerOfTwo<T>.FractionBits + 1;

    /// <inheritdoc cref="Scalar{T}.Create(double)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Create(double value) =>
        typeof(T) == typeof(float)
            ? new(Vector256.Create((float)value).As<float, T>())
            : new(Vector256.Create(value).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Create(T value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Load(ref readonly T source, nuint offset) => new(Vector256.LoadUnsafe(in source, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref T destination, nuint offset) => _value.StoreUnsafe(ref destination, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator +(Lanes256<T> left, Lanes256<T> right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator -(Lanes256<T> left, Lanes256<T> right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator *(Lanes256<T> left, Lanes256<T> right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator /(Lanes256<T> left, Lanes256<T> right) => new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator -(Lanes256<T> value) => new(-value._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> FusedMultiplyAdd(Lanes256<T> left, Lanes256<T> right, Lanes256<T> addend) =>
        new(Fused.MultiplyAdd(left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Abs(Lanes256<T> value) => new(Vector256.Abs(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Min(Lanes256<T> left, Lanes256<T> right) => new(Vector256.Min(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Max(Lanes256<T> left, Lanes256<T> right) => new(Vector256.Max(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Sqrt(Lanes256<T> value) => new(Vector256.Sqrt(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Round(Lanes256<T> value) =>
        typeof(T) == typeof(float)
            ? new(Vector256.Round(value._value.AsSingle()).As<float, T>())
            : new(Vector256.Round(value._value.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> ScaleB(Lanes256<T> value, Lanes256<T> exponent)
    {
        if (Avx512F.VL.IsSupported)
        {
            return typeof(T) == typeof(float)
                ? new(Avx512F.VL.Scale(value._value.AsSingle(), exponent._value.AsSingle()).As<float, T>())
                : new(Avx512F.VL.Scale(value._value.AsDouble(), exponent._value.AsDouble()).As<double, T>());
        }

        // In two exact halves, so that only the last multiplication rounds and 2^exponent itself may be out of range.
        Lanes256<T> half = Round(exponent * Create(0.5));
        return value * PowerOf(half) * PowerOf(exponent - half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> LogB(Lanes256<T> value)
    {
        if (Avx512F.VL.IsSupported)
        {
            return typeof(T) == typeof(float)
                ? new(Avx512F.VL.GetExponent(value._value.AsSingle()).As<float, T>())
                : new(Avx512F.VL.GetExponent(value._value.AsDouble()).As<double, T>());
        }

        Vector256<T> unit = Vector256.Create(PowerOfTwo<T>.Unit);
        Vector256<T> field = typeof(T) == typeof(float)
            ? Vector256.ShiftRightLogical(value._value.AsUInt32(), 23).As<uint, T>()
            : Vector256.ShiftRightLogical(value._value.AsUInt64(), 52).As<ulong, T>();
        return new((field | unit) - unit - Vector256.Create(T.CreateTruncating(PowerOfTwo<T>.Bias)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> IfLess(Lanes256<T> left, Lanes256<T> right, Lanes256<T> whenLess, Lanes256<T> otherwise) =>
        new(Vector256.ConditionalSelect(Vector256.LessThan(left._value, right._value), whenLess._value, otherwise._value));

    // x86 returns the second operand if either is NaN, so the bound comes first. Arm64 returns NaN in either order.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes256<T> ILanes<Lanes256<T>>.AtLeast(Lanes256<T> value, Lanes256<T> bound) => new(Vector256.MaxNative(bound._value, value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes256<T> ILanes<Lanes256<T>>.AtMost(Lanes256<T> value, Lanes256<T> bound) => new(Vector256.MinNative(bound._value, value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes256<T> PowerOf(Lanes256<T> exponent)
    {
        Vector256<T> biased = exponent._value + Vector256.Create(PowerOfTwo<T>.Magic);
        return typeof(T) == typeof(float)
            ? new(Vector256.ShiftLeft(biased.AsUInt32(), 23).As<uint, T>())
            : new(Vector256.ShiftLeft(biased.AsUInt64(), 52).As<ulong, T>());
    }
}
