using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Training;

/// <summary>Writes class labels as targets.</summary>
internal readonly struct TargetCode<T>(Interval targets)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T _low = T.CreateTruncating(targets.Low);
    private readonly T _high = T.CreateTruncating(targets.High);

    /// <summary>The target at the low end.</summary>
    public T Low => _low;

    /// <summary>The target at the high end.</summary>
    public T High => _high;

    /// <summary>
    /// Writes targets <c>[outputs x rows]</c>. With one output: low for label 0, high for label 1. With several: high for the output of
    /// the label, low for the others.
    /// </summary>
    [MethodImpl(Jit.Loop)]
    public void Write(in ExampleSpan<T> examples, int position, int rows, Span<T> destination)
    {
        if (destination.Length == rows)
        {
            if (examples.Order.IsEmpty && _low == T.Zero && _high == T.One)
            {
                TensorPrimitives.ConvertTruncating(examples.Labels.Slice(position, rows), destination);
                return;
            }

            // A table lookup, since a processor can't predict labels.
            ReadOnlySpan<T> ends = [_low, _high];
            for (int row = 0; row < rows; row++)
            {
                destination[row] = ends[examples.Labels[examples.RowAt(position + row)]];
            }

            return;
        }

        destination.Fill(_low);
        for (int row = 0; row < rows; row++)
        {
            destination[(examples.Labels[examples.RowAt(position + row)] * rows) + row] = _high;
        }
    }

    /// <summary>Returns the class of targets: of one target the nearer end, of several the largest, of equal ones the first.</summary>
    public int ClassOf(ReadOnlySpan<T> targets) =>
        targets.Length > 1 ? ArgMax.Find(targets) : targets[0] - _low > _high - targets[0] ? 1 : 0;
}
