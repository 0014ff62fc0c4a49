using System.Numerics;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Optimizers;

/// <summary>Dual coordinate descent ends at the optimum that Newton's method finds, for each loss that it takes, and proves it.</summary>
public abstract class DualCoordinateDescentTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int RowCount = 150;
    private const int Inputs = 5;
    private const double Strength = 0.05;

    private static readonly double[] _values = new Random(31).Values(RowCount * Inputs, -2, 2);
    private static readonly double[] _noise = new Random(32).Values(RowCount, -1, 1);

    [Theory]
    [MemberData(nameof(DualLosses.Names), MemberType = typeof(DualLosses))]
    public void It_reaches_the_optimum_of_Newtons_method(string name)
    {
        Loss loss = LossOf(name);
        foreach ((bool hasBias, int outputs, bool isWeighted, bool isStandardized) in (ReadOnlySpan<(bool, int, bool, bool)>)
            [(true, 1, false, false), (false, 1, false, false), (true, 3, true, false), (true, 1, true, true)])
        {
            PerceptronBuilder<T> description = Describe(loss, outputs, hasBias);
            description = isStandardized ? description.WithStandardization() : description;
            Examples<T> rows = Rows(loss, outputs, isWeighted);
            string because = $"{loss} {hasBias} {outputs} {isWeighted} {isStandardized}";

            TrainingResult<T> result = description.WithOptimizer(Optimizer.DualCoordinateDescent).Build().Fit(rows);
            TrainingResult<T> expected = description.WithOptimizer(Optimizer.Newton()).Build().Fit(rows, new() { Epochs = 200 });

            result.StopReason.Should().Be(StopReason.Converged, because + result.Message);
            expected.StopReason.Should().Be(StopReason.Converged, because);
            result.LossHistory[^1].Should().BeApproximately(expected.LossHistory[^1], Numbers.For<T>(1e-8, 4e-6) * Math.Max(1, expected.LossHistory[^1]), because);
            if (!isStandardized)
            {
                Objective(result.Network, loss, Targets(loss, outputs), row => isWeighted ? row % 5 : 1).Should().BeApproximately(
                    result.LossHistory[^1], Numbers.For<T>(1e-12, 1e-5) * Math.Max(1, result.LossHistory[^1]), because);
            }

            Numbers.ToDoubles(result.Network.Weights).Should().Equal(
                Numbers.ToDoubles(expected.Network.Weights), (left, right) => Math.Abs(left - right) < Numbers.For<T>(2e-3, 2e-2), because);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(20)]
    public void Counts_reach_the_optimum_though_their_loss_is_below_0(double mean)
    {
        T[] counts = Counts(mean);
        foreach (bool hasBias in (ReadOnlySpan<bool>)[true, false])
        {
            PerceptronBuilder<T> description = Describe(Loss.Poisson, 1, hasBias);

            TrainingResult<T> result = description.WithOptimizer(Optimizer.DualCoordinateDescent).Build().Fit(Values, counts);
            TrainingResult<T> expected = description.WithOptimizer(Optimizer.Newton()).Build().Fit(Values, counts, new() { Epochs = 200 });

            result.StopReason.Should().Be(StopReason.Converged, result.Message);
            result.LossHistory[^1].Should().BeApproximately(expected.LossHistory[^1], Numbers.For<T>(2e-9, 2e-6) * Math.Max(1, 5 * Math.Abs(expected.LossHistory[^1])));
        }
    }

    /// <summary>Its curvature is the count, so that the penalty is weak, and the exponentials of the first logits overflow.</summary>
    [Fact]
    public void Large_counts_are_told_to_be_too_slow()
    {
        TrainingResult<T> result = Describe(Loss.Poisson, 1, true).WithOptimizer(Optimizer.DualCoordinateDescent).Build().Fit(Values, Counts(1000));

        result.StopReason.Should().Be(StopReason.Stalled);
        result.Message.Should().Contain("1000 passes");
    }

    [Theory]
    [MemberData(nameof(DualLosses.Names), MemberType = typeof(DualLosses))]
    public void A_row_of_weight_2_counts_as_two_rows(string name)
    {
        Loss loss = LossOf(name);
        T[] targets = Targets(loss, 1);
        T[] weights = [.. Enumerable.Range(0, RowCount).Select(row => T.CreateTruncating(row % 3))];
        int[] repeated = [.. Enumerable.Range(0, RowCount).SelectMany(row => Enumerable.Repeat(row, row % 3))];
        T[] rows = [.. repeated.SelectMany(row => Row(row))];
        PerceptronBuilder<T> description = Describe(loss, 1, true).WithOptimizer(Optimizer.DualCoordinateDescent);

        double weighted = description.Build().Fit(new Examples<T>(Values, targets, weights)).LossHistory[^1];
        double twice = description.Build().Fit(rows, [.. repeated.Select(row => targets[row])]).LossHistory[^1];

        weighted.Should().BeApproximately(twice, Numbers.For<T>(1e-8, 4e-6) * Math.Max(1, twice));
    }

    [Theory]
    [InlineData("log-loss")]
    [InlineData("hinge")]
    public void Scaling_rows_by_a_power_of_two_and_the_penalty_with_them_scales_the_weights_alone(string name)
    {
        Loss loss = LossOf(name);
        T[] scaled = [.. Values.Select(value => value * T.CreateTruncating(8))];
        PerceptronBuilder<T> description = Describe(loss, 1, true);

        Perceptron<T> expected = description.WithOptimizer(Optimizer.DualCoordinateDescent).Build().Fit(Values, Targets(loss, 1)).Network;
        Perceptron<T> network = description.WithPenalty(Penalty.L2(64 * Strength)).WithOptimizer(Optimizer.DualCoordinateDescent)
            .Build().Fit(scaled, Targets(loss, 1)).Network;

        network.Weights.ToArray().Select(weight => weight * T.CreateTruncating(8)).Should().Equal(expected.Weights.ToArray());
        network.Bias.ToArray().Should().Equal(expected.Bias.ToArray());
    }

    [Fact]
    public void A_sum_of_losses_is_a_mean_with_a_weaker_penalty()
    {
        PerceptronBuilder<T> description = Describe(Loss.LogLoss, 1, true);
        Perceptron<T> expected = description.WithOptimizer(Optimizer.DualCoordinateDescent).Build().Fit(Values, Targets(Loss.LogLoss, 1)).Network;

        Perceptron<T> network = description.WithLoss(Loss.LogLoss, Reduction.Sum).WithPenalty(Penalty.L2(RowCount * Strength)).WithOptimizer(Optimizer.DualCoordinateDescent)
            .Build().Fit(Values, Targets(Loss.LogLoss, 1)).Network;

        Numbers.ToDoubles(network.Weights).Should().Equal(
            Numbers.ToDoubles(expected.Weights), (left, right) => Math.Abs(left - right) < Numbers.For<T>(1e-4, 5e-3));
    }

    [Theory]
    [InlineData("log-loss")]
    [InlineData("hinge")]
    [InlineData("half-squared-error")]
    public void Offsets_are_added_to_the_logits(string name)
    {
        Loss loss = LossOf(name);
        PerceptronBuilder<T> description = Describe(loss, 1, true);
        Examples<T> rows = new(Values, Targets(loss, 1)) { Offsets = Numbers.Of<T>(new Random(33).Values(RowCount, -1, 1)).AsMemory() };

        TrainingResult<T> result = description.WithOptimizer(Optimizer.DualCoordinateDescent).Build().Fit(rows);
        TrainingResult<T> expected = description.WithOptimizer(Optimizer.Newton()).Build().Fit(rows);

        result.StopReason.Should().Be(StopReason.Converged, result.Message);
        result.LossHistory[^1].Should().BeApproximately(expected.LossHistory[^1], Numbers.For<T>(1e-8, 4e-6) * expected.LossHistory[^1]);
    }

    [Fact]
    public void Batches_of_a_stream_reach_the_optimum_of_their_rows()
    {
        PerceptronBuilder<T> description = Describe(Loss.LogLoss, 1, true).WithOptimizer(Optimizer.DualCoordinateDescent);
        T[] targets = Targets(Loss.LogLoss, 1);
        Examples<T>[] batches = [.. Enumerable.Range(0, 5).Select(batch => new Examples<T>(
            Values.AsMemory(batch * 30 * Inputs, 30 * Inputs), targets.AsMemory(batch * 30, 30)))];

        TrainingResult<T> result = description.Build().Fit(batches, new() { BatchSize = TrainingOptions.FullBatch });
        TrainingResult<T> expected = description.Build().Fit(Values, targets);

        result.StopReason.Should().Be(StopReason.Converged, result.Message);
        result.LossHistory[^1].Should().BeApproximately(expected.LossHistory[^1], Numbers.For<T>(1e-8, 4e-6));
    }

    [Fact]
    public void The_answer_does_not_depend_on_the_weights_before()
    {
        PerceptronBuilder<T> description = Describe(Loss.LogLoss, 1, true).WithOptimizer(Optimizer.DualCoordinateDescent);
        Perceptron<T> network = description.Build();
        string expected = Bits(network.Fit(Values, Targets(Loss.LogLoss, 1)).Network);
        network.SetWeights([.. Enumerable.Range(1, Inputs).Select(T.CreateTruncating)], [T.CreateTruncating(7)]);

        Bits(network.Fit(Values, Targets(Loss.LogLoss, 1)).Network).Should().Be(expected);
    }

    [Fact]
    public void More_columns_than_rows_cost_no_more_than_their_values()
    {
        const int wide = 1 << 20;
        SparseRowMemory<T> rows = new(
            Enumerable.Range(0, RowCount + 1).Select(row => row * Inputs).ToArray(),
            Enumerable.Range(0, RowCount).SelectMany(row => Enumerable.Range(0, Inputs).Select(input => (input * 200_000) + (row % 7))).ToArray(),
            Values);
        PerceptronBuilder<T> description = Perceptron.BinaryClassifier<T>(wide).WithPenalty(Penalty.L2(Strength)).WithOptimizer(Optimizer.DualCoordinateDescent);

        TrainingResult<T> result = description.Build().Fit(rows.Rows, Labels(RowCount, 2));

        result.StopReason.Should().Be(StopReason.Converged, result.Message);
        result.Network.Weights.Count(T.Zero).Should().BeGreaterThanOrEqualTo(wide - (7 * Inputs));
    }

    [Fact]
    public void A_penalty_too_weak_for_the_rows_is_told()
    {
        PerceptronBuilder<T> description = Describe(Loss.HalfSquaredError, 1, true).WithPenalty(Penalty.L2(1e-9)).WithOptimizer(Optimizer.DualCoordinateDescent);

        TrainingResult<T> result = description.Build().Fit(Values, Targets(Loss.HalfSquaredError, 1));

        result.StopReason.Should().Be(StopReason.Stalled);
        result.Message.Should().Contain("1000 passes").And.Contain("Optimizer.Lbfgs").And.Contain("stronger penalty").And.NotContain("rounding");
    }

    [Fact]
    public void What_it_does_not_take_is_refused_with_the_cure()
    {
        PerceptronBuilder<T> description = Perceptron.BinaryClassifier<T>(3).WithPenalty(Penalty.L2(1));
        (Action Call, string Message)[] refused =
        [
            (() => Perceptron.BinaryClassifier<T>(3).WithOptimizer(Optimizer.DualCoordinateDescent), "*only with an L2 penalty*WithPenalty(Penalty.L2(strength)) before WithOptimizer*"),
            (() => description.WithOptimizer(Optimizer.DualCoordinateDescent).WithPenalty(Penalty.None), "*only with an L2 penalty*"),
            (() => description.WithOptimizer(Optimizer.DualCoordinateDescent).WithPenalty(Penalty.ElasticNet(1)), "*no weight exactly 0*Optimizer.CoordinateDescent*"),
            (() => Perceptron.Classifier<T>(3, 4).WithPenalty(Penalty.L2(1)).WithOptimizer(Optimizer.DualCoordinateDescent), "*each output separately*'softmax-cross-entropy'*Optimizer.Lbfgs*"),
            (() => description.WithLoss(Loss.HalfSquaredErrorThrough(Activation.Sigmoid)).WithOptimizer(Optimizer.DualCoordinateDescent), "*convex*"),
            (() => description.WithPenaltyFactors([1, 2, 3]).WithOptimizer(Optimizer.DualCoordinateDescent), "*all inputs alike*"),
        ];
        foreach ((Action call, string message) in refused)
        {
            call.Should().Throw<InvalidOperationException>().WithMessage(message);
        }

        FluentActions.Invoking(() => description.WithOptimizer(Optimizer.DualCoordinateDescent).Build().Learn(Values.AsSpan(0, 3), true))
            .Should().Throw<InvalidOperationException>().WithMessage("*Call Fit*");
    }

    [Fact]
    public void A_cancelled_training_changes_nothing()
    {
        PerceptronBuilder<T> description = Describe(Loss.HalfSquaredError, 1, true).WithPenalty(Penalty.L2(1e-9)).WithOptimizer(Optimizer.DualCoordinateDescent);
        Perceptron<T> network = description.Build();
        string before = Bits(network);
        using var source = new CancellationTokenSource();
        IEnumerable<Examples<T>> Cancelling()
        {
            yield return new Examples<T>(Values.AsMemory(), Targets(Loss.HalfSquaredError, 1).AsMemory());
            source.Cancel();
            yield return new Examples<T>(Values.AsMemory(), Targets(Loss.HalfSquaredError, 1).AsMemory());
        }

        TrainingResult<T> result = network.Fit(new Repeated(Cancelling), new() { BatchSize = TrainingOptions.FullBatch }, cancellationToken: source.Token);

        result.StopReason.Should().Be(StopReason.Cancelled);
        result.Message.Should().NotContain("lower bound of");
        Bits(network).Should().Be(before);
    }

    [Fact]
    public void A_row_of_weight_0_may_have_any_size()
    {
        T[] values = Values;
        values.AsSpan(0, Inputs).Fill(T.CreateTruncating(Numbers.For<T>(1e200, 1e38)));
        T[] weights = [T.Zero, .. Enumerable.Repeat(T.One, RowCount - 1)];
        PerceptronBuilder<T> description = Describe(Loss.LogLoss, 1, true).WithOptimizer(Optimizer.DualCoordinateDescent);

        Perceptron<T> network = description.Build().Fit(new Examples<T>(values, Targets(Loss.LogLoss, 1), weights)).Network;

        Bits(network).Should().Be(Bits(description.Build().Fit(new Examples<T>(Values, Targets(Loss.LogLoss, 1), weights)).Network));
    }

    private static T[] Values => Numbers.Of<T>(_values);

    private static T[] Counts(double mean) =>
        [.. Enumerable.Range(0, RowCount).Select(row => T.CreateTruncating(Math.Round(mean * Math.Exp(0.3 * _values[row * Inputs]))))];

    private static T[] Row(int row) => Values[(row * Inputs)..((row + 1) * Inputs)];

    private static Loss LossOf(string name) => DualLosses.All.Single(loss => loss.Name == name);

    private static PerceptronBuilder<T> Describe(Loss loss, int outputs, bool hasBias)
    {
        PerceptronBuilder<T> description = Perceptron.WithInputs<T>(Inputs).WithOutputs(outputs).WithLoss(loss).WithPenalty(Penalty.L2(Strength));
        return hasBias ? description : description.WithoutBias();
    }

    private static Examples<T> Rows(Loss loss, int outputs, bool isWeighted)
    {
        T[] targets = Targets(loss, outputs);
        return isWeighted
            ? new(Values, targets, Enumerable.Range(0, RowCount).Select(row => T.CreateTruncating(0.25 * (row % 5))).ToArray())
            : new(Values, targets);
    }

    private static T[] Targets(Loss loss, int outputs) =>
    [
        .. from row in Enumerable.Range(0, RowCount)
           from output in Enumerable.Range(0, outputs)
           let value = _values[row * Inputs] - (0.5 * _values[(row * Inputs) + 1 + output]) + (2 * _noise[row]) + 0.7
           select T.CreateTruncating(loss.Targets.IsClassification ? (value > 0 ? 1 : 0) : loss == Loss.Poisson ? Math.Round(Math.Exp(0.5 * value)) : value),
    ];

    /// <summary>The objective of a network on rows that are not standardized, from the value of the loss alone.</summary>
    private static double Objective(Perceptron<T> network, Loss loss, T[] targets, Func<int, double> weights)
    {
        int outputs = network.OutputCount;
        double sum = 0;
        double total = 0;
        double[] parameters = Numbers.ToDoubles(network.Weights);
        for (int row = 0; row < RowCount; row++)
        {
            double[] logits = [.. Enumerable.Range(0, outputs).Select(output => double.CreateTruncating(network.Bias[output])
                + Enumerable.Range(0, Inputs).Sum(input => parameters[(output * Inputs) + input] * _values[(row * Inputs) + input]))];
            sum += weights(row) * loss.Evaluate<double>(logits, Numbers.ToDoubles<T>(targets.AsSpan(row * outputs, outputs)), new double[outputs]);
            total += weights(row);
        }

        return (sum / total) + parameters.Sum(weight => 0.5 * Strength * weight * weight);
    }

    /// <summary>Batches that are made anew in each pass.</summary>
    private sealed class Repeated(Func<IEnumerable<Examples<T>>> make) : IEnumerable<Examples<T>>
    {
        public IEnumerator<Examples<T>> GetEnumerator() => make().GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

/// <summary>The losses that dual coordinate descent takes.</summary>
internal static class DualLosses
{
    public static IReadOnlyList<Loss> All { get; } =
    [
        Loss.HalfSquaredError, Loss.LogLoss, Loss.Poisson, Loss.Huber(), Loss.SquaredHinge, Loss.ModifiedHuber, Loss.SquaredEpsilonInsensitive(),
        Loss.Hinge, Loss.EpsilonInsensitive(), Loss.Quantile(0.3),
    ];

    public static TheoryData<string> Names => [.. All.Select(loss => loss.Name)];
}

public sealed class DualCoordinateDescentTestsInFloat : DualCoordinateDescentTests<float>;

public sealed class DualCoordinateDescentTestsInDouble : DualCoordinateDescentTests<double>;
