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
