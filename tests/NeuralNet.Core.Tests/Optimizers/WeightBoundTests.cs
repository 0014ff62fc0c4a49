using System.Numerics;

namespace NeuralNet.Core.Tests.Optimizers;

/// <summary>Trainings whose weights have bounds.</summary>
public abstract class WeightBoundTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Inputs = PenalizedRegression<T>.Inputs;

    private static readonly double[] _rows = PenalizedRegression<T>.Values;
    private static readonly TrainingOptions _long = new() { Epochs = 2000 };

    /// <summary>Bounds of all kinds: those that hold, those that do not, one that excludes 0, and a fixed weight.</summary>
    private static readonly double[] _low = [0, double.NegativeInfinity, -0.1, 0.05, double.NegativeInfinity, 0.02];
    private static readonly double[] _high = [0.1, 0.3, double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity, 0.02];

    [Theory]
    [MemberData(nameof(WeightBoundProblems.All), MemberType = typeof(WeightBoundProblems))]
    public void No_derivative_is_left_that_lowers_the_objective_within_the_bounds(string loss, string optimizer, double strength, double share)
    {
        foreach (bool standardizes in new[] { false, true })
        {
            PerceptronBuilder<T> description = PenalizedRegression<T>.Describe(loss).WithOptimizer(Optimizer.Named(optimizer)!)
                .WithPenalty(Penalty.ElasticNet(strength, share)).WithWeightBounds(_low, _high);
            description = standardizes ? description.WithStandardization() : description;

            TrainingResult<T> result = description.Build().Fit(PenalizedRegression<T>.Rows(loss, Numbers.Of<T>(_rows)), _long);

            result.StopReason.Should().Be(StopReason.Converged, $"{standardizes} {result.Message}");
            Excess(loss, result.Network, strength * share, strength * (1 - share))
                .Should().BeLessThan(optimizer[0] == 'l' ? Numbers.For<T>(1e-6, 2e-3) : Numbers.For<T>(1e-9, 2e-4), $"{standardizes}");
            AreWithin(result.Network);
            result.Network.Weights[5].Should().Be(T.CreateTruncating(0.02), "it is fixed");
            result.Network.Freeze().Weights.ToArray().Should().Equal(result.Network.Weights.ToArray());
        }
    }

    [Theory]
    [InlineData("squared", 1)]
    [InlineData("squared", 0)]
    [InlineData("log-loss", 0.5)]
    [InlineData("poisson", 0)]
    [InlineData("softmax", 0)]
    public void All_optimizers_agree(string loss, double share)
    {
        PerceptronBuilder<T> description = PenalizedRegression<T>.Describe(loss).WithStandardization()
            .WithOptimizer(Optimizer.Auto).WithPenalty(Penalty.ElasticNet(0.03, share)).WithWeightBounds(_low, _high);
        Examples<T> rows = PenalizedRegression<T>.Rows(loss, Numbers.Of<T>(_rows));
        Perceptron<T> chosen = description.Build().Fit(rows).Network;

        chosen.Description.Optimizer.Name.Should().StartWith(share == 0 ? "newton" : "coordinate-descent");
        foreach (Optimizer optimizer in (Optimizer[])[Optimizer.CoordinateDescent, Optimizer.Lbfgs(), .. share == 0 ? [Optimizer.Newton()] : Array.Empty<Optimizer>()])
        {
            Perceptron<T> other = description.WithOptimizer(optimizer).Build().Fit(rows, _long).Network;
            AreAlike(other, chosen, Numbers.For<T>(1e-6, 5e-3), optimizer.Name);
        }
    }

    [Theory]
    [MemberData(nameof(WeightBoundProblems.Optimizers), MemberType = typeof(WeightBoundProblems))]
    public void Bounds_that_do_not_hold_change_no_optimum(string optimizer)
    {
        foreach (string loss in (string[])["squared", "log-loss", "softmax"])
        {
            PerceptronBuilder<T> description = PenalizedRegression<T>.Describe(loss).WithOptimizer(Optimizer.Named(optimizer)!);
            Examples<T> rows = PenalizedRegression<T>.Rows(loss, Numbers.Of<T>(_rows));
            Perceptron<T> free = description.Build().Fit(rows, _long).Network;

            Perceptron<T> bounded = description.WithWeightBounds(-100, 100).Build().Fit(rows, _long).Network;

            // The softmax has many optima within bounds, of the same loss.
            bounded.MeanLoss(rows).Should().BeApproximately(free.MeanLoss(rows), Numbers.For<T>(1e-12, 1e-6));
            if (loss != "softmax")
            {
                AreAlike(bounded, free, optimizer[0] == 'l' ? Numbers.For<T>(1e-6, 5e-3) : Numbers.For<T>(1e-9, 1e-4), optimizer);
            }
        }
    }

    [Theory]
    [MemberData(nameof(WeightBoundProblems.Optimizers), MemberType = typeof(WeightBoundProblems))]
    public void A_fixed_weight_is_a_column_less(string optimizer)
    {
        const double Fixed = 0.75;
        double[] fewer = [.. _rows.Where((_, index) => index % Inputs != 2)];
        double[] low = [0, 0, 0, 0, 0], high = [1, 0.5, 1, 1, 1];
        double[] targets = [.. Enumerable.Range(0, PenalizedRegression<T>.RowCount).Select(row => PenalizedRegression<T>.Row(row)[1] - PenalizedRegression<T>.Row(row)[2] + PenalizedRegression<T>.Noise[row])];
        T[] rest = Numbers.Of<T>([.. targets.Select((target, row) => target - (Fixed * PenalizedRegression<T>.Row(row)[2]))]);
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(Inputs).WithOptimizer(Optimizer.Named(optimizer)!);

        Perceptron<T> whole = description.WithWeightBounds([0, 0, Fixed, 0, 0, 0], [1, 0.5, Fixed, 1, 1, 1]).Build()
            .Fit(Numbers.Of<T>(_rows), Numbers.Of<T>(targets), _long).Network;

        Perceptron<T> part = Perceptron.Regressor<T>(Inputs - 1).WithOptimizer(Optimizer.Named(optimizer)!).WithWeightBounds(low, high).Build()
            .Fit(Numbers.Of<T>(fewer), rest, _long).Network;
        whole.Weights[2].Should().Be(T.CreateTruncating(Fixed));
        double[] others = [.. Enumerable.Range(0, Inputs).Where(input => input != 2).Select(input => double.CreateTruncating(whole.Weights[input]))];
        for (int input = 0; input < others.Length; input++)
        {
            others[input].Should().BeApproximately(double.CreateTruncating(part.Weights[input]), optimizer[0] == 'l' ? Numbers.For<T>(1e-6, 1e-3) : Numbers.For<T>(1e-11, 1e-5));
        }
    }

    [Theory]
    [MemberData(nameof(WeightBoundProblems.Optimizers), MemberType = typeof(WeightBoundProblems))]
    public void Units_and_order_of_columns_and_rows_do_not_matter(string optimizer)
    {
        double tolerance = optimizer[0] == 'l' ? Numbers.For<T>(1e-6, 5e-3) : Numbers.For<T>(1e-9, 1e-4);
        int[] order = [3, 0, 5, 2, 4, 1];
        double[] units = [1000, 1, 0.001, 50, 1, 1];
        Perceptron<T> plain = Fitted(_rows, _low, _high);

        double[] columns = [.. Enumerable.Range(0, _rows.Length).Select(index => _rows[(index / Inputs * Inputs) + order[index % Inputs]])];
        double[] scaled = [.. _rows.Select((value, index) => value * units[index % Inputs])];
        Perceptron<T> reordered = Fitted(columns, [.. order.Select(input => _low[input])], [.. order.Select(input => _high[input])]);
        Perceptron<T> inUnits = Fitted(
            scaled, [.. _low.Select((bound, input) => bound / units[input])], [.. _high.Select((bound, input) => bound / units[input])]);

        int[] from = [.. Enumerable.Range(0, PenalizedRegression<T>.RowCount).Reverse()];
        PerceptronBuilder<T> description = PenalizedRegression<T>.Describe("squared").WithOptimizer(Optimizer.Named(optimizer)!).WithWeightBounds(_low, _high);
        T[] targets = Numbers.Of<T>([.. from.Select(row => PenalizedRegression<T>.Row(row)[1] - PenalizedRegression<T>.Row(row)[2] + PenalizedRegression<T>.Noise[row])]);
        Perceptron<T> backwards = description.Build().Fit(Numbers.Of<T>([.. from.SelectMany(PenalizedRegression<T>.Row)]), targets, _long).Network;

        AreAlike(backwards, plain, tolerance, "rows");
        for (int input = 0; input < Inputs; input++)
        {
            Value(reordered, input).Should().BeApproximately(Value(plain, order[input]), tolerance, $"column {input}");
            (Value(inUnits, input) * units[input]).Should().BeApproximately(Value(plain, input), tolerance, $"unit of {input}");
            bool isHeldInUnits = inUnits.Weights[input] == T.CreateTruncating(_low[input] / units[input]) || inUnits.Weights[input] == T.CreateTruncating(_high[input] / units[input]);
            isHeldInUnits.Should().Be(IsAtBound(plain, input), $"input {input}");
        }

        Perceptron<T> Fitted(double[] rows, double[] low, double[] high) => PenalizedRegression<T>.Describe("squared").WithOptimizer(Optimizer.Named(optimizer)!)
            .WithWeightBounds(low, high).Build().Fit(PenalizedRegression<T>.Rows("squared", Numbers.Of<T>(rows)), _long).Network;
    }

    [Theory]
    [MemberData(nameof(WeightBoundProblems.Optimizers), MemberType = typeof(WeightBoundProblems))]
    public void A_weight_of_2_is_the_row_twice(string optimizer)
    {
        PerceptronBuilder<T> description = Perceptron.BinaryClassifier<T>(Inputs).WithOptimizer(Optimizer.Named(optimizer)!).WithWeightBounds(_low, _high);
        int[] labels = PenalizedRegression<T>.Labels(2, 200);
        double[] rows = _rows[..(200 * Inputs)];
        T[] weights = Numbers.Of<T>([.. Enumerable.Range(0, 200).Select(row => row < 50 ? 2.0 : 1)]);

        Perceptron<T> weighted = description.Build().Fit(new Examples<T>(Numbers.Of<T>(rows), labels, weights), _long).Network;

        Perceptron<T> twice = description.Build()
            .Fit(new Examples<T>(Numbers.Of<T>([.. rows, .. rows[..(50 * Inputs)]]), (int[])[.. labels, .. labels[..50]]), _long).Network;
        AreAlike(weighted, twice, Numbers.For<T>(1e-6, 5e-3), optimizer);
    }

    [Theory]
    [MemberData(nameof(WeightBoundProblems.Optimizers), MemberType = typeof(WeightBoundProblems))]
    public void Standardized_and_raw_inputs_have_the_same_optimum_and_the_same_bounds(string optimizer)
    {
        double[] shifted = [.. _rows.Select((value, index) => (value * (1 + (index % Inputs))) + (10 * (index % Inputs)))];
        PerceptronBuilder<T> description = PenalizedRegression<T>.Describe("log-loss").WithOptimizer(Optimizer.Named(optimizer)!).WithWeightBounds(_low, _high);
        Examples<T> rows = PenalizedRegression<T>.Rows("log-loss", Numbers.Of<T>(shifted));

        Perceptron<T> raw = description.Build().Fit(rows, _long).Network;
        Perceptron<T> standardized = description.WithStandardization().Build().Fit(rows, _long).Network;

        AreWithin(raw);
        AreWithin(standardized);
        AreAlike(standardized, raw, Numbers.For<T>(1e-6, 5e-3), optimizer);
        for (int input = 0; input < Inputs; input++)
        {
            IsAtBound(standardized, input).Should().Be(IsAtBound(raw, input), $"input {input}");
        }
    }

    [Theory]
    [MemberData(nameof(WeightBoundProblems.Optimizers), MemberType = typeof(WeightBoundProblems))]
    public void Threads_files_clones_and_resumed_trainings_have_the_same_bits(string optimizer)
    {
        foreach (bool standardizes in new[] { false, true })
        {
            PerceptronBuilder<T> description = PenalizedRegression<T>.Describe("log-loss").WithOptimizer(Optimizer.Named(optimizer)!).WithWeightBounds(_low, _high);
            description = standardizes ? description.WithStandardization() : description;
            Examples<T> rows = PenalizedRegression<T>.Rows("log-loss", Numbers.Of<T>(_rows));
            Perceptron<T> once = description.Build().Fit(rows, _long).Network;

            foreach (int threads in new[] { 2, 5 })
            {
                description.Build().Fit(rows, _long with { Threads = threads }).Network.ToBytes().Should().Equal(once.ToBytes());
            }

            // Every checkpoint but the last, at which the training has ended.
            var checkpoints = new List<byte[]>();
            Perceptron<T> watched = description.Build();
            watched.Fit(rows, _long, progress: new ProgressHandler(_ => checkpoints.Add(watched.ToBytes())));
            foreach (byte[] checkpoint in checkpoints.SkipLast(1))
            {
                Perceptron<T> loaded = Perceptron.Load<T>(checkpoint);
                Perceptron<T> clone = loaded.Clone();
                AreWithin(loaded);
                loaded.Fit(rows, _long with { Resume = true });
                clone.Fit(rows, _long with { Resume = true });

                loaded.ToBytes().Should().Equal(once.ToBytes());
                clone.ToBytes().Should().Equal(once.ToBytes());
                loaded.Description.LowerBounds.Should().Equal(_low);
                clone.Description.UpperBounds.Should().Equal(_high);
            }

            checkpoints.Should().HaveCountGreaterThan(1);
            FrozenPerceptron.Load<T>(once.Freeze().ToBytes()).Weights.ToArray().Should().Equal(once.Weights.ToArray());
            Perceptron.Load<T>(once.ToBytes(withState: false)).Weights.ToArray().Should().Equal(once.Weights.ToArray());
        }
    }

    [Fact]
    public void Losses_of_parabolas_and_straight_pieces_have_one_optimum_by_Newton_and_by_L_BFGS()
    {
        T[] targets = Numbers.Of<T>([.. Enumerable.Range(0, PenalizedRegression<T>.RowCount).Select(row => PenalizedRegression<T>.Row(row)[1] + (3 * PenalizedRegression<T>.Noise[row]))]);
        int[] labels = PenalizedRegression<T>.Labels(2, PenalizedRegression<T>.RowCount);
        foreach (Loss loss in (Loss[])[Loss.Huber(0.5), Loss.SquaredEpsilonInsensitive(), Loss.SquaredHinge, Loss.ModifiedHuber])
        {
            PerceptronBuilder<T> description = Perceptron.WithInputs<T>(Inputs).WithLoss(loss).WithOptimizer(Optimizer.Newton()).WithWeightBounds(_low, _high);
            Examples<T> rows = description.Build().ClassCount > 0 ? new(Numbers.Of<T>(_rows), labels) : new(Numbers.Of<T>(_rows), targets);

            TrainingResult<T> result = description.Build().Fit(rows, _long);

            result.StopReason.Should().Be(StopReason.Converged, $"{loss} {result.Message}");
            AreAlike(result.Network, description.WithOptimizer(Optimizer.Lbfgs()).Build().Fit(rows, _long).Network, Numbers.For<T>(1e-5, 5e-3), loss.Name);
        }
    }

    [Theory]
    [MemberData(nameof(WeightBoundProblems.Optimizers), MemberType = typeof(WeightBoundProblems))]
    public void With_every_weight_fixed_only_the_bias_learns(string optimizer)
    {
        PerceptronBuilder<T> description = PenalizedRegression<T>.Describe("squared").WithOptimizer(Optimizer.Named(optimizer)!).WithWeightBounds(0.25, 0.25);
        Examples<T> rows = PenalizedRegression<T>.Rows("squared", Numbers.Of<T>(_rows));

        TrainingResult<T> result = description.Build().Fit(rows, _long);
        TrainingResult<T> without = description.WithoutBias().Build().Fit(rows, _long);

        result.StopReason.Should().Be(StopReason.Converged, result.Message);
        result.Network.Weights.ToArray().Should().AllSatisfy(weight => weight.Should().Be(T.CreateTruncating(0.25)));
        PenalizedRegression<T>.Gradient("squared", result.Network, _rows, out _)[^1].Should().BeApproximately(0, Numbers.For<T>(1e-9, 1e-5));
        without.StopReason.Should().Be(StopReason.Converged, without.Message);
    }

    [Fact]
    public void Least_squares_without_negative_weights_is_the_best_of_all_choices_of_inputs()
    {
        const int Few = 5, Count = 60;
        for (int seed = 0; seed < 20; seed++)
        {
            double[] values = new Random(seed).Values(Count * Few, -1, 1);
            double[] targets = new Random(seed + 100).Values(Count, -1, 1);
            T[] rows = Numbers.Of<T>(values), goal = Numbers.Of<T>([.. targets.Select((noise, row) => noise + values[row * Few] - values[(row * Few) + 1] + (0.3 * values[(row * Few) + 2]))]);
            double best = double.PositiveInfinity;
            T[] weights = [];
            for (int choice = 0; choice < 1 << Few; choice++)
            {
                // Newton's method without bounds, on the chosen inputs alone.
                int[] chosen = [.. Enumerable.Range(0, Few).Where(input => (choice & (1 << input)) != 0)];
                double[] part = [.. Enumerable.Range(0, Count).SelectMany(row => chosen.Select(input => values[(row * Few) + input]))];
                Perceptron<T> fitted = Perceptron.Regressor<T>(Math.Max(1, chosen.Length)).WithOptimizer(Optimizer.Newton()).Build()
                    .Fit(chosen.Length == 0 ? new T[Count] : Numbers.Of<T>(part), goal).Network;
                double loss = fitted.MeanLoss(new(chosen.Length == 0 ? new T[Count] : Numbers.Of<T>(part), goal));
                if (fitted.Weights.ToArray().All(weight => weight >= T.Zero) && loss < best)
                {
                    best = loss;
                    weights = new T[Few];
                    for (int place = 0; place < chosen.Length; place++)
                    {
                        weights[chosen[place]] = fitted.Weights[place];
                    }
                }
            }

            foreach (Optimizer optimizer in (Optimizer[])[Optimizer.Newton(), Optimizer.CoordinateDescent, Optimizer.Lbfgs()])
            {
                Perceptron<T> result = Perceptron.Regressor<T>(Few).WithOptimizer(optimizer).WithWeightBounds(0, double.PositiveInfinity).Build()
                    .Fit(rows, goal, _long).Network;

                result.MeanLoss(new(rows, goal)).Should().BeApproximately(best, Numbers.For<T>(1e-12, 1e-6), $"{optimizer} {seed}");
                for (int input = 0; input < Few; input++)
                {
                    Value(result, input).Should().BeApproximately(
                        double.CreateTruncating(weights[input]), optimizer == Optimizer.Newton() ? Numbers.For<T>(1e-12, 1e-5) : Numbers.For<T>(1e-6, 1e-3), $"{optimizer} {seed}");
                    (result.Weights[input] == T.Zero).Should().Be(weights[input] == T.Zero, $"{optimizer}, input {input}, {seed}");
                }
            }
        }
    }

    [Fact]
    public void Inputs_that_repeat_one_another_go_on_where_others_meet_their_bounds()
    {
        // Inputs 1 and 3 are input 0 again, and its opposite.
        double[] rows = [.. Enumerable.Range(0, 100).SelectMany(row => new[] { _rows[row], _rows[row], _rows[row + 100], -_rows[row] })];
        T[] targets = Numbers.Of<T>([.. Enumerable.Range(0, 100).Select(row => (-0.8 * _rows[row]) + (0.5 * _rows[row + 100]) + (0.1 * _rows[row + 300]))]);
        foreach (string optimizer in (string[])[Optimizer.Newton().Name, Optimizer.CoordinateDescent.Name, Optimizer.Lbfgs().Name])
        {
            PerceptronBuilder<T> description = Perceptron.Regressor<T>(4).WithOptimizer(Optimizer.Named(optimizer)!);

            TrainingResult<T> opposite = description.WithWeightBounds(0, double.PositiveInfinity).Build().Fit(Numbers.Of<T>(rows), targets, _long);
            TrainingResult<T> shared = description.WithWeightBounds([-0.3, -10, 0, 0], [10, 10, 10, 0]).Build().Fit(Numbers.Of<T>(rows), targets, _long);

            opposite.StopReason.Should().Be(StopReason.Converged, opposite.Message);
            shared.StopReason.Should().Be(StopReason.Converged, shared.Message);
            opposite.AliasedInputs.Should().BeEmpty();
            double free = Value(Perceptron.Regressor<T>(2).WithOptimizer(Optimizer.Newton()).Build()
                .Fit(Numbers.Of<T>([.. Enumerable.Range(0, 100).SelectMany(row => new[] { _rows[row], _rows[row + 100] })]), targets).Network, 0);
            Effect(opposite.Network).Should().BeApproximately(free, Numbers.For<T>(1e-6, 1e-3), optimizer);
            Effect(shared.Network).Should().BeApproximately(free, Numbers.For<T>(1e-6, 1e-3), optimizer);
        }

        static double Effect(Perceptron<T> network) => Value(network, 0) + Value(network, 1) - Value(network, 3);
    }

    [Fact]
    public void Nearly_repeated_inputs_have_the_digits_of_the_free_weights_alone()
    {
        double near = Numbers.For<T>(1e-6, 1e-4);
        double[] rows = [.. Enumerable.Range(0, 200).SelectMany(row => new[] { _rows[row], _rows[row] + (near * _rows[row + 400]), _rows[row + 200], _rows[row + 600] })];
        T[] targets = Numbers.Of<T>([.. Enumerable.Range(0, 200).Select(row => _rows[row] + (2 * near * _rows[row + 400]) + (2 * _rows[row + 200]) - _rows[row + 600])]);
        T[] fewer = Numbers.Of<T>([.. rows.Where((_, index) => index % 4 != 3)]);
        TrainingResult<T> free = Perceptron.Regressor<T>(3).WithOptimizer(Optimizer.Newton()).Build().Fit(fewer, targets);

        TrainingResult<T> result = Perceptron.Regressor<T>(4).WithOptimizer(Optimizer.Newton()).WithWeightBounds([-1e9, -1e9, 0, 0], [1e9, 1e9, 1e9, 1e9]).Build()
            .Fit(Numbers.Of<T>(rows), targets);

        result.StopReason.Should().Be(StopReason.Converged, result.Message);
        result.Network.Weights[3].Should().Be(T.Zero);
        for (int input = 0; input < 3; input++)
        {
            double expected = Value(free.Network, input);
            Value(result.Network, input).Should().BeApproximately(expected, Math.Abs(expected) * Numbers.For<T>(1e-9, 1e-2), $"input {input}");
        }
    }

    [Theory]
    [MemberData(nameof(WeightBoundProblems.Optimizers), MemberType = typeof(WeightBoundProblems))]
    public void Bounds_can_make_an_optimum_of_separable_classes_finite(string optimizer)
    {
        T[] rows = Numbers.Of<T>([.. Enumerable.Range(0, 60).SelectMany(row => new[] { row < 30 ? -1.0 - (row % 7) : 1 + (row % 5), _rows[row] })]);
        int[] labels = [.. Enumerable.Range(0, 60).Select(row => row < 30 ? 0 : 1)];
        PerceptronBuilder<T> description = Perceptron.BinaryClassifier<T>(2).WithOptimizer(Optimizer.Named(optimizer)!);

        TrainingResult<T> held = description.WithWeightBounds(-9, 9).Build().Fit(rows, labels, _long);
        TrainingResult<T> away = description.WithWeightBounds([double.NegativeInfinity, -9], [0, 9]).Build().Fit(rows, labels, _long);
        TrainingResult<T> free = description.WithWeightBounds([0, -9], [double.PositiveInfinity, 9]).Build().Fit(rows, labels, _long);

        held.StopReason.Should().Be(StopReason.Converged, held.Message);
        held.Network.Weights[0].Should().Be(T.CreateTruncating(9));
        away.StopReason.Should().Be(StopReason.Converged, away.Message);
        away.Network.Weights[0].Should().Be(T.Zero);
        free.StopReason.Should().Be(StopReason.Separable, free.Message);
    }

    [Theory]
    [InlineData("squared")]
    [InlineData("log-loss")]
    [InlineData("softmax")]
    public void At_the_strongest_useful_penalty_all_weights_are_as_near_to_0_as_bounds_allow(string loss)
    {
        foreach (bool standardizes in new[] { false, true })
        {
            PerceptronBuilder<T> description = PenalizedRegression<T>.Describe(loss).WithOptimizer(Optimizer.CoordinateDescent).WithWeightBounds(_low, _high);
            description = standardizes ? description.WithStandardization() : description;
            Examples<T> rows = PenalizedRegression<T>.Rows(loss, Numbers.Of<T>(_rows));
            double strongest = description.MaximumL1Strength(rows);
            int Away(double strength) => description.WithPenalty(Penalty.L1(strength)).Build().Fit(rows).Network.Weights.ToArray()
                .Where((weight, index) => weight != T.CreateTruncating(Math.Clamp(0, _low[index % Inputs], _high[index % Inputs]))).Count();

            Away(strongest * Numbers.For<T>(1.0001, 1.01)).Should().Be(0, $"{standardizes}");
            Away(strongest * Numbers.For<T>(0.999, 0.98)).Should().BeInRange(1, 2, $"{standardizes}");
            description.WithWeightBounds(0.25, 0.25).MaximumL1Strength(rows).Should().Be(0, "no weight moves");
            description.WithWeightBounds(-100, 100).MaximumL1Strength(rows).Should().BeApproximately(
                description.WithWeightBounds(double.NegativeInfinity, double.PositiveInfinity).MaximumL1Strength(rows), Numbers.For<T>(1e-8, 1e-4));
        }
    }

    [Fact]
    public void A_path_and_its_folds_keep_the_bounds()
    {
        PerceptronBuilder<T> description = PenalizedRegression<T>.Describe("log-loss").WithStandardization()
            .WithOptimizer(Optimizer.CoordinateDescent).WithWeightBounds(_low, _high);
        Examples<T> rows = PenalizedRegression<T>.Rows("log-loss", Numbers.Of<T>(_rows));

        PenaltyPath<T, ClassificationMetrics> path = description.FitClassifierPath(rows, [0.05, 0.01, 0.001], Penalty.L1, endsWhenFlat: true);

        path.Points.Should().HaveCount(3);
        foreach (PenaltyPathPoint<T, ClassificationMetrics> point in path.Points)
        {
            TrainingResult<T> alone = description.WithPenalty(point.Penalty).Build().Fit(rows);
            AreWithin(point.Network);
            point.Objective.Should().BeApproximately(alone.LossHistory[^1], Numbers.For<T>(1e-12, 1e-5));
            point.CrossValidation.Loss.Mean.Should().BeApproximately(
                description.WithPenalty(point.Penalty).CrossValidateClassifier(rows).Loss.Mean, Numbers.For<T>(1e-8, 1e-3));
        }
    }

    [Fact]
    public void Initial_weights_begin_at_the_nearest_bound_and_set_ones_are_refused()
    {
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(2).WithOptimizer(Optimizer.Lbfgs()).WithWeightBounds([1, -1], [2, 0.5]);
        Perceptron<T> network = description.Build();
        T[] before = network.Weights.ToArray();

        before.Should().Equal(T.One, T.Zero);
        description.WithInitialWeights(Numbers.Of<T>(5, -5)).Build().Weights.ToArray().Should().Equal(Numbers.Of<T>(2, -1));
        description.WithStandardization([3, 4], [2, 10]).Build().Weights.ToArray().Should().Equal(Numbers.Of<T>(1, 0));
        FluentActions.Invoking(() => network.SetWeights(Numbers.Of<T>(1, 0.75))).Should().Throw<ArgumentException>()
            .WithMessage("weights has 0.75 for input 1 of output 0, outside of its bounds, -1 and 0.5. Pass weights within the bounds*");
        network.Weights.ToArray().Should().Equal(before);
        network.SetWeights(Numbers.Of<T>(2, 0.25));
        network.Weights.ToArray().Should().Equal(Numbers.Of<T>(2, 0.25));
    }

    [Fact]
    public void A_first_training_that_is_cancelled_at_once_leaves_the_initial_weights_as_they_were()
    {
        PerceptronBuilder<T> description = PenalizedRegression<T>.Describe("log-loss").WithOptimizer(Optimizer.Newton()).WithStandardization()
            .WithWeightBounds([1, 0, 0, 0, 0, 0], [2, 9, 9, 9, 9, 9]).WithInitialWeights(InitialWeights.Uniform(-1, 1));
        Examples<T> large = PenalizedRegression<T>.Rows("log-loss", Numbers.Of<T>([.. _rows.Select(value => 1000 * value)]));
        Examples<T> rows = PenalizedRegression<T>.Rows("log-loss", Numbers.Of<T>(_rows));
        Perceptron<T> network = description.Build();
        byte[] before = network.ToBytes();
        int passes = 0;
        FluentActions.Invoking(() => network.Fit(Cut(large))).Should().Throw<InvalidOperationException>().WithMessage("cut");

        network.ToBytes().Should().Equal(before);
        network.Fit(rows, _long);
        network.ToBytes().Should().Equal(description.Build().Fit(rows, _long).Network.ToBytes());

        IEnumerable<Examples<T>> Cut(Examples<T> rows)
        {
            passes++;
            yield return rows;
            if (passes > 1)
            {
                throw new InvalidOperationException("cut");
            }
        }
    }

    [Fact]
    public void What_is_no_bound_is_refused_with_a_cure()
    {
        PerceptronBuilder<T> description = Perceptron.WithInputs<T>(2).WithOutputs(3).WithOptimizer(Optimizer.Lbfgs());
        void Refuse(double[] low, double[] high, string says) => FluentActions.Invoking(() => description.WithWeightBounds(low, high)).Should()
            .Throw<ArgumentException>().WithMessage(says).WithParameterName(nameof(low));

        Refuse([0], [1], "low has 1 value and high has 1; 2 of each are needed, one for each input, or 6, [outputs x inputs]*");
        Refuse([0, 0], [1], "low has 2 values and high has 1*");
        Refuse([], [], "low has 0 values*");
        Refuse([0, 2], [1, 1], "low has 2 and high has 1 for weight 1; *not below low*0 and inf keep a weight from being negative*");
        Refuse([0, double.NaN], [1, 1], "low has NaN*");
        Refuse([0, 0], [double.NaN, 1], "low has 0 and high has NaN for weight 0*");
        Refuse([double.PositiveInfinity, 0], [double.PositiveInfinity, 1], "low has Infinity*");
        Refuse([0, double.NegativeInfinity], [0, double.NegativeInfinity], "low has -Infinity*");
        FluentActions.Invoking(() => description.WithOutputs(1).WithWeightBounds([0], [1])).Should().Throw<ArgumentException>()
            .WithMessage("low has 1 value and high has 1; 2 of each are needed, one for each input. (*");
        FluentActions.Invoking(() => description.WithWeightBounds(1, 0)).Should().Throw<ArgumentException>().WithMessage("low has 1 and high has 0*");
        if (typeof(T) == typeof(float))
        {
            Refuse([1e39, 0], [1e40, 0], "*Single*");
        }

        description.WithWeightBounds(double.NegativeInfinity, double.PositiveInfinity).LowerBounds.Should().BeNull();
        description.WithWeightBounds(-0.0, 1).LowerBounds.Should().Equal(0, 0);
        PerceptronBuilder<T> each = description.WithWeightBounds([0, 0, 0, 0, 0, 0], [1, 2, 3, 4, 5, 6]);
        each.UpperBounds.Should().Equal(1, 2, 3, 4, 5, 6);
        each.ToString().Should().Contain("bounded weights");
        FluentActions.Invoking(() => each.WithOutputs(2)).Should().Throw<InvalidOperationException>().WithMessage("*3 outputs*do not fit 2*before WithWeightBounds*");
        description.WithWeightBounds(0, 1).WithOutputs(2).WithSeed(1).UpperBounds.Should().Equal(1, 1);
        each.WithWeightBounds(double.NegativeInfinity, double.PositiveInfinity).UpperBounds.Should().BeNull();
    }

    [Fact]
    public void Each_output_may_have_bounds_of_its_own()
    {
        double[] low = [.. Enumerable.Range(0, 3 * Inputs).Select(index => index < Inputs ? 0 : -0.2)];
        double[] high = [.. Enumerable.Range(0, 3 * Inputs).Select(index => index < Inputs ? 0.1 : index < 2 * Inputs ? 0 : 0.2)];
        foreach (Optimizer optimizer in (Optimizer[])[Optimizer.Newton(), Optimizer.CoordinateDescent, Optimizer.Lbfgs()])
        {
            TrainingResult<T> result = PenalizedRegression<T>.Describe("softmax").WithOptimizer(optimizer).WithWeightBounds(low, high).Build()
                .Fit(PenalizedRegression<T>.Rows("softmax", Numbers.Of<T>(_rows)), _long);

            result.StopReason.Should().Be(StopReason.Converged, result.Message);
            PenalizedRegression<T>.ExcessWithin("softmax", result.Network, _rows, 0, 0, low, high).Should().BeLessThan(Numbers.For<T>(1e-6, 2e-3), optimizer.Name);
        }
    }

    [Fact]
    public void Optimizers_that_keep_no_bounds_refuse_them()
    {
        PerceptronBuilder<T> description = Perceptron.BinaryClassifier<T>(2).WithOptimizer(Optimizer.Auto).WithWeightBounds(0, 1);
        foreach (Optimizer optimizer in (Optimizer[])[Optimizer.Sgd, Optimizer.Adam(), Optimizer.Momentum(), Optimizer.AdaGrad(), Optimizer.RmsProp()])
        {
            FluentActions.Invoking(() => description.WithOptimizer(optimizer)).Should().Throw<InvalidOperationException>()
                .WithMessage($"*'{optimizer}'*keep no bounds*Leave out WithWeightBounds*Optimizer.Auto*");
            FluentActions.Invoking(() => Perceptron.BinaryClassifier<T>(2).WithOptimizer(optimizer).WithWeightBounds(0, 1)).Should().Throw<InvalidOperationException>();
        }

        FluentActions.Invoking(() => Perceptron.WithInputs<T>(2).WithLoss(Loss.Hinge).WithOptimizer(Optimizer.PassiveAggressive()).WithWeightBounds(0, 1))
            .Should().Throw<InvalidOperationException>().WithMessage("*keep no bounds*");
        FluentActions.Invoking(() => description.WithLoss(Loss.Hinge).WithOptimizer(Optimizer.Newton())).Should().Throw<InvalidOperationException>()
            .WithMessage("*newton*without kinks*smooth loss, or Optimizer.Lbfgs*can't confirm*");
        FluentActions.Invoking(() => description.WithOptimizer(Optimizer.Newton()).WithLoss(Loss.Quantile())).Should().Throw<InvalidOperationException>();
        description.WithLoss(Loss.Hinge).WithOptimizer(Optimizer.Lbfgs()).UpperBounds.Should().Equal(1, 1);
    }

    [Fact]
    public void Auto_chooses_an_optimizer_that_keeps_bounds()
    {
        static string Choice(Loss loss, Penalty penalty, int inputs, int? rows, int bounds) =>
            OptimizerChoice.Of(loss, penalty, inputs, 1, hasBias: true, rows, null, bounds).Optimizer.Name;

        Choice(Loss.LogLoss, Penalty.None, 2, 51, 0).Should().Be("newton(1E-07)");
        Choice(Loss.Huber(), Penalty.None, 2, 51, 0).Should().Be("newton(1E-07)");
        Choice(Loss.LogLoss, Penalty.None, 600, 51, 0).Should().Be("lbfgs(10, 1E-08)");
        Choice(Loss.LogLoss, Penalty.L1(1), 5000, 50, 3950).Should().Be("coordinate-descent");
        Choice(Loss.LogLoss, Penalty.L1(1), 5000, 51, 3950).Should().Be("lbfgs(10, 1E-08)");
        Choice(Loss.Hinge, Penalty.L2(1), 2, 51, 0).Should().Be("lbfgs(10, 1E-08)");
        Choice(Loss.Quantile(), Penalty.None, 2, 51, 0).Should().Be("lbfgs(10, 1E-08)");
        Choice(Loss.HalfSquaredErrorThrough(Activation.Sigmoid), Penalty.None, 2, 51, 0).Should().Be("lbfgs(10, 1E-08)");
    }

    [Fact]
    public void A_loss_with_kinks_comes_near_the_optimum_within_bounds()
    {
        T[] rows = Numbers.Of<T>(_rows.AsSpan(0, 400));
        T[] targets = Numbers.Of<T>([.. Enumerable.Range(0, 200).Select(row => _rows[2 * row] - _rows[(2 * row) + 1] + (0.1 * _rows[row + 400]))]);
        Perceptron<T> alone = Perceptron.WithInputs<T>(1).WithLoss(Loss.Quantile()).WithOptimizer(Optimizer.Newton()).Build()
            .Fit(Numbers.Of<T>([.. Enumerable.Range(0, 200).Select(row => _rows[2 * row])]), targets).Network;

        TrainingResult<T> result = Perceptron.WithInputs<T>(2).WithLoss(Loss.Quantile()).WithOptimizer(Optimizer.Auto).WithWeightBounds(0, 9).Build()
            .Fit(rows, targets, _long);

        result.Message.Should().Contain("it keeps bounds of weights");
        result.Network.Weights[1].Should().Be(T.Zero);
        Value(result.Network, 0).Should().BeApproximately(Value(alone, 0), 0.05);
    }

    [Fact]
    public void A_summary_needs_weights_that_are_not_at_their_bounds()
    {
        T[] rows = Numbers.Of<T>(_rows.AsSpan(0, 100));
        T[] targets = Numbers.Of<T>([.. Enumerable.Range(0, 50).Select(row => _rows[2 * row] - _rows[(2 * row) + 1] + _rows[row + 100])]);
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(2).WithOptimizer(Optimizer.Newton());
        Perceptron<T> free = description.WithWeightBounds(-9, 9).Build().Fit(rows, targets).Network;
        Perceptron<T> held = description.WithWeightBounds(0, 9).Build().Fit(rows, targets).Network;

        RegressionSummary<T> expected = description.Build().Fit(rows, targets).Network.Summarize(rows, targets);

        free.Summarize(rows, targets).Coefficients[1].StandardError.Should().BeApproximately(expected.Coefficients[1].StandardError, 1e-6);
        FluentActions.Invoking(() => held.Summarize(rows, targets)).Should().Throw<InvalidOperationException>()
            .WithMessage("*the weight of input 1 is at its bound, 0, *without WithWeightBounds*");
        FluentActions.Invoking(() => description.WithFeatureNames("y", "z").WithWeightBounds(0, 9).Build().Fit(rows, targets).Network.Summarize(rows, targets))
            .Should().Throw<InvalidOperationException>().WithMessage("*the weight of input 'z' is at its bound, 0, *");
    }

    [Theory]
    [InlineData("squared")]
    [InlineData("softmax")]
    public void The_message_counts_the_weights_at_bounds_and_names_their_inputs(string loss)
    {
        string[] names = [.. Enumerable.Range(0, _low.Length).Select(input => $"column {input}")];
        PerceptronBuilder<T> description = PenalizedRegression<T>.Describe(loss).WithOptimizer(Optimizer.Newton()).WithFeatureNames(names);
        Examples<T> rows = PenalizedRegression<T>.Rows(loss, Numbers.Of<T>(_rows));

        TrainingResult<T> result = description.WithWeightBounds(_low, _high).Build().Fit(rows, _long);

        // Input 5 is fixed: the rows do not tell whether it is at its bound.
        int[] held = [.. Enumerable.Range(0, result.Network.Weights.Length).Where(weight => weight % names.Length != 5
            && (result.Network.Weights[weight] == T.CreateTruncating(_low[weight % names.Length]) || result.Network.Weights[weight] == T.CreateTruncating(_high[weight % names.Length])))];
        int first = held.Min(weight => weight % names.Length);
        held.Should().NotBeEmpty();
        result.Message.Should().Contain($" {held.Length} of {result.Network.Weights.Length} weights {(held.Length == 1 ? "is" : "are")} at a bound: input")
            .And.Contain($"{first} ('column {first}')").And.NotContain("'column 5'");
        description.Build().Fit(rows, _long).Message.Should().NotContain("at a bound");
    }

    private static double Excess(string loss, Perceptron<T> network, double lasso, double ridge) => PenalizedRegression<T>.ExcessWithin(
        loss, network, _rows, lasso, ridge, Repeated(_low, network.OutputCount), Repeated(_high, network.OutputCount));

    private static double[] Repeated(double[] bounds, int outputs) => [.. Enumerable.Repeat(bounds, outputs).SelectMany(own => own)];

    private static double Value(Perceptron<T> network, int index) => double.CreateTruncating(network.Weights[index]);

    private static bool IsAtBound(Perceptron<T> network, int input) =>
        network.Weights[input] == T.CreateTruncating(_low[input]) || network.Weights[input] == T.CreateTruncating(_high[input]);

    private static void AreAlike(Perceptron<T> left, Perceptron<T> right, double tolerance, string because)
    {
        for (int index = 0; index < right.Weights.Length; index++)
        {
            Value(left, index).Should().BeApproximately(Value(right, index), tolerance, $"{because}, weight {index}");
        }
    }

    private static void AreWithin(Predictor<T> network)
    {
        for (int index = 0; index < network.Weights.Length; index++)
        {
            (network.Weights[index] >= T.CreateTruncating(_low[index % Inputs])).Should().BeTrue($"weight {index} is {network.Weights[index]}");
            (network.Weights[index] <= T.CreateTruncating(_high[index % Inputs])).Should().BeTrue($"weight {index} is {network.Weights[index]}");
        }
    }
}

public sealed class WeightBoundTestsInFloat : WeightBoundTests<float>;

public sealed class WeightBoundTestsInDouble : WeightBoundTests<double>;
