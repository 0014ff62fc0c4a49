using System.Numerics;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Tests.Kernels;

/// <summary>Runs an operation over arrays, on lanes of any width, and by its definition in generic math.</summary>
public static class LaneOperations
{
    public static TheoryData<LaneOperation> All => [.. Enum.GetValues<LaneOperation>()];

    /// <summary>The operations of the register types themselves; those after them are built of these.</summary>
    public static TheoryData<LaneOperation> Basic =>
        [.. Enum.GetValues<LaneOperation>().Where(operation => operation < LaneOperation.Exp)];

    internal static TLanes Apply<TLanes>(LaneOperation operation, TLanes a, TLanes b, TLanes c)
        where TLanes : struct, ILanes<TLanes> => operation switch
        {
            LaneOperation.Create => TLanes.Create(1.0 / 3),
            LaneOperation.Add => a + b,
            LaneOperation.Subtract => a - b,
            LaneOperation.Multiply => a * b,
            LaneOperation.Divide => a / b,
            LaneOperation.Negate => -a,
            LaneOperation.FusedMultiplyAdd => TLanes.FusedMultiplyAdd(a, b, c),
            LaneOperation.Abs => TLanes.Abs(a),
            LaneOperation.Min => TLanes.Min(a, b),
            LaneOperation.Max => TLanes.Max(a, b),
            LaneOperation.Sqrt => TLanes.Sqrt(a),
            LaneOperation.Round => TLanes.Round(a),
            LaneOperation.ScaleB => TLanes.ScaleB(a, b),
            LaneOperation.LogB => TLanes.LogB(a),
            LaneOperation.IfLess => TLanes.IfLess(a, b, c, a),
            LaneOperation.Exp => LaneMath.Exp(a),
            LaneOperation.Sigmoid => LaneMath.Sigmoid(a),
            LaneOperation.Tanh => LaneMath.Tanh(a),
            LaneOperation.Log => LaneMath.Log(a),
            LaneOperation.Log1p => LaneMath.Log1p(a),
            LaneOperation.Softplus => LaneMath.Softplus(a),
            _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, null),
        };

    /// <summary>Computes a basic operation in generic math.</summary>
    internal static T Define<T>(LaneOperation operation, T a, T b, T c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => operation switch
        {
            LaneOperation.Create => T.One / T.CreateTruncating(3),
            LaneOperation.Add => a + b,
            LaneOperation.Subtract => a - b,
            LaneOperation.Multiply => a * b,
            LaneOperation.Divide => a / b,
            LaneOperation.Negate => -a,
            LaneOperation.FusedMultiplyAdd => ExactFused.MultiplyAdd(a, b, c),
            LaneOperation.Abs => T.Abs(a),
            LaneOperation.Min => T.Min(a, b),
            LaneOperation.Max => T.Max(a, b),
            LaneOperation.Sqrt => T.Sqrt(a),
            LaneOperation.Round => T.Round(a, MidpointRounding.ToEven),
            LaneOperation.ScaleB => T.ScaleB(a, int.CreateTruncating(b)),
            LaneOperation.LogB => T.CreateTruncating(T.ILogB(a)),
            LaneOperation.IfLess => a < b ? c : a,
            _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, null),
        };

    /// <summary>The operation on arrays whose length is a multiple of 16.</summary>
    internal static T[] Run<T, TLanes>(LaneOperation operation, T[] a, T[] b, T[] c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : struct, ILanes<TLanes, T>
    {
        var results = new T[a.Length];
        nuint width = (nuint)(Unsafe.SizeOf<TLanes>() / Unsafe.SizeOf<T>());
        for (nuint index = 0; index < (nuint)a.Length; index += width)
        {
            Apply(operation, TLanes.Load(in a[0], index), TLanes.Load(in b[0], index), TLanes.Load(in c[0], index))
                .Store(ref results[0], index);
        }

        return results;
    }

    /// <summary>The operation on one number.</summary>
    internal static T Scalar<T>(LaneOperation operation, T a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Apply<Scalar<T>>(operation, new(a), default, default).Value;
}
