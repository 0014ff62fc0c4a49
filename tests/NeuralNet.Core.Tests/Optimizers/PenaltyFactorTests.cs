using System.Numerics;

namespace NeuralNet.Core.Tests.Optimizers;

/// <summary>The penalty of each input times its own factor.</summary>
public abstract class PenaltyFactorTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Inputs = PenalizedRegression<T>.Inputs;

    private static readonly double[] _factors = [0, 2, 0.5, 1, 0.1, 3];
    private static readonly double[] _rows = PenalizedRegression<T>.Values;
    private static readonly TrainingOptions _long = new() { Epochs = 2000 };

    [Theory]
    [MemberData(nameof(PenaltyFactorProblems.All), MemberType = typeof(PenaltyFactorProblems))]
    public void No_derivative_is_left_that_lowers_the_objective(string loss, string optimizer, double strength, double share)
    {
        foreach (bool standardizes in new[] { false, true })
        {
            PerceptronBuilder<T> description = PenalizedRegression<T>.Describe(loss).WithOptimizer(Optimizer.Named(optimizer)!)
                .WithPenalty(Penalty.ElasticNet(strength, share)).WithPenaltyFactors(_factors);
            description = standardizes ? description.WithStandardization() : description;

            TrainingResult<T> result = description.Build().Fit(PenalizedRegression<T>.Rows(loss, Numbers.Of<T>(_rows)), _long);

            result.StopReason.Should().Be(StopReason.Converged, $"{standardizes} {result.Message}");
            PenalizedRegression<T>.Excess(loss, result.Network, _rows, strength * share, strength * (1 - share), factors: _factors)
                .Should().BeLessThan(optimizer[0] == 'l' ? Numbers.For<T>(1e-6, 2e-3) : Numbers.For<T>(1e-9, 2e-4));
            result.LossHistory[^1].Should().BeApproximately(Objective(result.Network, loss, strength, share), Numbers.For<T>(1e-12, 1e-5));
            if (share == 1 && loss == "squared")
            {
                result.Network.Weights[0].Should().NotBe(T.Zero, "an input without a penalty stays");
                result.Network.Weights[5].Should().Be(T.Zero, "this input says nothing, and has thrice the penalty");
            }
        }
    }

    [Theory]
    [InlineData("squared", 1)]
    [InlineData("squared", 0)]
    [InlineData("log-loss", 0.5)]
    [InlineData("softmax", 0.5)]
    public void All_optimizers_agree(string loss, double share)
    {
        PerceptronBuilder<T> description = PenalizedRegression<T>.Describe(loss).WithStandardization()
            .WithOptimizer(Optimizer.Auto).WithPenalty(Penalty.ElasticNet(0.03, share)).WithPenaltyFactors(_factors);
        Examples<T> rows = PenalizedRegression<T>.Rows(loss, Numbers.Of<T>(_rows));
        Perceptron<T> chosen = description.Build().Fit(rows).Network;

        foreach (Optimizer optimizer in (Optimizer[])[Optimizer.CoordinateDescent, Optimizer.Lbfgs(), .. share == 0 ? [Optimizer.Newton()] : Array.Empty<Optimizer>()])
        {
            Perceptron<T> other = description.WithOptimizer(optimizer).Build().Fit(rows, _long).Network;
            for (int index = 0; index < chosen.Weights.Length; index++)
            {
                double.CreateTruncating(other.Weights[index]).Should().BeApproximately(
                    double.CreateTruncating(chosen.Weights[index]), Numbers.For<T>(1e-6, 5e-3), $"{optimizer} and {chosen.Description.Optimizer}");
            }
        }
    }

    /// <summary>A weight of a column divided by f is f times as large, so a penalty of f times the weight is the penalty of that column.</summary>
    [Theory]
    [InlineData("coordinate-descent")]
    [InlineData("lbfgs(10, 1E-08)")]
    public void A_factor_of_L1_is_that_of_a_column_divided_by_it(string optimizer)
    {
        double[] factors = [2, 0.5, 4, 1, 0.25, 8];
        double[] divided = [.. _rows.Select((value, index) => value / factors[index % Inputs])];
        PerceptronBuilder<T> description = PenalizedRegression<T>.Describe("log-loss").WithOptimizer(Optimizer.Named(optimizer)!).WithPenalty(Penalty.L1(0.01));

        Perceptron<T> result = description.WithPenaltyFactors(factors).Build().Fit(PenalizedRegression<T>.Rows("log-loss", Numbers.Of<T>(_rows)), _long).Network;

        Perceptron<T> expected = description.Build().Fit(PenalizedRegression<T>.Rows("log-loss", Numbers.Of<T>(divided)), _long).Network;
        for (int input = 0; input < Inputs; input++)
        {
            (double.CreateTruncating(result.Weights[input]) * factors[input]).Should().BeApproximately(
                double.CreateTruncating(expected.Weights[input]), Numbers.For<T>(1e-6, 1e-2));
        }
    }

    [Fact]
    public void A_factor_of_L2_is_that_of_a_column_divided_by_its_root()
    {
        double[] factors = [4, 0.25, 16, 1, 0.0625, 64];
        double[] divided = [.. _rows.Select((value, index) => value / Math.Sqrt(factors[index % Inputs]))];
        PerceptronBuilder<T> description = PenalizedRegression<T>.Describe("softmax").WithOptimizer(Optimizer.Newton()).WithPenalty(Penalty.L2(0.05));

        Perceptron<T> result = description.WithPenaltyFactors(factors).Build().Fit(PenalizedRegression<T>.Rows("softmax", Numbers.Of<T>(_rows))).Network;

        Perceptron<T> expected = description.Build().Fit(PenalizedRegression<T>.Rows("softmax", Numbers.Of<T>(divided))).Network;
        for (int index = 0; index < expected.Weights.Length; index++)
        {
            (double.CreateTruncating(result.Weights[index]) * Math.Sqrt(factors[index % Inputs])).Should().BeApproximately(
                double.CreateTruncating(expected.Weights[index]), Numbers.For<T>(1e-11, 1e-5));
        }
    }

    [Fact]
    public void A_loss_with_kinks_has_factors_by_Newton()
    {
        double[] factors = [4, 0.25, 0, 1];
        double[] rows = [.. Enumerable.Range(0, 200).SelectMany(row => new[] { _rows[row], _rows[row + 200], _rows[row + 400], _rows[row + 600] })];
        double[] divided = [.. rows.Select((value, index) => index % 4 == 2 ? value : value / Math.Sqrt(factors[index % 4]))];
        double[] twice = [.. rows.Chunk(4).SelectMany(row => new[] { row[0], row[1], row[2], row[3], row[2], row[0] })];
        T[] targets = Numbers.Of<T>([.. Enumerable.Range(0, 200).Select(row => _rows[row] + (2 * _rows[row + 400]) + _rows[row + 800])]);
        TrainingResult<T> Fitted(double[] values, params double[] own) => Perceptron.WithInputs<T>(own.Length).WithLoss(Loss.Quantile(0.3))
            .WithOptimizer(Optimizer.Newton()).WithPenalty(Penalty.L2(0.1)).WithPenaltyFactors(own).Build().Fit(Numbers.Of<T>(values), targets);

        TrainingResult<T> result = Fitted(rows, factors);
        TrainingResult<T> repeated = Fitted(twice, 4, 0.25, 0, 1, 0, 1e6);

        result.StopReason.Should().Be(StopReason.Converged, result.Message);
        result.LossHistory[^1].Should().BeApproximately(Fitted(divided, 1, 1, 0, 1).LossHistory[^1], Numbers.For<T>(1e-8, 1e-5));
        repeated.AliasedInputs.Should().Equal(4);
        repeated.StopReason.Should().Be(StopReason.Converged, repeated.Message);
        repeated.LossHistory[^1].Should().BeApproximately(result.LossHistory[^1], Numbers.For<T>(1e-5, 1e-4));
    }

    [Theory]
    [InlineData("coordinate-descent", 1)]
    [InlineData("lbfgs(10, 1E-08)", 0.5)]
    [InlineData("newton(1E-07)", 0)]
    public void Factors_of_0_are_no_penalty_and_factors_of_1_none_of_their_own(string optimizer, double share)
    {
        PerceptronBuilder<T> plain = PenalizedRegression<T>.Describe("log-loss").WithOptimizer(Optimizer.Named(optimizer)!);
        PerceptronBuilder<T> penalized = plain.WithPenalty(Penalty.ElasticNet(0.1, share));
        Examples<T> rows = PenalizedRegression<T>.Rows("log-loss", Numbers.Of<T>(_rows));
        Perceptron<T> Fitted(PerceptronBuilder<T> description) => description.Build().Fit(rows).Network;

        Fitted(penalized.WithPenaltyFactors(new double[Inputs])).Weights.ToArray().Should().Equal(Fitted(plain).Weights.ToArray());
        Fitted(penalized.WithPenaltyFactors(1, 1, 1, 1, 1, 1)).ToBytes().Should().Equal(Fitted(penalized).ToBytes());
        Fitted(plain.WithPenaltyFactors(_factors)).Weights.ToArray().Should().Equal(Fitted(plain).Weights.ToArray());
    }

    [Fact]
    public void Only_inputs_without_a_penalty_repeat_one_another()
    {
        // Inputs 0, 1 and 2 are the same; 3 is another, and 4 a constant.
        double[] rows = [.. Enumerable.Range(0, 100).SelectMany(row => new[] { _rows[row], _rows[row], _rows[row], _rows[row + 100], 5 })];
        T[] targets = Numbers.Of<T>([.. Enumerable.Range(0, 100).Select(row => (3 * _rows[row]) + _rows[row + 200])]);
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(5).WithOptimizer(Optimizer.Newton()).WithPenalty(Penalty.L2(0.1));

        TrainingResult<T> result = description.WithPenaltyFactors(0, 1, 0, 1, 0).Build().Fit(Numbers.Of<T>(rows), targets);

        result.AliasedInputs.Should().Equal(2, 4);
        result.Message.Should().Contain("give them a penalty factor above 0");
        result.StopReason.Should().Be(StopReason.Converged, result.Message);
        result.Network.Weights[2].Should().Be(T.Zero);
        double.CreateTruncating(result.Network.Weights[1]).Should().BeApproximately(0, Numbers.For<T>(1e-12, 1e-5), "its twin has no penalty");
        description.WithPenaltyFactors(2, 1, 3, 1, 1).Build().Fit(Numbers.Of<T>(rows), targets).AliasedInputs.Should().BeEmpty();
    }

    [Theory]
    [InlineData("log-loss")]
    [InlineData("softmax")]
    public void A_class_of_repeated_inputs_has_the_same_optimum_by_Newton_and_by_coordinate_descent(string loss)
    {
        double[] twice = [.. Enumerable.Range(0, PenalizedRegression<T>.RowCount).SelectMany(row =>
            PenalizedRegression<T>.Row(row).Append(PenalizedRegression<T>.Row(row)[0]).Append(PenalizedRegression<T>.Row(row)[1]))];
        PerceptronBuilder<T> description = PenalizedRegression<T>.Describe(loss, Inputs + 2).WithOptimizer(Optimizer.Newton())
            .WithPenalty(Penalty.L2(0.05)).WithPenaltyFactors([.. _factors, 0, 1]);
        Examples<T> rows = PenalizedRegression<T>.Rows(loss, Numbers.Of<T>(twice));

        TrainingResult<T> result = description.Build().Fit(rows);

        result.AliasedInputs.Should().Equal(Inputs);
        result.StopReason.Should().Be(StopReason.Converged, result.Message);
        PenalizedRegression<T>.Excess(loss, result.Network, twice, 0, 0.05, factors: [.. _factors, 0, 1]).Should().BeLessThan(Numbers.For<T>(1e-9, 2e-4));
        result.LossHistory[^1].Should().BeApproximately(
            description.WithOptimizer(Optimizer.CoordinateDescent).Build().Fit(rows).LossHistory[^1], Numbers.For<T>(1e-12, 1e-5));
    }

    [Fact]
    public void Nearly_repeated_inputs_without_a_penalty_are_read_as_a_triangle()
    {
        double near = Numbers.For<T>(1e-6, 1e-4);
        double[] rows = [.. Enumerable.Range(0, 200).SelectMany(row => new[] { _rows[row], _rows[row] + (near * _rows[row + 400]), _rows[row + 200], _rows[row] })];
        T[] targets = Numbers.Of<T>([.. Enumerable.Range(0, 200).Select(row => _rows[row] + (2 * _rows[row + 200]))]);
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(4).WithOptimizer(Optimizer.Newton()).WithPenalty(Penalty.L2(0.1));

        TrainingResult<T> result = description.WithPenaltyFactors(0, 0, 1, 0).Build().Fit(Numbers.Of<T>(rows), targets);

        result.AliasedInputs.Should().Equal(3);
        result.StopReason.Should().Be(StopReason.Converged, result.Message);
        double[] apart = [.. Enumerable.Range(0, 200).SelectMany(row => new[] { _rows[row], _rows[row + 400], _rows[row + 200] })];
        Perceptron<T> other = Perceptron.Regressor<T>(3).WithOptimizer(Optimizer.Newton()).WithPenalty(Penalty.L2(0.1)).WithPenaltyFactors(0, 0, 1).Build();
        double expected = other.Fit(Numbers.Of<T>(apart), targets).LossHistory[^1];
        result.LossHistory[^1].Should().BeApproximately(expected, Numbers.For<T>(1e-9, 1e-4), "the first two inputs span the same in both");
    }

    [Theory]
    [InlineData("squared")]
    [InlineData("log-loss")]
    [InlineData("softmax")]
    public void At_the_strongest_useful_penalty_all_penalized_weights_are_0(string loss)
    {
        foreach (bool standardizes in new[] { false, true })
        {
            PerceptronBuilder<T> description = PenalizedRegression<T>.Describe(loss).WithOptimizer(Optimizer.CoordinateDescent).WithPenaltyFactors(_factors);
            description = standardizes ? description.WithStandardization() : description;
            Examples<T> rows = PenalizedRegression<T>.Rows(loss, Numbers.Of<T>(_rows));
            double strongest = description.MaximumL1Strength(rows);
            int Penalized(double strength) => description.WithPenalty(Penalty.L1(strength)).Build().Fit(rows).Network.Weights.ToArray()
                .Where((weight, index) => index % Inputs > 0 && weight != T.Zero).Count();

            Penalized(strongest * Numbers.For<T>(1.0001, 1.01)).Should().Be(0);
            Penalized(strongest * Numbers.For<T>(0.999, 0.99)).Should().BeInRange(1, 2);
            description.WithPenaltyFactors(new double[Inputs]).MaximumL1Strength(rows).Should().Be(0);
        }
    }

    [Fact]
    public void A_path_and_its_folds_keep_the_factors()
    {
        PerceptronBuilder<T> description = PenalizedRegression<T>.Describe("log-loss").WithStandardization()
            .WithOptimizer(Optimizer.CoordinateDescent).WithPenaltyFactors(_factors);
        Examples<T> rows = PenalizedRegression<T>.Rows("log-loss", Numbers.Of<T>(_rows));

        PenaltyPath<T, ClassificationMetrics> path = description.FitClassifierPath(rows, [0.05, 0.01], Penalty.L1);

        foreach (PenaltyPathPoint<T, ClassificationMetrics> point in path.Points)
        {
            TrainingResult<T> alone = description.WithPenalty(point.Penalty).Build().Fit(rows);
            point.Objective.Should().BeApproximately(alone.LossHistory[^1], Numbers.For<T>(1e-12, 1e-5));
            double.CreateTruncating(point.Network.Weights[0]).Should().BeApproximately(double.CreateTruncating(alone.Network.Weights[0]), Numbers.For<T>(1e-8, 2e-3));
            point.CrossValidation.Loss.Mean.Should().BeApproximately(
                description.WithPenalty(point.Penalty).CrossValidateClassifier(rows).Loss.Mean, Numbers.For<T>(1e-8, 1e-3));
        }
    }

    [Theory]
    [InlineData("coordinate-descent", 1)]
    [InlineData("coordinate-descent", 0)]
    [InlineData("lbfgs(10, 1E-08)", 1)]
    [InlineData("lbfgs(10, 1E-08)", 0)]
    [InlineData("newton(1E-07)", 0)]
    public void A_weight_without_a_penalty_may_grow_without_end(string optimizer, double share)
    {
        // Input 0 separates the classes; input 1 says little.
        T[] rows = Numbers.Of<T>([.. Enumerable.Range(0, 200).SelectMany(row => new[] { (row % 2 == 0 ? -1 : 1) * (0.5 + Math.Abs(_rows[row])), _rows[row + 200] })]);
        int[] labels = [.. Enumerable.Range(0, 200).Select(row => row % 2)];
        PerceptronBuilder<T> description = Perceptron.BinaryClassifier<T>(2).WithOptimizer(Optimizer.Named(optimizer)!).WithPenalty(Penalty.ElasticNet(1e-4, share));

        TrainingResult<T> free = description.WithPenaltyFactors(0, 1).Build().Fit(rows, labels, _long);
        TrainingResult<T> held = description.WithPenaltyFactors(1, 0).Build().Fit(rows, labels, _long);

        free.StopReason.Should().Be(StopReason.Separable, free.Message);
        free.Message.Should().Contain("a factor above 0 in WithPenaltyFactors");
        held.StopReason.Should().Be(StopReason.Converged, held.Message);
    }

    [Fact]
    public void Files_clones_and_copies_keep_the_factors()
    {
        PerceptronBuilder<T> description = PenalizedRegression<T>.Describe("log-loss").WithOptimizer(Optimizer.Lbfgs())
            .WithPenalty(Penalty.L1(0.01)).WithPenaltyFactors(_factors);
        Examples<T> rows = PenalizedRegression<T>.Rows("log-loss", Numbers.Of<T>(_rows));
        Perceptron<T> network = description.Build();
        network.Fit(rows, new() { Epochs = 3 });

        Perceptron<T> loaded = Perceptron.Load<T>(network.ToBytes());
        Perceptron<T> clone = network.Clone();

        loaded.Description.PenaltyFactors.Should().Equal(_factors);
        clone.Description.PenaltyFactors.Should().Equal(_factors);
        description.WithSeed(1).WithPenalty(Penalty.L2(1)).WithStandardization().PenaltyFactors.Should().Equal(_factors);
        description.ToString().Should().Contain("L1(0.01), penalty factors");
        network.Fit(rows, _long);
        loaded.Fit(rows, _long);
        clone.Fit(rows, _long);
        loaded.ToBytes().Should().Equal(network.ToBytes());
        clone.ToBytes().Should().Equal(network.ToBytes());
        description.WithPenaltyFactors(1, 1, 1, 1, 1, 1).PenaltyFactors.Should().BeNull();
        double[] own = [.. _factors];
        PerceptronBuilder<T> copied = description.WithPenaltyFactors(own);
        own[0] = 7;
        copied.PenaltyFactors.Should().Equal(_factors);
    }

    [Fact]
    public void What_is_no_factor_is_refused_with_a_cure()
    {
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(2).WithOptimizer(Optimizer.Lbfgs()).WithPenalty(Penalty.L2(2));
        void Refuse(double[] factors, string says) => FluentActions.Invoking(() => description.WithPenaltyFactors(factors)).Should()
            .Throw<ArgumentException>().WithMessage(says).WithParameterName(nameof(factors));

        Refuse([1], "factors has 1 value; 2 are needed, one for each input*");
        Refuse([], "factors has 0 values; 2 are needed*");
        Refuse([1, -0.5], "factors has -0.5 for input 1; a factor must lie in [0, inf)*");
        Refuse([double.NaN, 1], "factors has NaN for input 0*");
        Refuse([1, double.PositiveInfinity], "factors has Infinity for input 1*");
        Refuse([1, Numbers.For<T>(1.7e308, 3e38)], "factors has * penalty L2(2) is infinite as a *Use smaller factors, or a weaker penalty*");
        FluentActions.Invoking(() => description.WithPenaltyFactors(1, Numbers.For<T>(1e305, 1e35)).WithPenalty(Penalty.L1(1e5))).Should()
            .Throw<ArgumentOutOfRangeException>().WithMessage("*weaker one*");
        description.WithPenaltyFactors(0, -0.0).PenaltyFactors.Should().Equal(0, 0);
        description.PenaltyFactors.Should().BeNull();
    }

    [Fact]
    public void Optimizers_that_penalize_all_inputs_alike_refuse_factors()
    {
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(2).WithOptimizer(Optimizer.Auto).WithPenaltyFactors(0, 1);
        foreach (Optimizer optimizer in (Optimizer[])[Optimizer.Sgd, Optimizer.Adam(), Optimizer.Momentum(), Optimizer.AdaGrad(), Optimizer.RmsProp()])
        {
            FluentActions.Invoking(() => description.WithOptimizer(optimizer)).Should().Throw<InvalidOperationException>()
                .WithMessage($"*'{optimizer}'*inputs alike*Leave out WithPenaltyFactors*Optimizer.Auto*");
            FluentActions.Invoking(() => Perceptron.Regressor<T>(2).WithOptimizer(optimizer).WithPenaltyFactors(0, 1)).Should().Throw<InvalidOperationException>();
        }

        FluentActions.Invoking(() => Perceptron.Regressor<T>(2).WithOptimizer(Optimizer.Newton()).WithPenaltyFactors(0, 1).WithPenalty(Penalty.L1(1)))
            .Should().Throw<InvalidOperationException>().WithMessage("*newton*Penalty.L2*");
    }

    [Fact]
    public void Auto_chooses_an_optimizer_that_honours_factors()
    {
        static string Choice(Loss loss, Penalty penalty, int inputs, int? rows, double[] factors) =>
            OptimizerChoice.Of(loss, penalty, inputs, 1, hasBias: true, rows, factors).Optimizer.Name;

        double[] wide = [.. Enumerable.Range(0, 5000).Select(input => input < 3950 ? 0.0 : 1)];
        Choice(Loss.LogLoss, Penalty.L1(1), 5000, 50, wide).Should().Be("coordinate-descent");
        Choice(Loss.LogLoss, Penalty.L1(1), 5000, 51, wide).Should().Be("lbfgs(10, 1E-08)");
        Choice(Loss.LogLoss, Penalty.L2(1), 2, 51, [0, 1]).Should().Be("newton(1E-07)");
        Choice(Loss.Hinge, Penalty.L2(1), 2, 51, [0, 1]).Should().Be("newton(1E-07)");
        Choice(Loss.Hinge, Penalty.L1(1), 2, 51, [0, 1]).Should().Be("lbfgs(10, 1E-08)");
        Choice(Loss.HalfSquaredErrorThrough(Activation.Sigmoid), Penalty.None, 2, 51, [0, 1]).Should().Be("lbfgs(10, 1E-08)");
    }

    [Fact]
    public void A_summary_needs_weights_without_a_penalty()
    {
        T[] rows = Numbers.Of<T>(_rows.AsSpan(0, 100));
        T[] targets = Numbers.Of<T>(_rows.AsSpan(100, 50));
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(2).WithOptimizer(Optimizer.Newton()).WithPenalty(Penalty.L2(0.1));
        Perceptron<T> free = description.WithPenaltyFactors(0, 0).Build().Fit(rows, targets).Network;
        Perceptron<T> held = description.WithPenaltyFactors(0, 1).Build().Fit(rows, targets).Network;

        free.Summarize(rows, targets).Coefficients.Should().HaveCount(3);
        FluentActions.Invoking(() => held.Summarize(rows, targets)).Should().Throw<InvalidOperationException>().WithMessage("*penalty*without WithPenalty*");
    }

    /// <summary>The mean loss and the penalty of a fitted network, by their definition.</summary>
    private static double Objective(Perceptron<T> network, string loss, double strength, double share)
    {
        int rows = PenalizedRegression<T>.RowCount;
        double[] scales = [.. Enumerable.Range(0, Inputs).Select(input => network.Description.IsStandardized ? Scale(input) : 1)];
        double penalty = 0;
        for (int index = 0; index < network.Weights.Length; index++)
        {
            double weight = double.CreateTruncating(network.Weights[index]) * scales[index % Inputs];
            penalty += _factors[index % Inputs] * strength * ((share * Math.Abs(weight)) + ((1 - share) / 2 * weight * weight));
        }

        Perceptron<T> plain = PenalizedRegression<T>.Describe(loss).WithOptimizer(Optimizer.Auto).WithInitialWeights(network.Weights, network.Bias).Build();
        return plain.MeanLoss(PenalizedRegression<T>.Rows(loss, Numbers.Of<T>(_rows))) + penalty;

        double Scale(int input)
        {
            double[] column = [.. Enumerable.Range(0, rows).Select(row => _rows[(row * Inputs) + input])];
            double mean = column.Average();
            return Math.Sqrt(column.Average(value => (value - mean) * (value - mean)));
        }
    }
}

public sealed class PenaltyFactorTestsInFloat : PenaltyFactorTests<float>;

public sealed class PenaltyFactorTestsInDouble : PenaltyFactorTests<double>;
