using System.Numerics;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Tests.Optimizers;

/// <summary>The points at which the minimizer ends.</summary>
public abstract class LbfgsTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Theory]
    [InlineData(2, 60)]
    [InlineData(50, 500)]
    public void The_end_of_Rosenbrocks_valley_is_found(int variables, int most)
    {
        T[] point = Numbers.Of<T>([.. Enumerable.Range(0, variables).Select(index => index % 2 == 0 ? -1.2 : 1)]);

        (IterationStatus status, int iterations) = Minimizer(variables).Run(new Minimand<T>(Functions.Rosenbrock), point);

        status.Should().Be(IterationStatus.Converged);
        iterations.Should().BeLessThan(most);
        ShouldBe(point, Enumerable.Repeat(1.0, variables), Numbers.For<T>(1e-6, 1e-5));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void A_bowl_a_thousand_times_longer_than_wide_is_solved_for_any_minimum_value(double lowest)
    {
        double[] factors = [.. Enumerable.Range(0, 10).Select(index => Math.Pow(10, -6.0 * index / 9))];
        double[] center = [.. Enumerable.Range(0, 10).Select(index => 1.0 + (index % 3))];
        var point = new T[10];

        new Lbfgs<T>(10, Defaults.LbfgsMemory, Numbers.For<T>(1e-15, 1e-9))
            .Run(new Minimand<T>(Functions.Bowl(factors, center, lowest)), point)
            .Status.Should().Be(IterationStatus.Converged);

        // In float a value of 7 hides all but the steep directions.
        if (typeof(T) == typeof(double))
        {
            ShouldBe(point, center, 1e-8);
        }
        else if (lowest == 0)
        {
            ShouldBe(point, center, 1e-2);
        }
    }

    [Theory]
    [InlineData(1e-8)]
    [InlineData(1e8)]
    public void The_scale_of_the_objective_does_not_matter(double scale)
    {
        T[] point = Numbers.Of<T>(-100, 30);

        (IterationStatus status, int iterations) = new Lbfgs<T>(2, 5, 1e-9 * scale)
            .Run(new Minimand<T>(Functions.Bowl([scale, 3 * scale], [2, 64])), point);

        status.Should().Be(IterationStatus.Converged);
        iterations.Should().BeLessThan(20);
        ShouldBe(point, [2, 64], Numbers.For<T>(1e-8, 1e-4));
    }

    [Fact]
    public void A_point_at_the_optimum_stays()
    {
        var objective = new Minimand<T>(Functions.Bowl([1, 2], [3, 4]));
        T[] point = Numbers.Of<T>(3, 4);
        Lbfgs<T> minimizer = Minimizer(2);

        minimizer.Run(objective, point).Should().Be((IterationStatus.Converged, 0));
        minimizer.Iterate(ref objective, point).Should().Be(IterationStatus.Converged);

        point.Should().Equal(Numbers.Of<T>(3, 4));
        objective.Evaluations.Should().ContainSingle();
    }

    [Fact]
    public void Value_and_largest_gradient_match_the_point()
    {
        var objective = new Minimand<T>(Functions.Rosenbrock);
        T[] point = Numbers.Of<T>(-1.2, 1);
        Lbfgs<T> minimizer = Minimizer(2);
        minimizer.Begin(ref objective, point);
        for (int iteration = 0; iteration < 10; iteration++)
        {
            minimizer.Iterate(ref objective, point).Should().Be(IterationStatus.Progressed);

            (double[] at, double value, double[] gradient) = objective.Evaluations[^1];
            Numbers.Of<T>(at).Should().Equal(point);
            minimizer.Value.Should().Be(value);
            minimizer.LargestGradient.Should().Be(
                double.CreateTruncating(T.CreateTruncating(gradient.Max(Math.Abs))));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_search_comes_near_a_kink_and_then_stops(int variables)
    {
        T[] point = Numbers.Of<T>(new[] { 0.77, -0.3, 1 }.AsSpan(0, variables));

        (IterationStatus status, int iterations) = Minimizer(variables).Run(new Minimand<T>(Functions.Magnitudes), point);

        status.Should().BeOneOf(IterationStatus.Stalled, IterationStatus.Converged);
        iterations.Should().BeLessThan(300);
        ShouldBe(point, new double[variables], 1e-6);
    }

    [Fact]
    public void An_objective_that_falls_forever_ends_the_search()
    {
        var endless = new Minimand<T>((at, gradient) =>
        {
            Array.Fill(gradient, -1);
            return -at.Sum();
        });
        T[] point = Numbers.Of<T>(1, 2);

        (IterationStatus status, int iterations) = Minimizer(2).Run(endless, point);

        status.Should().BeOneOf(IterationStatus.Stalled, IterationStatus.Converged);
        iterations.Should().BeLessThan(200);
        Finite.All<T>(point).Should().BeTrue();
    }

    /// <summary>With the wrong sign of the gradient no step lowers the objective.</summary>
    [Fact]
    public void A_wrong_gradient_ends_as_stalled_at_the_same_point()
    {
        var wrong = new Minimand<T>((at, gradient) =>
        {
            gradient[0] = -at[0];
            return 0.5 * at[0] * at[0];
        });
        T[] point = [T.One];

        Minimizer(1).Run(wrong, point).Should().Be((IterationStatus.Stalled, 1));

        point.Should().Equal(T.One);
        wrong.Evaluations.Should().HaveCountLessThan(45);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.01)]
    public void A_tolerance_below_the_rounding_ends_as_converged(double penalty)
    {
        (T[] rows, T[] labels) = Minimization.LogisticData<T>(200, 10, seed: 1);
        var point = new T[11];
        Lbfgs<T> minimizer = new(11, Defaults.LbfgsMemory, tolerance: 0, penalty, penalized: 10);

        (IterationStatus status, int iterations) = minimizer.Run(new LogisticRegression<T>(rows, labels), point);

        status.Should().Be(IterationStatus.Converged);
        iterations.Should().BeLessThan(1000);
        minimizer.LargestGradient.Should().BeLessThan(Numbers.For<T>(1e-14, 1e-6));
    }

    [Fact]
    public void The_default_tolerance_is_reached_in_few_iterations()
    {
        (T[] rows, T[] labels) = Minimization.LogisticData<T>(200, 10, seed: 1);
        Lbfgs<T> minimizer = Minimizer(11);

        (IterationStatus status, int iterations) = minimizer.Run(new LogisticRegression<T>(rows, labels), new T[11]);

        status.Should().Be(IterationStatus.Converged);
        iterations.Should().BeLessThan(20);
        minimizer.LargestGradient.Should().BeLessThanOrEqualTo(Defaults.GradientTolerance);
    }

    [Fact]
    public void An_objective_may_live_on_the_stack()
    {
        ReadOnlySpan<T> center = [T.One, -T.One];
        var objective = new SpanBowl(center);
        var point = new T[2];
        Lbfgs<T> minimizer = Minimizer(2);

        minimizer.Begin(ref objective, point);
        while (minimizer.Iterate(ref objective, point) == IterationStatus.Progressed)
        {
        }

        ShouldBe(point, [1, -1], 1e-5);
        objective.Evaluations.Should().BePositive();
    }

    private static Lbfgs<T> Minimizer(int variables) => new(variables, Defaults.LbfgsMemory, Defaults.GradientTolerance);

    private static void ShouldBe(T[] point, IEnumerable<double> expected, double tolerance) =>
        ((ReadOnlySpan<T>)point).ShouldBeClose([.. expected], 0, tolerance, "the point");

    /// <summary>Half the squared distance from a point.</summary>
    private ref struct SpanBowl(ReadOnlySpan<T> center) : IObjective<T>
    {
        private readonly ReadOnlySpan<T> _centre = center;

        public int Evaluations { get; private set; }

        public bool Evaluate(scoped ReadOnlySpan<T> at, scoped Span<T> gradient, out double value)
        {
            Evaluations++;
            value = 0;
            for (int index = 0; index < at.Length; index++)
            {
                gradient[index] = at[index] - _centre[index];
                value += 0.5 * double.CreateTruncating(gradient[index] * gradient[index]);
            }

            return true;
        }
    }
}

public sealed class LbfgsTestsInDouble : LbfgsTests<double>;

public sealed class LbfgsTestsInFloat : LbfgsTests<float>;
