using System.Numerics;
using NeuralNet.Core.Optimizers;
using NeuralNet.Core.Tests.Networks;

namespace NeuralNet.Core.Tests.Optimizers;

public abstract class LbfgsAllocationTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.01)]
    public void Iterations_allocate_nothing(double penalty)
    {
        (T[] rows, T[] labels) = Minimization.LogisticData<T>(40, 300, seed: 1);
        var objective = new LogisticRegression<T>(rows, labels, l2: 0.01);
        var point = new T[301];
        var minimizer = new Lbfgs<T>(301, 10, 0, penalty, 300);
        var snapshot = new T[minimizer.SnapshotLength];
        Iterate();

        // The smallest of several measurements: a collection caused by another thread would count for this one.
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 20 && least > 0; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Iterate();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        least.Should().Be(0);

        void Iterate()
        {
            Array.Clear(point);
            minimizer.Begin(ref objective, point);
            for (int iteration = 0; iteration < 30; iteration++)
            {
                minimizer.Iterate(ref objective, point);
            }

            minimizer.Snapshot(snapshot);
            minimizer.TryRestore(snapshot);
        }
    }
}

[Collection(AllocationsAlone.Name)]
public sealed class LbfgsAllocationTestsInDouble : LbfgsAllocationTests<double>;

[Collection(AllocationsAlone.Name)]
public sealed class LbfgsAllocationTestsInFloat : LbfgsAllocationTests<float>;
