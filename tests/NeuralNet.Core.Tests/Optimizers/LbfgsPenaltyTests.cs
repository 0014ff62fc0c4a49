using System.Numerics;
using NeuralNet.Core.Optimizers;
using NeuralNet.Core.Tests.Kernels;

namespace NeuralNet.Core.Tests.Optimizers;

/// <summary>The L1 penalty: known optima, and conditions that hold at every optimum.</summary>
public abstract class LbfgsPenaltyTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>With orthogonal inputs the weights are independent: the penalty moves each towards 0.</summary>
    [Fact]
    public void A_bowl_has_its_minimum_at_the_soft_threshold()
    {
        double[] factors = [1, 4, 1, 0.5, 2, 1, 8, 1];
        double[] center = [3, -0.25, 0.5, -0.75, 0, -2, 0.125, 0.25];
        T[] point = Numbers.Of<T>(-1, 1, -1, 0, 1, 0, 0, 0);

        new Lbfgs<T>(8, 5, Numbers.For<T>(1e-14, 1e-6), penalty: 0.75, penalized: 7)
            .Run(new Minimand<T>(Functions.Bowl(factors, center)), point)
            .Status.Should().Be(IterationStatus.Converged);

        double[] expected = [2.25, -0.0625, 0, 0, 0, -1.25, 0.03125, 0.25];
        ((ReadOnlySpan<T>)point).ShouldBeClose(expected, Numbers.For<T>(1e-13, 1e-5), 0, "the soft threshold");
    }

    [Theory]
    [InlineData(200, 10, 0.001)]
    [InlineData(200, 10, 0.05)]
    [InlineData(50, 60, 0.001)]
    [InlineData(50, 60, 0.05)]
    [InlineData(1000, 30, 0.01)]
    public void At_the_end_no_weight_can_lower_the_objective_and_useless_ones_are_exactly_0(int rows, int inputs, double penalty)
    {
        (T[] data, T[] labels) = Minimization.LogisticData<T>(rows, inputs, seed: inputs);
        var objective = new LogisticRegression<T>(data, labels);
        var point = new T[inputs + 1];
        double tolerance = Numbers.For<T>(1e-9, 2e-6);
        var minimizer = new Lbfgs<T>(inputs + 1, 10, tolerance, penalty, inputs);

        minimizer.Run(objective, point).Status.Should().Be(IterationStatus.Converged);

        var gradient = new T[inputs + 1];
        objective.Evaluate(point, gradient, out double smooth);
        double[] slopes = Numbers.ToDoubles<T>(gradient);
        double allowed = tolerance + (Numbers.Epsilon<T>() * penalty);
        for (int index = 0; index < inputs; index++)
        {
            double violation = point[index] == T.Zero
                ? Math.Abs(slopes[index]) - penalty
                : Math.Abs(slopes[index] + (penalty * T.Sign(point[index])));
            violation.Should().BeLessThanOrEqualTo(allowed);
        }

        Math.Abs(slopes[inputs]).Should().BeLessThanOrEqualTo(allowed);
        minimizer.Value.Should().BeApproximately(
            smooth + (penalty * Numbers.ToDoubles<T>(point)[..inputs].Sum(Math.Abs)), 1e-6 * smooth);
    }

    [Fact]
    public void A_heavy_penalty_does_not_change_the_bias()
    {
        (T[] rows, T[] labels) = Minimization.LogisticData<T>(200, 10, seed: 4);
        T[] point = Numbers.Of<T>(new Random(1).Values(11, -1, 1));

        new Lbfgs<T>(11, 10, Numbers.For<T>(1e-10, 1e-6), penalty: 10, penalized: 10)
            .Run(new LogisticRegression<T>(rows, labels), point)
            .Status.Should().Be(IterationStatus.Converged);

        double share = labels.Average(label => double.CreateTruncating(label));
        Bits.Same<T>(point.AsSpan(0, 10), new T[10]).Should().BeTrue();
        point[10].ShouldBeClose(Math.Log(share / (1 - share)), 0, Numbers.For<T>(1e-8, 1e-4), "the bias");
    }

    [Fact]
    public void No_weight_changes_its_sign_within_an_iteration()
    {
        (T[] rows, T[] labels) = Minimization.LogisticData<T>(50, 20, seed: 4);
        var objective = new LogisticRegression<T>(rows, labels);
        T[] point = Numbers.Of<T>(new Random(2).Values(21, -1, 1));
        var minimizer = new Lbfgs<T>(21, 5, Numbers.For<T>(1e-10, 1e-6), penalty: 0.02, penalized: 20);
        IterationStatus status = minimizer.Begin(ref objective, point);
        int stops = 0;
        while (status == IterationStatus.Progressed)
        {
            T[] before = [.. point];
            double value = minimizer.Value;
            status = minimizer.Iterate(ref objective, point);

            for (int index = 0; index < 20; index++)
            {
                (T.Sign(before[index]) * T.Sign(point[index])).Should().BeGreaterThanOrEqualTo(0);
                stops += before[index] != T.Zero && point[index] == T.Zero ? 1 : 0;
            }

            minimizer.Value.Should().BeLessThanOrEqualTo(value * (1 + (20 * Numbers.Epsilon<T>())));
        }

        stops.Should().BePositive();
    }

    [Fact]
    public void A_step_out_of_the_domain_is_shortened()
    {
        int beyond = 0;
        var objective = new Minimand<T>((at, gradient) =>
        {
            gradient[0] = 50 - (1 / at[0]);
            gradient[1] = at[1] - 3;
            beyond += at[0] > 0 ? 0 : 1;
            return at[0] > 0 ? (50 * at[0]) - Math.Log(at[0]) + (0.5 * gradient[1] * gradient[1]) : double.NaN;
        });
        T[] point = Numbers.Of<T>(0.5, 1);

        new Lbfgs<T>(2, 5, Numbers.For<T>(1e-9, 1e-4), penalty: 1, penalized: 2)
            .Run(objective, point).Status.Should().Be(IterationStatus.Converged);

        ((ReadOnlySpan<T>)point).ShouldBeClose([1 / 51.0, 2], 0, Numbers.For<T>(1e-8, 1e-4), "the minimum");
        beyond.Should().BePositive();
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 0)]
    public void Without_a_penalty_or_penalized_variables_it_is_plain_LBFGS(double penalty, int penalized)
    {
        T[] point = Numbers.Of<T>(-1.2, 1);
        T[] expected = [.. point];

        new Lbfgs<T>(2, 5, 1e-6, penalty, penalized).Run(new Minimand<T>(Functions.Rosenbrock), point);

        new Lbfgs<T>(2, 5, 1e-6).Run(new Minimand<T>(Functions.Rosenbrock), expected);
        Bits.Same<T>(point, expected).Should().BeTrue();
    }
}

public sealed class LbfgsPenaltyTestsInDouble : LbfgsPenaltyTests<double>;

public sealed class LbfgsPenaltyTestsInFloat : LbfgsPenaltyTests<float>;
