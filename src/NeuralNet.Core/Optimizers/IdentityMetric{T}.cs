using System.Numerics;

namespace NeuralNet.Core.Optimizers;

/// <summary>Variables of one and the same unit, in which a gradient is as large as its largest element.</summary>
internal sealed class IdentityMetric<T> : IMetric<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public double LargestAtOptimum => double.PositiveInfinity;

    public double Steepness => 0;

    public void Precondition(Span<T> vector)
    {
    }

    public double Reach(ReadOnlySpan<T> change) => InDouble.LargestMagnitude(change);

    public double Size(ReadOnlySpan<T> gradient, ReadOnlySpan<T> at) => InDouble.LargestMagnitude(gradient);
}
