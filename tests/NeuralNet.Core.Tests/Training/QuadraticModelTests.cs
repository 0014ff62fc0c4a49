using NeuralNet.Core.Training;

namespace NeuralNet.Core.Tests.Training;

/// <summary>The step of a quadratic model ends where no direction goes down, with an L1 penalty and within bounds.</summary>
public sealed class QuadraticModelTests
{
    private const int Variables = 6;

    [Theory]
    [InlineData("shared", 1)]
    [InlineData("shared", 3)]
    [InlineData("apart", 3)]
    [InlineData("coupled", 3)]
    public void After_a_step_each_derivative_is_within_the_penalty_or_pushes_out(string kind, int outputs)
    {
        foreach (bool isBounded in new[] { false, true })
        {
            var problem = new QuadraticProblem(kind, Variables, outputs);
            int size = outputs * Variables;
            double[] ridge = [0, 0.5, 1, 0.5, 2, 0];
            double[] lasso = [.. new Random(5).Values(size, 0, 3).Select((value, index) => index % Variables == 0 ? 0 : value)];
            double[] low = [.. new Random(6).Values(size, -0.4, 0).Select((value, index) => index % Variables == 0 ? double.NegativeInfinity : value)];
            double[] high = [.. new Random(7).Values(size, 0, 0.4).Select((value, index) => index % Variables == 0 ? double.PositiveInfinity : value)];
            double[] from = problem.Narrow(problem.Point);
            from = isBounded ? [.. from.Select((value, index) => Math.Clamp(value, low[index], high[index]))] : from;
            problem.Wide(from).CopyTo(problem.Point, 0);
            QuadraticModel model = Create(problem, ridge, lasso, isBounded ? (problem.Wide(low), problem.Wide(high)) : ([], []));

            model.Curvature = problem.Matrices;
            double gain = model.Solve(problem.Gradient, 0);

            double[] steps = problem.Narrow(model.Step);
            double[] before = problem.After(new double[problem.Point.Length], ridge), after = problem.After(model.Step, ridge);
            double quadratic = 0, slope = 0;
            int zeros = 0;

            // Without bounds the last rounds leave what the model of a loss leaves out too.
            double rough = isBounded ? 1e-7 : 5e-3;
            for (int index = 0; index < size; index++)
            {
                double to = from[index] + steps[index];
                zeros += Math.Abs(to) < 1e-12 ? 1 : 0;
                double change = lasso[index] * (Math.Abs(to) - Math.Abs(from[index]));
                quadratic += (0.5 * (before[index] + after[index]) * steps[index]) + change;
                slope += (before[index] * steps[index]) + change;
                double rising = after[index] + (to > -1e-12 ? lasso[index] : -lasso[index]);
                double falling = after[index] + (to > 1e-12 ? lasso[index] : -lasso[index]);
                bool mayRise = !isBounded || to < high[index] - 1e-12, mayFall = !isBounded || to > low[index] + 1e-12;
                (mayRise ? Math.Min(rising, 0) : 0).Should().BeApproximately(0, rough, $"{index}");
                (mayFall ? Math.Max(falling, 0) : 0).Should().BeApproximately(0, rough, $"{index}");
                model.After(problem.Shape.Width * (index / Variables) + (index % Variables), 1).Should().BeApproximately(to, 1e-15);
            }

            zeros.Should().BePositive();
            gain.Should().BeApproximately(-quadratic, 1e-9 * gain).And.BePositive();
            model.Slope.Should().BeApproximately(slope, 1e-9 * Math.Abs(slope)).And.BeLessThan(-gain);
        }
    }

    /// <summary>All classes may move together at no cost, where neither penalty nor bounds hold them: their sums stay.</summary>
    [Theory]
    [InlineData("free", true)]
    [InlineData("lasso", false)]
    [InlineData("ridge", false)]
    [InlineData("low", false)]
    [InlineData("high", false)]
    [InlineData("infinite", true)]
    public void The_sums_over_classes_stay_unless_a_penalty_or_a_bound_holds_them(string held, bool stays)
    {
        const int Outputs = 3;
        var problem = new QuadraticProblem("coupled", Variables, Outputs);
        var ridge = new double[Variables];
        var lasso = new double[Outputs * Variables];
        double[] low = [.. lasso.Select(_ => double.NegativeInfinity)], high = [.. lasso.Select(_ => double.PositiveInfinity)];
        double[] from = problem.Narrow(problem.Point);
        for (int index = 1; index < lasso.Length; index += Variables)
        {
            lasso[index] = held == "lasso" ? 1 : 0;
            ridge[1] = held == "ridge" ? 1 : 0;
            low[index] = held == "low" ? from[index] - 1e-3 : low[index];
            high[index] = held == "high" ? from[index] + 1e-3 : high[index];
        }

        bool isBounded = held is "low" or "high" or "infinite";
        QuadraticModel model = Create(problem, ridge, lasso, isBounded ? (problem.Wide(low), problem.Wide(high)) : ([], []));

        model.Curvature = problem.Matrices;
        model.Solve(problem.Gradient, 0);

        double[] steps = problem.Narrow(model.Step);
        for (int place = 0; place < Variables; place++)
        {
            double sum = Enumerable.Range(0, Outputs).Sum(output => steps[(output * Variables) + place]);
            if (place != 1 || stays)
            {
                sum.Should().BeApproximately(0, 1e-9, $"variable {place}");
            }
            else
            {
                Math.Abs(sum).Should().BeGreaterThan(1e-6);
            }
        }
    }

    [Fact]
    public void A_part_of_a_step_stays_within_the_bounds_and_a_whole_one_ends_at_them_exactly()
    {
        var shape = new CurvatureShape(2, 1, true, false);
        double[] low = new double[shape.Width], high = new double[shape.Width];
        (low[0], low[1], high[0], high[1]) = (-0.1, 0.1, 0.7, 3);
        var model = new QuadraticModel(shape, new double[2], (low, high));
        (model.Point[0], model.Step[0]) = (0.3, 0.7 - 0.3);
        (model.Point[1], model.Step[1]) = (0.3, 0.1 - 0.3);

        model.After(0, 1).Should().Be(0.7);
        model.After(1, 1).Should().Be(0.1);
        model.After(0, 0.5).Should().Be(0.3 + (0.5 * (0.7 - 0.3)));
        (model.Step[0], model.Step[1]) = (-0.3, 100);
        model.After(0, 1).Should().Be(0);
        model.After(0, 0.5).Should().Be(0.3 + (0.5 * -0.3));
        model.After(1, 1).Should().Be(3);
        model.Step[0] = -100;
        model.After(0, 0.25).Should().Be(-0.1);

        model.IsPushedOut(-0.1, 0, 1).Should().BeTrue();
        model.IsPushedOut(-0.1, 0, -1).Should().BeFalse();
        model.IsPushedOut(0.7, 0, -1).Should().BeTrue();
        model.IsPushedOut(0.7, 0, 1).Should().BeFalse();
        model.IsPushedOut(0.3, 0, 1).Should().BeFalse();
        model.IsPushedOut(0.3, 0, -1).Should().BeFalse();
        model.IsPushedOut(0.7, 0, 0).Should().BeFalse();
        new QuadraticModel(shape, new double[2], ([], [])).IsPushedOut(-1e9, 0, 1).Should().BeFalse();
    }

    private static QuadraticModel Create(QuadraticProblem problem, double[] ridge, double[] lasso, (double[] Low, double[] High) bounds)
    {
        var model = new QuadraticModel(problem.Shape, ridge, bounds);
        problem.Point.CopyTo(model.Point, 0);
        lasso.CopyTo(model.Lasso, 0);
        return model;
    }
}
