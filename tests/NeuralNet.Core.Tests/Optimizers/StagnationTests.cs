using System.Numerics;
using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Tests.Optimizers;

public abstract class StagnationTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly double Unit = Numbers.Epsilon<T>();

    [Fact]
    public void Iterations_without_gain_are_counted_up_to_the_limit()
    {
        Stagnation<T> stagnation = default;
        stagnation.Note(5, 1, isAlongKink: false);

        IterationsUntilOver(stagnation).Should().Be(100);
    }

    [Theory]
    [InlineData(5, 0.5, false, true)]
    [InlineData(4.9, 1, false, true)]
    [InlineData(4.9, 1, true, false)]
    [InlineData(4.9, 0.5, true, true)]
    [InlineData(5.1, 1, false, false)]
    public void A_lower_gradient_is_a_gain_and_so_is_a_lower_value_unless_along_a_kink(
        double value, double gradient, bool isAlongKink, bool isGain)
    {
        Stagnation<T> stagnation = Stagnating();

        stagnation.Note(value, gradient, isAlongKink);

        IterationsUntilOver(stagnation).Should().Be(isGain ? 100 : 89);
    }

    [Fact]
    public void Small_gains_add_up()
    {
        Stagnation<T> stagnation = default;
        for (int iteration = 0; iteration < 1000; iteration++)
        {
            stagnation.Note(5 - (iteration * 5 * Unit), 1, isAlongKink: false);
            stagnation.IsOver.Should().BeFalse();
        }
    }

    [Fact]
    public void A_restored_state_continues_in_the_same_way()
    {
        Stagnation<T> stagnation = Stagnating();
        var snapshot = new T[Stagnation<T>.SnapshotLength];
        stagnation.Snapshot(snapshot);
        Stagnation<T> restored = default;

        restored.TryRestore(snapshot).Should().BeTrue();

        IterationsUntilOver(restored).Should().Be(90);
        restored.IsLevel(5).Should().BeTrue();
        restored.IsLevel(4.9).Should().BeFalse();
        restored.Note(5, 0.9, isAlongKink: false);
        IterationsUntilOver(restored).Should().Be(100);
    }

    [Theory]
    [InlineData(-1, 0, 0, 0)]
    [InlineData(0.5, 0, 0, 0)]
    [InlineData(2e9, 0, 0, 0)]
    [InlineData(double.NaN, 0, 0, 0)]
    [InlineData(1, double.PositiveInfinity, 0, 0)]
    [InlineData(1, 0, -1, 0)]
    [InlineData(1, 0, double.PositiveInfinity, 0)]
    [InlineData(1, 0, 0, double.NaN)]
    public void Numbers_that_are_no_snapshot_are_refused_and_change_nothing(double iterations, double value, double gradient, double last)
    {
        Stagnation<T> stagnation = Stagnating();

        stagnation.TryRestore(Numbers.Of<T>(iterations, value, gradient, last)).Should().BeFalse();

        IterationsUntilOver(stagnation).Should().Be(90);
        stagnation.IsOfAnother(5).Should().BeFalse();
    }

    [Fact]
    public void A_snapshot_of_nothing_and_one_at_the_limit_are_restored()
    {
        Stagnation<T> restored = Stagnating();

        restored.TryRestore(new T[Stagnation<T>.SnapshotLength]).Should().BeTrue();
        IterationsUntilOver(restored).Should().Be(101, "the first iteration is a gain");
        restored.TryRestore(Numbers.Of<T>(100, -5, 1, -5)).Should().BeTrue();
        restored.IsOver.Should().BeTrue();
    }

    /// <summary>An objective beyond the range is the largest number in a snapshot, where every number is finite.</summary>
    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void An_infinite_objective_survives_a_snapshot(double value)
    {
        Stagnation<T> stagnation = default;
        stagnation.Note(value, double.PositiveInfinity, isAlongKink: false);
        var snapshot = new T[Stagnation<T>.SnapshotLength];
        stagnation.Snapshot(snapshot);
        Numbers.ToDoubles<T>(snapshot).Should().OnlyContain(number => double.IsFinite(number));
        Stagnation<T> restored = default;

        restored.TryRestore(snapshot).Should().BeTrue();

        restored.IsOfAnother(value).Should().BeFalse();
        restored.IsOfAnother(1).Should().BeTrue();
        restored.IsLevel(1).Should().Be(double.IsNegative(value));
        restored.Snapshot(snapshot.AsSpan());
        snapshot[2].Should().Be(T.BitDecrement(T.PositiveInfinity));
    }

    [Fact]
    public void Another_objective_than_the_last_is_that_of_other_data()
    {
        Stagnation<T> stagnation = default;
        stagnation.IsOfAnother(5).Should().BeFalse("there was no iteration");

        stagnation.Note(5, 1, isAlongKink: false);
        stagnation.Note(6, 1, isAlongKink: false);

        stagnation.IsOfAnother(6).Should().BeFalse();
        stagnation.IsOfAnother(5).Should().BeTrue();
    }

    private static Stagnation<T> Stagnating()
    {
        Stagnation<T> stagnation = default;
        for (int iteration = 0; iteration <= 10; iteration++)
        {
            stagnation.Note(5, 1, isAlongKink: false);
        }

        return stagnation;
    }

    private static int IterationsUntilOver(Stagnation<T> stagnation)
    {
        int iterations = 0;
        while (!stagnation.IsOver)
        {
            stagnation.Note(5, 1, isAlongKink: false);
            iterations++;
        }

        return iterations;
    }
}

public sealed class StagnationTestsInDouble : StagnationTests<double>;

public sealed class StagnationTestsInFloat : StagnationTests<float>;
