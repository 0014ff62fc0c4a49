using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace NeuralNet.Core.Kernels;

/// <summary>
/// left * right + addend, rounded once, for both element types and every width. Only this class knows whether there is an
/// instruction for it. Without one <see cref="SoftwareFused"/> computes the same bits, an order of magnitude slower.
/// </summary>
/// <remarks>
/// The framework's FusedMultiplyAdd calls the C library unless the compiler knows that the processor has the instruction. In
/// x64 code compiled ahead of time the compiler may not know: the code asks <see cref="Fma.IsSupported"/> when it runs. So
/// vectors name the instruction. A single number goes through the framework, which costs the compiler less to inline, but
/// only with vectors of 256 bits: the compiler always knows whether it has those, and the instruction comes with them.
/// </remarks>
internal static class Fused
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> MultiplyAdd<T>(Vector512<T> left, Vector512<T> right, Vector512<T> addend)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Avx512F.IsSupported)
        {
            return typeof(T) == typeof(float)
                ? Avx512F.FusedMultiplyAdd(left.AsSingle(), right.AsSingle(), addend.AsSingle()).As<float, T>()
                : Avx512F.FusedMultiplyAdd(left.AsDouble(), right.AsDouble(), addend.AsDouble()).As<double, T>();
        }

        return InHalves(left, right, addend);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> MultiplyAdd<T>(Vector256<T> left, Vector256<T> right, Vector256<T> addend)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Fma.IsSupported)
        {
            return typeof(T) == typeof(float)
                ? Fma.MultiplyAdd(left.AsSingle(), right.AsSingle(), addend.AsSingle()).As<float, T>()
                : Fma.MultiplyAdd(left.AsDouble(), right.AsDouble(), addend.AsDouble()).As<double, T>();
        }

        return InHalves(left, right, addend);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> MultiplyAdd<T>(Vector128<T> left, Vector128<T> right, Vector128<T> addend)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Fma.IsSupported)
        {
            return typeof(T) == typeof(float)
                ? Fma.MultiplyAdd(left.AsSingle(), right.AsSingle(), addend.AsSingle()).As<float, T>()
                : Fma.MultiplyAdd(left.AsDouble(), right.AsDouble(), addend.AsDouble()).As<double, T>();
        }

        return AdvSimd.Arm64.IsSupported ? OnArm(left, right, addend) : InSoftware(left, right, addend);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T MultiplyAdd<T>(T left, T right, T addend)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Fma.IsSupported && Vector256.IsHardwareAccelerated)
        {
            return T.FusedMultiplyAdd(left, right, addend);
        }

        return Elsewhere(left, right, addend);
    }

    /// <summary>A single number on Arm64, or without the instruction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Elsewhere<T>(T left, T right, T addend)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        AdvSimd.Arm64.IsSupported ? T.FusedMultiplyAdd(left, right, addend) : InSoftware(left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> InHalves<T>(Vector512<T> left, Vector512<T> right, Vector512<T> addend)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Vector512.Create(
            MultiplyAdd(left.GetLower(), right.GetLower(), addend.GetLower()),
            MultiplyAdd(left.GetUpper(), right.GetUpper(), addend.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> InHalves<T>(Vector256<T> left, Vector256<T> right, Vector256<T> addend)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Vector256.Create(
            MultiplyAdd(left.GetLower(), right.GetLower(), addend.GetLower()),
            MultiplyAdd(left.GetUpper(), right.GetUpper(), addend.GetUpper()));

    /// <remarks>Arm64 takes the addend first.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> OnArm<T>(Vector128<T> left, Vector128<T> right, Vector128<T> addend)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        typeof(T) == typeof(float)
            ? AdvSimd.FusedMultiplyAdd(addend.AsSingle(), left.AsSingle(), right.AsSingle()).As<float, T>()
            : AdvSimd.Arm64.FusedMultiplyAdd(addend.AsDouble(), left.AsDouble(), right.AsDouble()).As<double, T>();

    [MethodImpl(Jit.Loop)]
    private static Vector128<T> InSoftware<T>(Vector128<T> left, Vector128<T> right, Vector128<T> addend)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector128<T> result = default;
        for (int lane = 0; lane < Vector128<T>.Count; lane++)
        {
            result = result.WithElement(lane, InSoftware(left[lane], right[lane], addend[lane]));
        }

        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T InSoftware<T>(T left, T right, T addend)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        typeof(T) == typeof(float)
            ? Unsafe.BitCast<float, T>(SoftwareFused.MultiplyAdd(
                Unsafe.BitCast<T, float>(left), Unsafe.BitCast<T, float>(right), Unsafe.BitCast<T, float>(addend)))
            : Unsafe.BitCast<double, T>(SoftwareFused.MultiplyAdd(
                Unsafe.BitCast<T, double>(left), Unsafe.BitCast<T, double>(right), Unsafe.BitCast<T, double>(addend)));
}
