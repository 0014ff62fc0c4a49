using System.Numerics;
using static System.FormattableString;

namespace NeuralNet.Core.Tests.Learning;

/// <summary>
/// An optimum does not depend on the units of inputs and targets: in other units, with converted penalties, L-BFGS finds the same number
/// of digits, and reports convergence.
/// </summary>
public abstract class OptimumUnitsTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int RowCount = 60;
    private const int Inputs = 3;

    private static readonly double _digits = Numbers.For<T>(1e-5, 2e-3);
    private static readonly int _farthest = typeof(T) == typeof(double) ? 60 : 18;
    private static readonly TrainingOptions _toTheEnd = new() { Epochs = 2000 };

    private static readonly double[] _rows = new Random(5).Values(RowCount * Inputs, -2, 2);
    private static readonly double[] _noise = new Random(6).Values(RowCount, -1, 1);
    private static readonly double[] _chances = new Random(7).Values(RowCount, 0, 1);

    [Theory]
    [InlineData("squared")]
    [InlineData("huber")]
    [InlineData("squared-epsilon")]
    [InlineData("poisson")]
    public void The_unit_of_the_targets_does_not_matter(string loss)
    {
        var failures = new List<string>();
        int cases = 0;
        foreach (bool standardizes in new[] { false, true })
        {
            foreach (string penalty in new[] { "none", "l2", "l1" })
            {
                Optimum expected = Fit(loss, penalty, standardizes, 1, 1, 0);
                failures.AddRange(expected.Faults);
                for (int power = -_farthest; power <= _farthest; power += _farthest / 6)
                {
                    double unit = Math.Pow(10, loss == "poisson" ? power / 3.0 : power);
                    Compare(Fit(loss, penalty, standardizes, unit, 1, 0), expected, loss == "poisson" ? 1 : unit, 1, failures);
                    cases++;
                }
            }
        }

        cases.Should().Be(78);
        failures.Should().BeEmpty();
    }

    [Theory]
    [InlineData("squared")]
    [InlineData("huber")]
    [InlineData("squared-epsilon")]
    [InlineData("poisson")]
    [InlineData("log-loss")]
    [InlineData("squared-hinge")]
    public void The_unit_of_the_inputs_does_not_matter(string loss)
    {
        var failures = new List<string>();
        int cases = 0;
        foreach (bool standardizes in new[] { false, true })
        {
            foreach (string penalty in new[] { "none", "l2", "l1" })
            {
                // The penalty of a standardized network is on weights that have no unit.
                Optimum expected = Fit(loss, penalty, standardizes, 1, 1, 0);
                for (int power = -12; power <= 12; power += 3)
                {
                    double unit = Math.Pow(10, power);
                    Compare(Fit(loss, penalty, standardizes, 1, unit, 0), expected, 1, unit, failures);
                    cases++;
                }
            }
        }

        cases.Should().Be(54);
        failures.Should().BeEmpty();
    }

    [Theory]
    [InlineData("squared")]
    [InlineData("log-loss")]
    [InlineData("poisson")]
    public void The_offset_of_the_inputs_does_not_matter(string loss)
    {
        var failures = new List<string>();
        Optimum expected = Fit(loss, "none", false, 1, 1, 0);
        foreach (double offset in typeof(T) == typeof(double) ? new[] { -1e4, -300, 40, 1e3, 1e5 } : [-30, 10, 100])
        {
            Compare(Fit(loss, "none", standardizes: false, 1, 1, offset), expected, 1, 1, failures);
        }

        failures.Should().BeEmpty();
    }

    [Fact]
    public void A_penalty_path_of_tiny_targets_selects_as_many_weights()
    {
        (T[] rows, T[] usual) = Data("squared", 1, 1, 0);
        T[] tiny = Data("squared", 1e-9, 1, 0).Targets;
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(Inputs).WithStandardization().WithOptimizer(Optimizer.Lbfgs());

        double largest = description.MaximumL1Strength(new(rows, usual));
        double largestOfTiny = description.MaximumL1Strength(new(rows, tiny));
        var expected = description.FitRegressorPath(new(rows, usual), Penalty.Strengths(largest, largest / 100, 8), Penalty.L1);
        var path = description.FitRegressorPath(new(rows, tiny), Penalty.Strengths(largestOfTiny, largestOfTiny / 100, 8), Penalty.L1);

        largestOfTiny.Should().BeApproximately(1e-9 * largest, 1e-5 * 1e-9 * largest);
        path.Points.Select(point => point.NonZeroWeights).Should().Equal(expected.Points.Select(point => point.NonZeroWeights));
        path.Points[^1].NonZeroWeights.Should().Be(Inputs);
    }

    /// <summary>Rows on a plane leave no residual, and a gradient that is only rounding.</summary>
    [Theory]
    [InlineData("squared")]
    [InlineData("huber")]
    public void An_exact_fit_is_an_optimum_in_any_unit(string loss)
    {
        var failures = new List<string>();
        foreach (bool standardizes in new[] { false, true })
        {
            for (int power = -_farthest; power <= _farthest; power += _farthest / 6)
            {
                double unit = Math.Pow(10, power);
                T[] rows = Numbers.Of<T>(_rows);
                T[] targets = [.. Enumerable.Range(0, RowCount).Select(row => T.CreateTruncating(
                    unit * (1 + (2 * _rows[3 * row]) - _rows[(3 * row) + 1] + (0.5 * _rows[(3 * row) + 2]))))];
                PerceptronBuilder<T> description = Perceptron.Regressor<T>(Inputs).WithOptimizer(Optimizer.Lbfgs())
                    .WithLoss(loss == "huber" ? Loss.Huber(unit) : Loss.HalfSquaredError);

                TrainingResult<T> result = (standardizes ? description.WithStandardization() : description).Build().Fit(rows, targets, _toTheEnd);

                double rSquared = result.Network.Evaluate(rows, targets).RSquared;
                if (result.StopReason != StopReason.Converged || !(rSquared > 1 - _digits))
                {
                    failures.Add(Invariant($"targets x {unit:G1}, standardized {standardizes}: R2 {rSquared}, {result.Message}"));
                }
            }
        }

        // Four rows of one input, as small as a data set can be.
        foreach (double unit in new[] { 1e-9, 1e-5, 1, 1e9 })
        {
            TrainingResult<T> result = Perceptron.Regressor<T>(1).WithStandardization().WithOptimizer(Optimizer.Lbfgs()).Build()
                .Fit(Numbers.Of<T>(0, 1, 2, 3), Numbers.Of<T>(1 * unit, 3 * unit, 5 * unit, 7 * unit), _toTheEnd);
            if (result.StopReason != StopReason.Converged || Math.Abs(double.CreateTruncating(result.Network.Predict([T.Zero])) - unit) > _digits * unit)
            {
                failures.Add(Invariant($"four rows x {unit}: {result.Message}"));
            }
        }

        failures.Should().BeEmpty();
    }

    /// <summary>Each output of a network may have targets of a unit of its own.</summary>
    [Fact]
    public void Outputs_with_different_units_are_as_exact_as_alone()
    {
        (T[] rows, T[] large) = Data("squared", 1e3, 1, 0);
        T[] small = Data("huber", 1e-3, 1, 0).Targets;
        T[] both = [.. large.Zip(small, (first, second) => new[] { first, second }).SelectMany(pair => pair)];
        PerceptronBuilder<T> description = Perceptron.WithInputs<T>(Inputs).WithLoss(Loss.HalfSquaredError).WithOptimizer(Optimizer.Lbfgs());

        Perceptron<T> network = description.WithOutputs(2).Build();
        TrainingResult<T> result = network.Fit(rows, both, _toTheEnd);

        Perceptron<T> alone = description.Build();
        alone.Fit(rows, small, _toTheEnd);
        result.StopReason.Should().Be(StopReason.Converged);
        network.Weights[Inputs..].ShouldBeClose(Numbers.ToDoubles(alone.Weights), _digits, 0, "the weights of the small targets");
    }

    private static void Compare(Optimum found, Optimum expected, double targetUnit, double inputUnit, List<string> failures)
    {
        failures.AddRange(found.Faults);
        double size = expected.Weights.Max(Math.Abs);
        for (int index = 0; index < Inputs; index++)
        {
            double weight = found.Weights[index] * inputUnit / targetUnit;
            if (!(Math.Abs(weight - expected.Weights[index]) <= _digits * size))
            {
                failures.Add(Invariant($"{found.Name}: weight {index} is {weight:R} in usual units and not {expected.Weights[index]:R}"));
            }
        }
    }

    private static Optimum Fit(string loss, string penalty, bool standardizes, double targetUnit, double inputUnit, double offset)
    {
        (T[] rows, T[] targets) = Data(loss, targetUnit, inputUnit, offset);
        double inputs = standardizes ? 1 : inputUnit;
        (double l1, double l2) = loss == "poisson" ? (targetUnit * inputs, targetUnit * inputs * inputs) : (targetUnit * inputs, inputs * inputs);
        PerceptronBuilder<T> description = Perceptron.WithInputs<T>(Inputs)
            .WithLoss(loss switch
            {
                "squared" => Loss.HalfSquaredError,
                "huber" => Loss.Huber(1.35 * targetUnit),
                "squared-epsilon" => Loss.SquaredEpsilonInsensitive(0.1 * targetUnit),
                "poisson" => Loss.Poisson,
                "log-loss" => Loss.LogLoss,
                _ => Loss.SquaredHinge,
            })
            .WithOptimizer(Optimizer.Lbfgs())
            .WithPenalty(penalty switch { "l1" => Penalty.L1(0.05 * l1), "l2" => Penalty.L2(0.1 * l2), _ => Penalty.None });
        Perceptron<T> network = (standardizes ? description.WithStandardization() : description).Build();
        TrainingResult<T> result = network.Fit(rows, targets, _toTheEnd);
        string name = Invariant($"{loss}, penalty {penalty}, {(standardizes ? "standardized" : "raw")}, targets x {targetUnit:G2}, inputs x {inputUnit:G2} + {offset}");
        return new(name, Numbers.ToDoubles(network.Weights), result.StopReason == StopReason.Converged ? [] : [$"{name}: {result.Message}"]);
    }

    private static (T[] Rows, T[] Targets) Data(string loss, double targetUnit, double inputUnit, double offset)
    {
        double[] targets = new double[RowCount];
        for (int row = 0; row < RowCount; row++)
        {
            double along = (0.7 * _rows[Inputs * row]) - (0.4 * _rows[(Inputs * row) + 1]) + (0.1 * _rows[(Inputs * row) + 2]);
            targets[row] = loss switch
            {
                "poisson" => targetUnit * Math.Floor(3 * Math.Exp(along) * _chances[row] * 2),
                "log-loss" or "squared-hinge" => _chances[row] < 1 / (1 + Math.Exp(-2 * along)) ? 1 : 0,
                _ => targetUnit * (2 + along + _noise[row]),
            };
        }

        return ([.. _rows.Select(value => T.CreateTruncating(inputUnit * (value + offset)))], Numbers.Of<T>(targets));
    }

    private sealed record Optimum(string Name, double[] Weights, IReadOnlyList<string> Faults);
}

public sealed class OptimumUnitsTestsInFloat : OptimumUnitsTests<float>;

public sealed class OptimumUnitsTestsInDouble : OptimumUnitsTests<double>;
