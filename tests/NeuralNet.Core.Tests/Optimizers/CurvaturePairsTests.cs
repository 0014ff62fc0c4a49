using System.Numerics;
using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Tests.Optimizers;

public abstract class CurvaturePairsTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Variables = 6;

    /// <summary>The secant equation: along the newest step the curvature is the one that was measured.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public void The_newest_change_of_the_gradient_leads_to_the_newest_step(int count)
    {
        var pairs = new CurvaturePairs<T>(Variables, 3);
        T[] step = [];
        T[] change = [];
        for (int seed = 0; seed < count; seed++)
        {
            step = Step(seed);
            change = Change(step);
            pairs.TryAdd(new T[Variables], step, new T[Variables], change).Should().BeTrue();
        }

        Apply(pairs, change);

        pairs.Count.Should().Be(Math.Min(count, 3));
        ((ReadOnlySpan<T>)change).ShouldBeClose(
            Numbers.ToDoubles<T>(step), 0, Numbers.For<T>(1e-13, 1e-4), "the step");
    }

    [Fact]
    public void Only_the_last_pairs_count()
    {
        var aged = new CurvaturePairs<T>(Variables, 3);
        var fresh = new CurvaturePairs<T>(Variables, 3);
        for (int seed = 0; seed < 8; seed++)
        {
            T[] step = Step(seed);
            aged.TryAdd(new T[Variables], step, new T[Variables], Change(step));
            if (seed >= 5)
            {
                fresh.TryAdd(new T[Variables], step, new T[Variables], Change(step));
            }
        }

        T[] vector = Step(99);
        T[] expected = [.. vector];
        Apply(aged, vector);
        Apply(fresh, expected);
        vector.Should().Equal(expected);
    }

    [Fact]
    public void A_pair_without_positive_curvature_is_skipped_and_replaces_no_other()
    {
        var pairs = new CurvaturePairs<T>(Variables, 2);
        for (int seed = 0; seed < 3; seed++)
        {
            pairs.TryAdd(new T[Variables], Step(seed), new T[Variables], Change(Step(seed)));
        }

        T[] expected = Step(50);
        Apply(pairs, expected);
        T[] bad = Step(9);

        pairs.TryAdd(new T[Variables], bad, new T[Variables], [.. bad.Select(number => -number)]).Should().BeFalse();
        pairs.TryAdd(new T[Variables], bad, new T[Variables], new T[Variables]).Should().BeFalse();
        pairs.TryAdd(bad, bad, new T[Variables], bad).Should().BeFalse();

        T[] vector = Step(50);
        Apply(pairs, vector);
        vector.Should().Equal(expected);
    }

    [Fact]
    public void Without_pairs_a_vector_does_not_change()
    {
        T[] vector = Step(1);

        new CurvaturePairs<T>(Variables, 2).ApplyTo(vector, new IdentityMetric<T>(), scale: 1);

        vector.Should().Equal(Step(1));
    }

    private static void Apply(CurvaturePairs<T> pairs, T[] vector)
    {
        var metric = new IdentityMetric<T>();
        pairs.ApplyTo(vector, metric, pairs.Scale(metric));
    }

    private static T[] Step(int seed) => Numbers.Of<T>(new Random(seed).Values(Variables, -1, 1));

    /// <summary>Of the gradient of a bowl.</summary>
    private static T[] Change(T[] step) =>
        Numbers.Of<T>([.. Numbers.ToDoubles<T>(step).Select((number, index) => (1 + index) * number)]);
}

public sealed class CurvaturePairsTestsInDouble : CurvaturePairsTests<double>;

public sealed class CurvaturePairsTestsInFloat : CurvaturePairsTests<float>;
