using System.Numerics;
using NeuralNet.Core.Optimizers;
using NeuralNet.Core.Tests.Kernels;

namespace NeuralNet.Core.Tests.Optimizers;

/// <summary>The search of one iteration for the next point.</summary>
public abstract class LbfgsSearchTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void Every_step_meets_the_strong_Wolfe_conditions()
    {
        var objective = new Minimand<T>(Functions.Rosenbrock);
        T[] point = Numbers.Of<T>([.. Enumerable.Range(0, 20).Select(index => index % 2 == 0 ? -1.2 : 1)]);
        var minimizer = new Lbfgs<T>(20, 10, 1e-4);
        minimizer.Begin(ref objective, point);
        (double[] At, double Value, double[] Gradient) before = objective.Evaluations[0];
        int steps = 0;
        while (minimizer.Iterate(ref objective, point) == IterationStatus.Progressed && before.Value > 1e-3)
        {
            (double[] At, double Value, double[] Gradient) after = objective.Evaluations[^1];
            double slope = Along(before.Gradient, before.At, after.At);
            double slopeAfter = Along(after.Gradient, before.At, after.At);

            // The slopes are measured along the step after it was rounded.
            slope.Should().BeNegative();
            after.Value.Should().BeLessThanOrEqualTo(before.Value + (0.999 * 1e-4 * slope));
            Math.Abs(slopeAfter).Should().BeLessThanOrEqualTo(0.901 * Math.Abs(slope));
            before = after;
            steps++;
        }

        steps.Should().BeGreaterThan(20);
    }

    [Fact]
    public void An_iteration_cancelled_at_any_point_changes_nothing_and_can_be_repeated()
    {
        T[] expected = Numbers.Of<T>(-1.2, 1);
        var undisturbed = new Minimand<T>(Functions.Rosenbrock);
        var other = new Lbfgs<T>(2, 3, 0);
        other.Begin(ref undisturbed, expected);
        T[] point = Numbers.Of<T>(-1.2, 1);
        var objective = new Minimand<T>(Functions.Rosenbrock);
        var minimizer = new Lbfgs<T>(2, 3, 0);
        minimizer.Begin(ref objective, point);
        int cancelled = 0;
        for (int iteration = 0; iteration < 10; iteration++)
        {
            T[] before = [.. point];
            T[] remembered = minimizer.Remembered();
            double value = minimizer.Value;
            for (int allowed = 0; ; allowed++)
            {
                objective.CancelsAfter = allowed;
                IterationStatus status = minimizer.Iterate(ref objective, point);
                if (status == IterationStatus.Progressed)
                {
                    break;
                }

                status.Should().Be(IterationStatus.Cancelled);
                point.Should().Equal(before);
                minimizer.Value.Should().Be(value);
                Bits.Same<T>(minimizer.Remembered(), remembered).Should().BeTrue();
                cancelled++;
            }

            other.Iterate(ref undisturbed, expected);
            Bits.Same<T>(point, expected).Should().BeTrue("iteration {0} is not affected by the cancellation", iteration);
        }

        cancelled.Should().BeGreaterThan(10, "some iterations take several evaluations");
    }

    [Fact]
    public void A_cancelled_Begin_reports_it()
    {
        var objective = new Minimand<T>(Functions.Rosenbrock) { CancelsAfter = 0 };

        new Lbfgs<T>(2, 3, 0).Begin(ref objective, Numbers.Of<T>(1, 2)).Should().Be(IterationStatus.Cancelled);
    }

    /// <summary>50 x - ln x has no value below 0, where the first step of length 1 leads.</summary>
    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_step_out_of_the_domain_is_shortened(double valueBeyond)
    {
        int beyond = 0;
        var objective = new Minimand<T>((at, gradient) =>
        {
            double value = 0;
            for (int index = 0; index < at.Length; index++)
            {
                gradient[index] = 50 - (1 / at[index]);
                value += at[index] > 0 ? (50 * at[index]) - Math.Log(at[index]) : valueBeyond;
            }

            beyond += double.IsFinite(value) ? 0 : 1;
            return value;
        });
        T[] point = Numbers.Of<T>(0.5, 0.75, 0.1);

        new Lbfgs<T>(3, 5, Numbers.For<T>(1e-8, 1e-4)).Run(objective, point).Status.Should().Be(IterationStatus.Converged);

        ((ReadOnlySpan<T>)point).ShouldBeClose([0.02, 0.02, 0.02], 0, Numbers.For<T>(1e-10, 1e-6), "the minimum");
        beyond.Should().BePositive();
    }

    [Fact]
    public void A_step_to_a_gradient_that_is_not_finite_is_shortened()
    {
        int beyond = 0;
        var objective = new Minimand<T>((at, gradient) =>
        {
            bool isBeyond = at[0] < 0.25;
            beyond += isBeyond ? 1 : 0;
            gradient[0] = isBeyond ? double.NaN : 2 * (at[0] - 0.5);
            return (at[0] - 0.5) * (at[0] - 0.5);
        });
        T[] point = Numbers.Of<T>(1);

        new Lbfgs<T>(1, 5, 1e-5).Run(objective, point).Status.Should().Be(IterationStatus.Converged);

        point[0].ShouldBeClose(0.5, 0, 1e-5, "the minimum");
        beyond.Should().BePositive();
    }

    [Fact]
    public void A_start_without_a_finite_value_is_reported()
    {
        var objective = new Minimand<T>((_, _) => double.NaN);
        T[] point = [T.One];
        var minimizer = new Lbfgs<T>(1, 3, 0);

        minimizer.Begin(ref objective, point).Should().Be(IterationStatus.NotFinite);
        minimizer.Iterate(ref objective, point).Should().Be(IterationStatus.NotFinite);

        point.Should().Equal(T.One);
    }

    [Fact]
    public void An_iteration_before_Begin_reports_not_finite()
    {
        var objective = new Minimand<T>(Functions.Rosenbrock);

        new Lbfgs<T>(2, 3, 0).Iterate(ref objective, new T[2]).Should().Be(IterationStatus.NotFinite);

        objective.Evaluations.Should().BeEmpty();
    }

    [Fact]
    public void After_Forget_the_step_goes_along_the_gradient()
    {
        var objective = new Minimand<T>(Functions.Rosenbrock);
        T[] point = Numbers.Of<T>(-1.2, 1);
        var minimizer = new Lbfgs<T>(2, 5, 0);
        minimizer.Begin(ref objective, point);
        for (int iteration = 0; iteration < 10; iteration++)
        {
            minimizer.Iterate(ref objective, point);
        }

        minimizer.Forget();
        (double[] from, _, double[] gradient) = objective.Evaluations.Last(each => Numbers.Of<T>(each.At).SequenceEqual(point));
        minimizer.Iterate(ref objective, point);

        double[] step = [.. Numbers.ToDoubles<T>(point).Zip(from, (to, at) => to - at)];
        double ratio = step[0] / gradient[0];
        ratio.Should().BeNegative();
        (step[1] / gradient[1]).Should().BeApproximately(ratio, Numbers.For<T>(1e-9, 1e-2) * Math.Abs(ratio));
    }

    [Fact]
    public void A_direction_that_overflows_is_replaced_by_the_gradient_and_the_pairs_are_dropped()
    {
        const int LastValue = 3;
        const int FirstChange = 7;
        var bowl = new Minimand<T>(Functions.Bowl([1, 3], [2, 1]));
        T[] point = Numbers.Of<T>(-1, 7);
        var minimizer = new Lbfgs<T>(2, 5, 0);
        minimizer.Run(bowl, point, most: 1);
        T[] remembered = minimizer.Remembered();
        for (int index = FirstChange; index < FirstChange + 2; index++)
        {
            remembered[index] *= T.CreateTruncating(Numbers.For<T>(1e-150, 1e-15));
        }

        // Pretends that the state belongs to the next objective.
        double steep = Numbers.For<T>(1e100, 1e30);
        point = Numbers.Of<T>(-1, 7);
        new Minimand<T>(Functions.Bowl([steep, steep], [2, 1])).Evaluate(point, new T[2], out double value);
        remembered[LastValue] = T.CreateTruncating(value);
        minimizer.TryRestore(remembered).Should().BeTrue();
        var other = new Minimand<T>(Functions.Bowl([steep, steep], [2, 1])) { CancelsAfter = 1 };
        T[] before = [.. point];
        minimizer.Begin(ref other, point).Should().Be(IterationStatus.Progressed);

        minimizer.Iterate(ref other, point).Should().Be(IterationStatus.Cancelled);
        point.Should().Equal(before);
        Bits.Same<T>(minimizer.Remembered(), remembered).Should().BeTrue();

        other.CancelsAfter = int.MaxValue;
        minimizer.Iterate(ref other, point).Should().Be(IterationStatus.Progressed);
        minimizer.Remembered()[Stagnation<T>.SnapshotLength].Should().Be(T.One, "one pair is new and the others are gone");
        minimizer.Iterate(ref other, point).Should().Be(IterationStatus.Progressed);
    }

    private static double Along(double[] gradient, double[] from, double[] to)
    {
        double sum = 0;
        for (int index = 0; index < gradient.Length; index++)
        {
            sum += gradient[index] * (to[index] - from[index]);
        }

        return sum;
    }
}

public sealed class LbfgsSearchTestsInDouble : LbfgsSearchTests<double>;

public sealed class LbfgsSearchTestsInFloat : LbfgsSearchTests<float>;
