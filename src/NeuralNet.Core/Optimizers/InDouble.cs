using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Optimizers;

/// <summary>
/// Sums over elements, in double for any T, each in one fixed order: the products of a line search are small differences of
/// large numbers, and squares of float leave its range.
/// </summary>
internal static class InDouble
{
    private const int Block = 256;

    /// <summary>The sum of left[i] * right[i], the dot products of whole blocks added in their order.</summary>
    [MethodImpl(Jit.Loop)]
    public static double Dot<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(double))
        {
            return double.CreateTruncating(Kernels.Dot.Compute(left, right));
        }

        Span<double> wideLeft = stackalloc double[Block];
        Span<double> wideRight = stackalloc double[Block];
        double sum = 0;
        for (int start = 0; start < left.Length; start += Block)
        {
            int count = Math.Min(Block, left.Length - start);
            TensorPrimitives.ConvertTruncating(left.Slice(start, count), wideLeft);
            TensorPrimitives.ConvertTruncating(right.Slice(start, count), wideRight);
            sum += Kernels.Dot.Compute<double>(wideLeft[..count], wideRight[..count]);
        }

        return sum;
    }

    /// <summary>The sum of |left[i] * right[i]|.</summary>
    [MethodImpl(Jit.Loop)]
    public static double SumOfMagnitudes<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<double> wideLeft = stackalloc double[Block];
        Span<double> wideRight = stackalloc double[Block];
        double sum = 0;
        for (int start = 0; start < left.Length; start += Block)
        {
            int count = Math.Min(Block, left.Length - start);
            TensorPrimitives.ConvertTruncating(left.Slice(start, count), wideLeft);
            TensorPrimitives.ConvertTruncating(right.Slice(start, count), wideRight);
            TensorPrimitives.Multiply<double>(wideLeft[..count], wideRight[..count], wideLeft);
            TensorPrimitives.Abs<double>(wideLeft[..count], wideLeft);
            sum += Sum.Compute<double>(wideLeft[..count]);
        }

        return sum;
    }

    /// <summary>The sum of |values[i]|.</summary>
    [MethodImpl(Jit.Loop)]
    public static double SumOfMagnitudes<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<double> wide = stackalloc double[Block];
        double sum = 0;
        for (int start = 0; start < values.Length; start += Block)
        {
            int count = Math.Min(Block, values.Length - start);
            TensorPrimitives.ConvertTruncating(values.Slice(start, count), wide);
            TensorPrimitives.Abs<double>(wide[..count], wide);
            sum += Sum.Compute<double>(wide[..count]);
        }

        return sum;
    }

    /// <summary>The largest |values[i]|; NaN if a value is NaN, 0 for no values.</summary>
    [MethodImpl(Jit.Loop)]
    public static double LargestMagnitude<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T largest = T.Zero;
        foreach (T value in values)
        {
            largest = T.Max(largest, T.Abs(value));
        }

        return double.CreateTruncating(largest);
    }
}
