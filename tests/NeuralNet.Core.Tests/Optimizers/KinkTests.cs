using System.Numerics;

namespace NeuralNet.Core.Tests.Optimizers;

/// <summary>Newton's method ends at a proved optimum of losses with kinks, whatever the rows.</summary>
public abstract class KinkTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int RowCount = 300;
    private const int Inputs = 3;

    private static readonly TrainingOptions _few = new() { Epochs = 20 };
    private static readonly double[] _rows = new Random(21).Values(RowCount * Inputs, -2, 2);
    private static readonly double[] _noise = new Random(22).Values(RowCount, -1, 1);

    [Theory]
    [InlineData("quantile")]
    [InlineData("insensitive")]
    [InlineData("hinge")]
    public void No_other_weights_have_a_smaller_loss(string kind)
    {
        foreach (double strength in new[] { 0, 0.02 })
        {
            TrainingResult<T> result = Fit(Describe(kind).WithPenalty(Penalty.L2(strength)), _rows, Targets(kind));

            result.StopReason.Should().Be(StopReason.Converged, result.Message);
            double least = result.LossHistory[^1];
            T[] weights = [.. result.Network.Weights];
            T[] bias = [.. result.Network.Bias];
            for (int index = 0; index <= Inputs; index++)
            {
                foreach (double distance in new[] { -0.1, -1e-2, 1e-2, 0.1 })
                {
                    T[] near = [.. weights];
                    T[] nearBias = [.. bias];
                    ref T moved = ref (index < Inputs ? ref near[index] : ref nearBias[0]);
                    moved += T.CreateTruncating(distance);
                    LossAt(kind, near, nearBias, strength).Should().BeGreaterThanOrEqualTo(least * (1 - Numbers.For<T>(1e-12, 1e-5)));
                }
            }
        }
    }

    [Theory]
    [InlineData("quantile")]
    [InlineData("insensitive")]
    [InlineData("hinge")]
    public void Units_and_origins_of_inputs_do_not_matter(string kind)
    {
        double[] units = typeof(T) == typeof(double) ? [1e-150, 1e3, 1e200] : [1e-12, 1e3, 1e12];
        double[] origins = typeof(T) == typeof(double) ? [1e4, -50, 1e-3] : [1, -3, 0.5];
        double[] moved = [.. _rows.Select((value, index) => (value + origins[index % Inputs]) * units[index % Inputs])];
        double expected = Fit(Describe(kind), _rows, Targets(kind)).LossHistory[^1];

        TrainingResult<T> result = Fit(Describe(kind), moved, Targets(kind));

        result.StopReason.Should().Be(StopReason.Converged, result.Message);
        result.LossHistory[^1].Should().BeApproximately(expected, Numbers.For<T>(1e-9, 1e-5) * expected);
    }

    [Theory]
    [InlineData("quantile")]
    [InlineData("insensitive")]
    [InlineData("hinge")]
    public void An_input_that_repeats_others_has_a_weight_of_0_and_is_named(string kind)
    {
        double[] wider = [.. Enumerable.Range(0, RowCount).SelectMany(row => Row(row).Append(7).Append(Row(row)[0] + (2 * Row(row)[1])))];
        double expected = Fit(Describe(kind), _rows, Targets(kind)).LossHistory[^1];

        TrainingResult<T> result = Fit(Describe(kind, Inputs + 2).WithInitialWeights(InitialWeights.GlorotUniform), wider, Targets(kind));

        result.StopReason.Should().Be(StopReason.Converged, result.Message);
        result.AliasedInputs.Should().Equal(3, 4);
        result.Network.Weights[3].Should().Be(T.Zero);
        result.Network.Weights[4].Should().Be(T.Zero);
        result.LossHistory[^1].Should().BeApproximately(expected, Numbers.For<T>(1e-9, 1e-5) * expected);
    }

    [Theory]
    [InlineData("quantile")]
    [InlineData("insensitive")]
    [InlineData("hinge")]
    public void Many_ties_are_no_obstacle(string kind)
    {
        double[] rows = [.. _rows.Select(static value => Math.Round(value / 2))];
        double[] targets = kind == "hinge" ? Targets(kind) : [.. Targets(kind).Select(static target => Math.Round(target))];
        double[] twice = [.. rows, .. rows];

        TrainingResult<T> result = Fit(Describe(kind), rows, targets);
        TrainingResult<T> doubled = Fit(Describe(kind), twice, [.. targets, .. targets]);

        result.StopReason.Should().Be(StopReason.Converged, result.Message);
        doubled.StopReason.Should().Be(StopReason.Converged, doubled.Message);
        doubled.LossHistory[^1].Should().BeApproximately(result.LossHistory[^1], Numbers.For<T>(1e-9, 1e-5));
    }

    [Theory]
    [InlineData("quantile")]
    [InlineData("insensitive")]
    [InlineData("hinge")]
    public void A_weight_of_two_is_a_row_twice_and_one_of_0_is_no_row(string kind)
    {
        double[] targets = Targets(kind);
        int[] taken = [.. Enumerable.Range(0, RowCount).SelectMany(row => Enumerable.Repeat(row, row % 3))];
        T[] weights = [.. Enumerable.Range(0, RowCount).Select(row => T.CreateTruncating(row % 3))];
        TrainingResult<T> expected = Fit(Describe(kind), [.. taken.SelectMany(Row)], [.. taken.Select(row => targets[row])]);

        TrainingResult<T> result = Describe(kind).Build().Fit(new Examples<T>(Numbers.Of<T>(_rows), Numbers.Of<T>(targets), weights), _few);

        result.StopReason.Should().Be(StopReason.Converged, result.Message);
        result.LossHistory[^1].Should().BeApproximately(expected.LossHistory[^1], Numbers.For<T>(1e-9, 1e-5));
        Numbers.ToDoubles<T>(result.Network.Weights).Zip(Numbers.ToDoubles<T>(expected.Network.Weights))
            .Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < Numbers.For<T>(1e-7, 1e-3));
    }

    [Fact]
    public void Several_outputs_are_as_many_networks()
    {
        double[] first = Targets("quantile");
        double[] second = [.. first.Select(target => 1e3 * target * target)];
        TrainingResult<T> both = Fit(Describe("quantile", outputs: 2), _rows, [.. first.Zip(second).SelectMany(pair => new[] { pair.First, pair.Second })]);

        both.StopReason.Should().Be(StopReason.Converged, both.Message);
        both.LossHistory[^1].Should().BeApproximately(
            Fit(Describe("quantile"), _rows, first).LossHistory[^1] + Fit(Describe("quantile"), _rows, second).LossHistory[^1],
            Numbers.For<T>(1e-9, 1e-5) * both.LossHistory[^1]);
    }

    [Theory]
    [InlineData("quantile")]
    [InlineData("insensitive")]
    public void Equal_targets_are_the_bias(string kind)
    {
        TrainingResult<T> result = Fit(Describe(kind).WithInitialWeights(InitialWeights.GlorotUniform), _rows, [.. Enumerable.Repeat(7.0, RowCount)]);

        result.StopReason.Should().Be(StopReason.Converged, result.Message);
        result.LossHistory[^1].Should().BeLessThan(Numbers.For<T>(1e-13, 1e-5));
    }

    [Fact]
    public void An_exact_fit_is_an_optimum()
    {
        double[] targets = [.. Enumerable.Range(0, RowCount).Select(row => 3 + Row(row)[0] - (2 * Row(row)[2]))];

        TrainingResult<T> result = Fit(Describe("quantile"), _rows, targets);

        result.StopReason.Should().Be(StopReason.Converged, result.Message);
        result.LossHistory[^1].Should().BeLessThan(Numbers.For<T>(1e-13, 1e-5));
    }

    [Fact]
    public void Rows_within_epsilon_cost_nothing()
    {
        TrainingResult<T> result = Fit(Perceptron.WithInputs<T>(Inputs).WithLoss(Loss.EpsilonInsensitive(100)).WithOptimizer(Optimizer.Newton()), _rows, Targets("insensitive"));

        result.StopReason.Should().Be(StopReason.Converged, result.Message);
        result.LossHistory.Should().Equal(0);
    }

    [Fact]
    public void Classes_that_a_line_separates_have_a_loss_of_0_without_a_penalty()
    {
        double[] labels = [.. Enumerable.Range(0, RowCount).Select(row => Row(row)[0] - Row(row)[1] > 0.3 ? 1.0 : 0)];

        TrainingResult<T> result = Fit(Describe("hinge"), _rows, labels);
        TrainingResult<T> penalized = Fit(Describe("hinge").WithPenalty(Penalty.L2(0.01)), _rows, labels);

        result.StopReason.Should().Be(StopReason.Converged, result.Message);
        result.LossHistory[^1].Should().Be(0);
        penalized.StopReason.Should().Be(StopReason.Converged, penalized.Message);
        penalized.LossHistory[^1].Should().BeGreaterThan(0);
    }

    [Theory]
    [InlineData("quantile")]
    [InlineData("insensitive")]
    [InlineData("hinge")]
    public void More_inputs_than_rows_are_solved_with_a_penalty(string kind)
    {
        const int Wide = 60;
        double[] rows = [.. _rows.Take(20 * Wide / 2), .. _rows.Take(20 * Wide / 2).Select(value => value * value)];

        TrainingResult<T> result = Fit(Describe(kind, Wide).WithPenalty(Penalty.L2(0.1)), rows, Targets(kind)[..20]);

        result.StopReason.Should().Be(StopReason.Converged, result.Message);
        result.AliasedInputs.Should().BeEmpty();
    }

    /// <summary>The optimum in the direction of the tiny penalty is lost in sums of products.</summary>
    [Fact]
    public void A_penalty_far_below_the_loss_is_no_obstacle()
    {
        var random = new Random(5);
        double[] rows = [.. Enumerable.Range(0, 600).SelectMany(_ => new[] { random.Next(3) - 1, random.NextDouble(), random.NextDouble() })];
        double[] labels = [.. Enumerable.Range(0, 600).Select(row => rows[3 * row] == 0 ? row % 2 : rows[3 * row] > 0 ? 1.0 : 0)];

        TrainingResult<T> result = Fit(Describe("hinge").WithPenalty(Penalty.L2(2e-9)), rows, labels);

        result.StopReason.Should().Be(StopReason.Converged, result.Message);
    }

    /// <summary>The bits of one block and of several, in memory and from a stream, on any number of threads.</summary>
    [Theory]
    [InlineData("quantile")]
    [InlineData("insensitive")]
    [InlineData("hinge")]
    public void Threads_and_streams_give_the_same_bits(string kind)
    {
        const int Many = 3000;
        double[] rows = [.. Enumerable.Range(0, Many * Inputs).Select(index => _rows[index % _rows.Length] + (index * 1e-4 % 0.3))];
        T[] inputs = Numbers.Of<T>(rows);
        T[] targets = Numbers.Of<T>([.. Enumerable.Range(0, Many).Select(row => Targets(kind)[row % RowCount])]);
        T[] weights = [.. Enumerable.Range(0, Many).Select(row => T.CreateTruncating(Math.ScaleB(1.1 + _noise[row % RowCount], row / 500)))];
        Perceptron<T> expected = Start(kind);
        expected.Fit(new Examples<T>(inputs, targets, weights), _few);
        foreach (int threads in new[] { 2, 5 })
        {
            Perceptron<T> network = Start(kind);
            network.Fit(new Examples<T>(inputs, targets, weights), _few with { Threads = threads });
            network.Weights.ToArray().Should().Equal(expected.Weights.ToArray());
        }

        Perceptron<T> streamed = Start(kind);
        streamed.Fit(
            Enumerable.Range(0, 10).Select(part => new Examples<T>(
                inputs.AsMemory(part * 300 * Inputs, 300 * Inputs), targets.AsMemory(part * 300, 300), weights.AsMemory(part * 300, 300))),
            _few with { Threads = 2 });
        streamed.Weights.ToArray().Should().Equal(expected.Weights.ToArray());
        streamed.Bias.ToArray().Should().Equal(expected.Bias.ToArray());
    }

    [Theory]
    [InlineData("huber")]
    [InlineData("squared hinge")]
    [InlineData("modified huber")]
    [InlineData("squared insensitive")]
    public void The_optimum_of_a_loss_that_bends_is_that_of_LBFGS(string kind)
    {
        foreach (double strength in new[] { 0, 0.05 })
        {
            PerceptronBuilder<T> description = Describe(kind).WithPenalty(Penalty.L2(strength));
            TrainingResult<T> expected = Fit(description.WithOptimizer(Optimizer.Lbfgs(gradientTolerance: 0)), _rows, Targets(kind), 2000);

            TrainingResult<T> result = Fit(description, _rows, Targets(kind));

            result.StopReason.Should().Be(StopReason.Converged, result.Message);
            result.LossHistory[^1].Should().BeApproximately(expected.LossHistory[^1], Numbers.For<T>(1e-12, 1e-6) * expected.LossHistory[^1]);
        }
    }

    /// <summary>No row, or too few, may lie where a loss is curved: then its second derivatives alone have no solution.</summary>
    [Fact]
    public void Rows_beyond_all_bends_are_no_obstacle()
    {
        double[] labels = [.. Enumerable.Range(0, RowCount).Select(row => Row(row)[0] - Row(row)[1] > 0.3 ? 1.0 : 0)];
        double[] far = [.. Targets("huber").Select((target, row) => target + (row % 2 == 0 ? 50 : -50))];

        TrainingResult<T> separated = Fit(Describe("squared hinge"), _rows, labels, 100);
        separated.StopReason.Should().Be(StopReason.Converged, separated.Message);
        separated.LossHistory[^1].Should().BeLessThan(1e-9);
        Fit(Describe("squared insensitive"), _rows, [.. _noise.Select(value => value / 100)]).LossHistory[^1].Should().Be(0);
        TrainingResult<T> result = Fit(Describe("huber"), _rows, far, 100);
        result.StopReason.Should().Be(StopReason.Converged, result.Message);
    }

    [Fact]
    public void A_loss_without_known_kinks_is_refused_with_a_cure() =>
        FluentActions.Invoking(() => Perceptron.WithInputs<T>(3).WithLoss(Loss.Perceptron).WithOptimizer(Optimizer.Newton()))
            .Should().Throw<InvalidOperationException>().WithMessage("*'newton(1E-07)'*'perceptron'*Loss.Quantile*Optimizer.Lbfgs*");

    [Fact]
    public void A_standstill_is_no_optimum_of_a_loss_with_kinks()
    {
        TrainingOptions options = new() { Epochs = 500, Tolerance = 1e3, Patience = 2 };
        TrainingResult<T> result = Describe("quantile").WithOptimizer(Optimizer.Lbfgs()).Build()
            .Fit(Numbers.Of<T>(_rows), Numbers.Of<T>(Targets("quantile")), options);

        result.StopReason.Should().Be(StopReason.Stalled);
        result.Message.Should().ContainAll("no more than the tolerance, 1000", "no proof of an optimum", "Optimizer.Newton");
    }

    private static Perceptron<T> Start(string kind) => Describe(kind).WithInitialWeights(InitialWeights.Zeros).Build();

    private static PerceptronBuilder<T> Describe(string kind, int inputs = Inputs, int outputs = 1) => Perceptron.WithInputs<T>(inputs).WithOutputs(outputs)
        .WithLoss(LossOf(kind)).WithOptimizer(Optimizer.Newton());

    private static Loss LossOf(string kind) => kind switch
    {
        "quantile" => Loss.Quantile(0.3),
        "insensitive" => Loss.EpsilonInsensitive(0.2),
        "hinge" => Loss.Hinge,
        "huber" => Loss.Huber(0.3),
        "squared hinge" => Loss.SquaredHinge,
        "modified huber" => Loss.ModifiedHuber,
        _ => Loss.SquaredEpsilonInsensitive(0.2),
    };

    private static double[] Targets(string kind)
    {
        double[] numbers = [.. Enumerable.Range(0, RowCount).Select(row => 1 + Row(row)[1] - (0.5 * Row(row)[2]) + (2 * _noise[row]))];
        return LossOf(kind).Targets.IsClassification ? [.. numbers.Select(number => number > 1 ? 1.0 : 0)] : numbers;
    }

    private static TrainingResult<T> Fit(PerceptronBuilder<T> description, double[] rows, double[] targets, int epochs = 30) =>
        description.Build().Fit(Numbers.Of<T>(rows), Numbers.Of<T>(targets), new() { Epochs = epochs });

    private static double LossAt(string kind, T[] weights, T[] bias, double strength)
    {
        double[] targets = Targets(kind);
        Loss loss = LossOf(kind);
        double sum = 0;
        Span<double> slope = stackalloc double[1];
        for (int row = 0; row < RowCount; row++)
        {
            double logit = double.CreateTruncating(bias[0]);
            for (int input = 0; input < Inputs; input++)
            {
                logit += Row(row)[input] * double.CreateTruncating(weights[input]);
            }

            sum += loss.Evaluate<double>([logit], [targets[row]], slope);
        }

        return (sum / RowCount) + (strength / 2 * weights.Sum(weight => double.CreateTruncating(weight * weight)));
    }

    private static double[] Row(int row) => _rows[(row * Inputs)..((row + 1) * Inputs)];
}

public sealed class KinkTestsInFloat : KinkTests<float>;

public sealed class KinkTestsInDouble : KinkTests<double>;
