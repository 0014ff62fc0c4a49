using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Tests.Kernels;

/// <summary>Tests all numbers, not only those that the fast path leaves to it.</summary>
public sealed class IntegerFusedTests : SoftwareFusedTests<double>
{
    protected override double MultiplyAdd(double left, double right, double addend) =>
        IntegerFused.MultiplyAdd(left, right, addend);
}
