using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Tests.Kernels;

/// <summary>Asked for every number here, not only for those that the faster way leaves to it.</summary>
public sealed class IntegerFusedTests : SoftwareFusedTests<double>
{
    protected override double MultiplyAdd(double left, double right, double addend) =>
        IntegerFused.MultiplyAdd(left, right, addend);
}
