using System.Numerics;

namespace NeuralNet.Core.Optimizers;

/// <summary>All variables have the same unit, and the size of a gradient is that of its largest element.</summary>
internal sealed class IdentityMetric<T> : IMetric<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public double LargestAtOptimum => double.PositiveInfinity;

    public double Steepness => 0;

    public void Precondition(Span<T> vector, ReadOnlySpan<bool> isHeld)
    {
    }

    public double Level => 0;

    public double Offset(int index, out int bias)
    {
        bias = 0;
        return 0;
    }

    public double Reach(ReadOnlySpan<T> change) => InDouble.LargestMagnitude(change);

    public double Size(ReadOnlySpan<T> gradient, ReadOnlySpan<T> at) => InDouble.LargestMagnitude(gradient);
}
