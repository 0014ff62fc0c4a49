using NeuralNet.Core.Training;

namespace NeuralNet.Core.Tests.Training;

/// <summary>After a step of Newton's method no derivative of the quadratic function is left.</summary>
public sealed class NewtonSystemTests
{
    private const double Tolerance = 1e-7;

    public static TheoryData<string, int, double> Problems => new()
    {
        { "shared", 1, 0 }, { "shared", 3, 0 }, { "shared", 3, 2 },
        { "apart", 1, 0 }, { "apart", 3, 0 }, { "apart", 3, 2 },
        { "coupled", 2, 0 }, { "coupled", 4, 0 }, { "coupled", 4, 2 },
    };

    [Theory]
    [MemberData(nameof(Problems))]
    public void A_step_leaves_no_derivative(string kind, int outputs, double strength)
    {
        var problem = new QuadraticProblem(kind, 6, outputs);
        NewtonSystem system = Create(problem, strength);

        system.Take(problem.Matrices);
        system.Solve(problem.Gradient, problem.Point);

        Vanish(problem.After(system.Step, system.Ridge));
        system.IsDropped.ToArray().Should().NotContain(true);
        system.IsRough.Should().BeFalse();
        double[] gradient = problem.After(new double[problem.Point.Length], system.Ridge);
        problem.Narrow(system.Gradient).Zip(gradient).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 1e-12);
        double slope = gradient.Zip(problem.Narrow(system.Step), (left, right) => left * right).Sum();
        system.Slope.Should().BeApproximately(slope, 1e-12 * Math.Abs(slope)).And.BeNegative();
    }

    /// <summary>Variables 3 and 5 repeat others, and move to 0. No equation is left over.</summary>
    [Theory]
    [MemberData(nameof(Problems))]
    public void What_repeats_others_moves_to_0_and_the_others_take_over(string kind, int outputs, double strength)
    {
        var problem = new QuadraticProblem(kind, 6, outputs, Repeat);
        NewtonSystem system = Create(problem, strength);

        system.Take(problem.Matrices);
        system.Solve(problem.Gradient, problem.Point);

        Vanish(problem.After(system.Step, system.Ridge));
        system.IsDropped.ToArray().Should().Equal(false, false, false, strength == 0, false, strength == 0);
        ShouldMoveToZero(problem, system);
    }

    /// <summary>An input with a penalty stays, though it repeats others; of those without one the first stays.</summary>
    [Theory]
    [InlineData("shared", 2)]
    [InlineData("apart", 2)]
    [InlineData("coupled", 3)]
    public void Inputs_without_a_penalty_are_compared_with_each_other_alone(string kind, int outputs)
    {
        var problem = new QuadraticProblem(kind, 6, outputs, inputs =>
        {
            Repeat(inputs);
            inputs[4] = inputs[1];
        });
        NewtonSystem system = Create(problem, 2, [0, 0, 1, 0, 1]);

        system.Take(problem.Matrices);
        system.Solve(problem.Gradient, problem.Point);

        Vanish(problem.After(system.Step, system.Ridge));
        system.IsDropped.ToArray().Should().Equal(false, false, false, false, true, false);
        system.HasFreeInput.Should().BeTrue();
        ShouldMoveToZero(problem, system);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 0)]
    [InlineData(3, 2)]
    public void A_triangle_leaves_no_derivative_at_this_point_and_the_next(int outputs, double strength)
    {
        foreach (bool repeats in new[] { false, true })
        {
            var problem = new QuadraticProblem("shared", 6, outputs, repeats ? Repeat : null);
            NewtonSystem system = Create(problem, strength);

            system.Take(problem.Matrices);
            system.SolveTriangle(problem.Triangle(), problem.Gradient, problem.Point);

            Vanish(problem.After(system.Step, system.Ridge));
            system.IsDropped.ToArray().Should().Equal(false, false, false, repeats && strength == 0, false, repeats && strength == 0);
            ShouldMoveToZero(problem, system);
            for (int index = 0; index < problem.Point.Length; index++)
            {
                problem.Point[index] += system.Step[index];
            }

            // Further steps take the triangle for any gradient in the span of the rows.
            OtherGradient(problem).CopyTo(problem.Gradient, 0);
            system.Solve(problem.Gradient, problem.Point);
            Vanish(problem.After(system.Step, system.Ridge));
        }
    }

    [Theory]
    [InlineData(1e-2, false)]
    [InlineData(1e-4, true)]
    public void Least_squares_of_inputs_that_nearly_repeat_one_another_are_rough(double apart, bool isRough)
    {
        foreach (double strength in new[] { 0, 1e-9 })
        {
            var problem = new QuadraticProblem("shared", 5, 1, inputs => inputs[3] = inputs[1] + (apart * inputs[3]));
            NewtonSystem system = Create(problem, strength);

            system.Take(problem.Matrices);

            system.IsRough.Should().Be(isRough);
        }

        var other = new QuadraticProblem("apart", 5, 1, inputs => inputs[3] = inputs[1] + (apart * inputs[3]));
        NewtonSystem others = Create(other, 0);
        others.Take(other.Matrices);
        others.IsRough.Should().BeFalse("only least squares have a triangle");
    }

    [Theory]
    [InlineData("shared", 1)]
    [InlineData("shared", 3)]
    [InlineData("apart", 2)]
    [InlineData("coupled", 3)]
    public void Within_bounds_the_derivatives_that_are_left_push_out(string kind, int outputs)
    {
        foreach (double strength in new[] { 0, 2.0 })
        {
            foreach (bool hasTriangle in new[] { false, kind == "shared" })
            {
                var problem = new QuadraticProblem(kind, 6, outputs);
                double[] low = problem.Wide([.. new Random(3).Values(outputs * 6, -0.3, 0).Select((value, index) => index % 6 == 0 ? double.NegativeInfinity : value)]);
                double[] high = problem.Wide([.. new Random(4).Values(outputs * 6, 0, 0.3).Select((value, index) => index % 6 == 0 ? double.PositiveInfinity : value)]);
                for (int index = 0; index < low.Length; index++)
                {
                    problem.Point[index] = Math.Clamp(problem.Point[index], low[index], high[index]);
                }

                NewtonSystem system = Create(problem, strength);
                system.Begin(Tolerances(problem), (low, high));
                system.Take(problem.Matrices);

                system.SolveWithin(problem.Gradient, problem.Point, hasTriangle ? problem.Triangle() : default);

                double[] left = problem.After(system.Step, system.Ridge);
                double[] lows = problem.Narrow(low), highs = problem.Narrow(high), from = problem.Narrow(problem.Point), steps = problem.Narrow(system.Step);
                int held = 0;
                for (int index = 0; index < left.Length; index++)
                {
                    double to = from[index] + steps[index];
                    to.Should().BeInRange(lows[index] - 1e-12, highs[index] + 1e-12);
                    bool isLow = to < lows[index] + 1e-12, isHigh = to > highs[index] - 1e-12;
                    held += isLow || isHigh ? 1 : 0;
                    (isLow ? Math.Min(left[index], 0) : isHigh ? Math.Max(left[index], 0) : left[index]).Should().BeApproximately(0, 1e-8);
                }

                held.Should().BePositive();
                system.Slope.Should().BeNegative();
            }
        }
    }

    [Fact]
    public void The_penalty_of_an_input_is_that_of_its_unit_and_factor()
    {
        var problem = new QuadraticProblem("apart", 4, 1);
        var system = new NewtonSystem(problem.Shape, true);

        system.SetRidge([2, 0.5, 4], QuadraticProblem.Settings(Penalty.L2(3), [1, 2, 0]), 10);

        system.Ridge[..4].ToArray().Should().Equal(0, 30 * 4, 30 * 2 * 0.25, 0);
        system.HasFreeInput.Should().BeTrue();
        system.SetRidge([1, 1, 1], QuadraticProblem.Settings(Penalty.L2(3)), 1);
        system.HasFreeInput.Should().BeFalse();
    }

    private static void Repeat(double[] inputs)
    {
        inputs[3] = inputs[1] - (2 * inputs[2]);
        inputs[5] = 3 + inputs[4];
    }

    /// <summary>Derivatives of the same rows with other residuals.</summary>
    private static double[] OtherGradient(QuadraticProblem problem)
    {
        var gradient = new double[problem.Gradient.Length];
        var random = new Random(9);
        foreach ((double[] inputs, _) in problem.Rows)
        {
            for (int output = 0; output < problem.Shape.Outputs; output++)
            {
                double derivative = random.NextDouble() - 0.5;
                for (int place = 0; place < inputs.Length; place++)
                {
                    gradient[(output * problem.Shape.Width) + place] += derivative * inputs[place];
                }
            }
        }

        return gradient;
    }

    private static NewtonSystem Create(QuadraticProblem problem, double strength, double[]? factors = null)
    {
        var system = new NewtonSystem(problem.Shape, true);
        double[] units = [.. Enumerable.Repeat(1.0, problem.Shape.Variables - 1)];
        system.SetRidge(units, QuadraticProblem.Settings(Penalty.L2(strength), factors), 1);
        system.Begin(Tolerances(problem), ([], []));
        return system;
    }

    private static double[] Tolerances(QuadraticProblem problem) => [.. Enumerable.Repeat(Tolerance, problem.Shape.Variables)];

    private static void ShouldMoveToZero(QuadraticProblem problem, NewtonSystem system)
    {
        double[] from = problem.Narrow(problem.Point), steps = problem.Narrow(system.Step);
        for (int index = 0; index < from.Length; index++)
        {
            (system.IsDropped[index % problem.Shape.Variables] ? from[index] + steps[index] : 0).Should().Be(0);
        }

        for (int place = 0; place < problem.Shape.Variables && problem.Shape.IsCoupled; place++)
        {
            double sum = Enumerable.Range(0, problem.Shape.Outputs).Sum(output => steps[(output * problem.Shape.Variables) + place]);
            bool stays = system.Ridge[place] == 0 && !system.IsDropped.Contains(true);
            (stays ? sum : 0).Should().BeApproximately(0, 1e-10, "the sums over the classes stay");
        }
    }

    private static void Vanish(double[] left) => left.Max(Math.Abs).Should().BeLessThan(1e-8);
}
