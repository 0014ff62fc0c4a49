using System.Numerics;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Optimizers;
using NeuralNet.Core.Tests.Kernels;

namespace NeuralNet.Core.Tests.Optimizers;

/// <summary>Iterations continue after a pause, or in another minimizer, without a difference.</summary>
public abstract class LbfgsSnapshotTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Inputs = 12;

    private static readonly (T[] Rows, T[] Labels) Data = Minimization.LogisticData<T>(60, Inputs, seed: 3);

    [Theory]
    [InlineData(3, 0)]
    [InlineData(3, 0.01)]
    [InlineData(10, 0)]
    [InlineData(10, 0.01)]
    [InlineData(50, 0)]
    [InlineData(50, 0.01)]
    public void Five_iterations_and_five_more_give_the_bits_of_ten(int memory, double penalty)
    {
        var expected = new T[Inputs + 1];
        Lbfgs<T> undivided = Minimizer(memory, penalty);
        undivided.Run(Objective(), expected, 10);
        var point = new T[Inputs + 1];
        Lbfgs<T> minimizer = Minimizer(memory, penalty);

        minimizer.Run(Objective(), point, 5);
        minimizer.Run(Objective(), point, 5);

        Bits.Same<T>(point, expected).Should().BeTrue();
        Bits.Same<T>(minimizer.Remembered(), undivided.Remembered()).Should().BeTrue();
        minimizer.Value.Should().Be(undivided.Value);
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(3, 0.01)]
    [InlineData(10, 0)]
    [InlineData(10, 0.01)]
    [InlineData(50, 0)]
    [InlineData(50, 0.01)]
    public void A_restored_snapshot_continues_with_the_same_bits(int memory, double penalty)
    {
        foreach (int pause in new[] { 0, 1, 2, 4, 7, 20 })
        {
            var point = new T[Inputs + 1];
            Lbfgs<T> first = Minimizer(memory, penalty);
            first.Run(Objective(), point, pause);
            T[] snapshot = first.Remembered();
            T[] elsewhere = [.. point];
            Lbfgs<T> second = Minimizer(memory, penalty);
            second.Run(Objective(), Numbers.Of<T>(new Random(1).Values(Inputs + 1, -1, 1)), 6);

            second.TryRestore(snapshot).Should().BeTrue();
            Bits.Same<T>(second.Remembered(), snapshot).Should().BeTrue();
            first.Run(Objective(), point, 10);
            second.Run(Objective(), elsewhere, 10);

            Bits.Same<T>(elsewhere, point).Should().BeTrue("after {0} iterations", pause);
            Finite.All<T>(snapshot).Should().BeTrue();
        }
    }

    [Fact]
    public void Restored_near_the_optimum_it_ends_as_early()
    {
        var point = new T[Inputs + 1];
        Lbfgs<T> first = Minimizer(10, 0);
        (_, int iterations) = first.Run(Objective(), [.. point]);
        first.Forget();
        first.Run(Objective(), point, iterations - 20);
        Lbfgs<T> second = Minimizer(10, 0);

        second.TryRestore(first.Remembered()).Should().BeTrue();

        second.Run(Objective(), point).Should().Be((IterationStatus.Converged, 20));
    }

    [Fact]
    public void Invalid_snapshots_are_rejected_and_clear_the_state()
    {
        var point = new T[Inputs + 1];
        Lbfgs<T> minimizer = Minimizer(5, 0);
        minimizer.Run(Objective(), point, 8);
        T[] good = minimizer.Remembered();
        T[] empty = Minimizer(5, 0).Remembered();

        int pairs = good.Length - (2 * 5 * (Inputs + 1));
        (int Index, double Value)[] changes =
        [
            (0, -1), (0, 0.5), (0, double.NaN), (0, double.PositiveInfinity), (1, double.NaN), (2, -1),
            (2, double.PositiveInfinity), (pairs - 1, -1), (pairs - 1, 1.5), (pairs - 1, 6), (pairs - 1, double.NaN),
            (pairs, double.NaN), (pairs + Inputs + 1, double.PositiveInfinity),
        ];
        foreach ((int index, double value) in changes)
        {
            T[] bad = [.. good];
            bad[index] = T.CreateTruncating(value);
            ShouldBeRefused(bad, $"{value} at {index}");
        }

        T[] turned = [.. good];
        for (int index = pairs; index < pairs + Inputs + 1; index++)
        {
            turned[index] = -turned[index];
        }

        ShouldBeRefused(turned, "a pair of negative curvature");
        ShouldBeRefused(good[..^1], "one value too few");
        ShouldBeRefused([.. good, T.Zero], "one value too many");

        void ShouldBeRefused(T[] snapshot, string what)
        {
            minimizer.TryRestore(good).Should().BeTrue();
            minimizer.TryRestore(snapshot).Should().BeFalse(what);
            Bits.Same<T>(minimizer.Remembered(), empty).Should().BeTrue(what);
        }
    }

    private static LogisticRegression<T> Objective() => new(Data.Rows, Data.Labels, l2: 0.01);

    private static Lbfgs<T> Minimizer(int memory, double penalty) => new(Inputs + 1, memory, 0, penalty, Inputs);
}

public sealed class LbfgsSnapshotTestsInDouble : LbfgsSnapshotTests<double>;

public sealed class LbfgsSnapshotTestsInFloat : LbfgsSnapshotTests<float>;
