using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuralNet.Core.Kernels;

/// <summary>One lane: for the last elements of a span, for a single row, or for a machine without vectors.</summary>
internal readonly struct Scalar<T>(T value) : ILanes<Scalar<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public readonly T Value = value;

    public static int SignificandBits => PowerOfTwo<T>.FractionBits + 1;

    /// <remarks>
    /// Does the same as <c>T.CreateTruncating</c>, whose code is so long before it is inlined that the compiler would have
    /// little budget left to inline the formula around it.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Create(double value) =>
        typeof(T) == typeof(float) ? new(Unsafe.BitCast<float, T>((float)value)) : new(Unsafe.BitCast<double, T>(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Create(T value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Load(ref readonly T source, nuint offset) => new(Unsafe.Add(ref Unsafe.AsRef(in source), offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref T destination, nuint offset) => Unsafe.Add(ref destination, offset) = Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> operator +(Scalar<T> left, Scalar<T> right) => new(left.Value + right.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> operator -(Scalar<T> left, Scalar<T> right) => new(left.Value - right.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> operator *(Scalar<T> left, Scalar<T> right) => new(left.Value * right.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> operator /(Scalar<T> left, Scalar<T> right) => new(left.Value / right.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> operator -(Scalar<T> value) => new(-value.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> FusedMultiplyAdd(Scalar<T> left, Scalar<T> right, Scalar<T> addend) =>
        new(Fused.MultiplyAdd(left.Value, right.Value, addend.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Abs(Scalar<T> value) => new(T.Abs(value.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Min(Scalar<T> left, Scalar<T> right) => new(T.Min(left.Value, right.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Max(Scalar<T> left, Scalar<T> right) => new(T.Max(left.Value, right.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Sqrt(Scalar<T> value) => new(T.Sqrt(value.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Round(Scalar<T> value) => new(T.Round(value.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> ScaleB(Scalar<T> value, Scalar<T> exponent)
    {
        if (Avx512F.IsSupported)
        {
            return typeof(T) == typeof(float)
                ? new(Avx512F.ScaleScalar(
                    Vector128.CreateScalarUnsafe(value.Value).AsSingle(),
                    Vector128.CreateScalarUnsafe(exponent.Value).AsSingle()).As<float, T>().ToScalar())
                : new(Avx512F.ScaleScalar(
                    Vector128.CreateScalarUnsafe(value.Value).AsDouble(),
                    Vector128.CreateScalarUnsafe(exponent.Value).AsDouble()).As<double, T>().ToScalar());
        }

        Scalar<T> half = Round(exponent * Create(0.5));
        return value * PowerOf(half) * PowerOf(exponent - half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> LogB(Scalar<T> value)
    {
        T unit = PowerOfTwo<T>.Unit;
        T field = typeof(T) == typeof(float)
            ? Unsafe.BitCast<uint, T>((Unsafe.BitCast<T, uint>(value.Value) >> 23) | Unsafe.BitCast<T, uint>(unit))
            : Unsafe.BitCast<ulong, T>((Unsafe.BitCast<T, ulong>(value.Value) >> 52) | Unsafe.BitCast<T, ulong>(unit));
        return new(field - unit - T.CreateTruncating(PowerOfTwo<T>.Bias));
    }

    /// <remarks>Without a branch, since it would often follow the sign of a logit, which no processor can predict.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> IfLess(Scalar<T> left, Scalar<T> right, Scalar<T> whenLess, Scalar<T> otherwise)
    {
        if (Vector128.IsHardwareAccelerated)
        {
            return new(Vector128.ConditionalSelect(
                Vector128.LessThan(Vector128.CreateScalarUnsafe(left.Value), Vector128.CreateScalarUnsafe(right.Value)),
                Vector128.CreateScalarUnsafe(whenLess.Value),
                Vector128.CreateScalarUnsafe(otherwise.Value)).ToScalar());
        }

        return left.Value < right.Value ? whenLess : otherwise;
    }

    // x86 returns the second operand if either is NaN, so the bound comes first. Arm64 returns NaN in either order.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Scalar<T> ILanes<Scalar<T>>.AtLeast(Scalar<T> value, Scalar<T> bound) =>
        new(T.MaxNative(bound.Value, value.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Scalar<T> ILanes<Scalar<T>>.AtMost(Scalar<T> value, Scalar<T> bound) =>
        new(T.MinNative(bound.Value, value.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Scalar<T> PowerOf(Scalar<T> exponent)
    {
        T biased = exponent.Value + PowerOfTwo<T>.Magic;
        return typeof(T) == typeof(float)
            ? new(Unsafe.BitCast<uint, T>(Unsafe.BitCast<T, uint>(biased) << 23))
            : new(Unsafe.BitCast<ulong, T>(Unsafe.BitCast<T, ulong>(biased) << 52));
    }
}
