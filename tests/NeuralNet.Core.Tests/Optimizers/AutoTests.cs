using System.Numerics;
using NeuralNet.Core.Tests.Losses;

namespace NeuralNet.Core.Tests.Optimizers;

/// <summary>The first Fit chooses the optimizer, and from then on the network is one with that optimizer.</summary>
public abstract class AutoTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int RowCount = 90;

    private static readonly T[] _rows = Numbers.Of<T>(new Random(31).Values(RowCount * 3, -2, 2));
    private static readonly bool[] _labels = [.. Enumerable.Range(0, RowCount).Select(row => _rows[row * 3] + _rows[(row * 7) % (RowCount * 3)] > T.Zero)];

    private static PerceptronBuilder<T> Binary => Perceptron.BinaryClassifier<T>(3).WithStandardization().WithOptimizer(Optimizer.Auto);

    [Theory]
    [InlineData("log-loss", "newton(1E-07)")]
    [InlineData("huber", "newton(1E-07)")]
    [InlineData("median", "newton(1E-07)")]
    [InlineData("l1", "coordinate-descent")]
    [InlineData("median-l1", "lbfgs(10, 1E-08)")]
    [InlineData("own", "adam(0.9, 0.999, 1E-08)")]
    [InlineData("wide", "lbfgs(10, 1E-08)")]
    [InlineData("wide-hinge", "dual-coordinate-descent")]
    public void The_network_has_the_bits_of_the_optimizer_it_chose(string kind, string expected)
    {
        PerceptronBuilder<T> description = (kind switch
        {
            "l1" => Perceptron.BinaryClassifier<T>(3).WithPenalty(Penalty.L1(0.01)),
            "huber" => Perceptron.WithInputs<T>(3).WithLoss(Loss.Huber()),
            "median-l1" => Perceptron.WithInputs<T>(3).WithLoss(Loss.Quantile()).WithPenalty(Penalty.L1(0.1)),
            "median" => Perceptron.WithInputs<T>(3).WithLoss(Loss.Quantile()),
            "own" => Perceptron.WithInputs<T>(3).WithLoss(Loss.HalfSquaredErrorThrough(Activation.Sigmoid)),
            "wide" => Perceptron.BinaryClassifier<T>(600).WithPenalty(Penalty.L2(0.1)),
            "wide-hinge" => Perceptron.BinaryClassifier<T>(600).WithLoss(Loss.Hinge).WithPenalty(Penalty.L2(0.1)),
            _ => Perceptron.BinaryClassifier<T>(3),
        }).WithOptimizer(Optimizer.Auto);
        T[] rows = kind.StartsWith("wide", StringComparison.Ordinal) ? Numbers.Of<T>(new Random(32).Values(RowCount * 600, -2, 2)) : _rows;
        Perceptron<T> network = description.Build();

        TrainingResult<T> result = Fit(network, rows);

        network.Description.Optimizer.Name.Should().Be(expected);
        result.Message.Should().Contain($"Optimizer.Auto chose '{expected}': ");
        Perceptron<T> named = description.WithOptimizer(network.Description.Optimizer).Build();
        Fit(named, rows).Message.Should().Be(result.Message[..result.Message.IndexOf(" Optimizer.Auto", StringComparison.Ordinal)]);
        named.ToBytes().Should().Equal(network.ToBytes());
    }

    [Fact]
    public void A_file_keeps_the_choice_and_a_network_that_was_not_fitted_keeps_auto()
    {
        Perceptron<T> network = Binary.Build();
        Perceptron<T> unfitted = Perceptron.Load<T>(network.ToBytes());
        unfitted.Description.Optimizer.Should().BeSameAs(Optimizer.Auto);
        network.Fit(_rows, _labels);
        unfitted.Fit(_rows, _labels);
        unfitted.ToBytes().Should().Equal(network.ToBytes());

        Perceptron<T> loaded = Perceptron.Load<T>(network.ToBytes());

        loaded.Description.Optimizer.Name.Should().Be("newton(1E-07)");
        loaded.Fit(_rows, _labels).Message.Should().NotContain("Auto");
    }

    [Fact]
    public void Learn_waits_for_the_choice()
    {
        Perceptron<T> network = Perceptron.WithInputs<T>(3).WithLoss(Loss.HalfSquaredErrorThrough(Activation.Sigmoid)).WithOptimizer(Optimizer.Auto).Build();
        FluentActions.Invoking(() => network.Learn(_rows.AsSpan(0, 3), T.One)).Should().Throw<InvalidOperationException>()
            .WithMessage("*'auto' takes no single steps: the first Fit chooses it*Call Fit first*Optimizer.Sgd*");

        network.Fit(_rows, _labels);

        network.CanStep(out _).Should().BeTrue();
        network.Learn(_rows.AsSpan(0, 3), T.One);
    }

    [Fact]
    public void A_Fit_without_an_epoch_chooses_nothing()
    {
        Perceptron<T> network = Binary.WithBalancedClasses().Build();
        byte[] before = network.ToBytes();

        network.Fit(_rows, _labels, cancellationToken: new CancellationToken(canceled: true)).StopReason.Should().Be(StopReason.Cancelled);
        FluentActions.Invoking(() => network.Fit(_rows, _labels, new() { BatchSize = 5 })).Should().Throw<InvalidOperationException>()
            .WithMessage("*BatchSize is 5*'newton(1E-07)' works with all rows*");

        network.Description.Optimizer.Should().BeSameAs(Optimizer.Auto);
        network.ToBytes().Should().Equal(before);
        network.Fit(_rows, _labels).StopReason.Should().Be(StopReason.Converged);
    }

    [Fact]
    public void A_stream_and_rows_in_memory_choose_alike_unless_their_number_counts()
    {
        Perceptron<T> network = Binary.Build();

        network.Fit([new Examples<T>(_rows, _labels)]);

        network.Description.Optimizer.Name.Should().Be("newton(1E-07)");
        Choice(5000, 1, rows: 100, Penalty.L1(1)).Should().Be("coordinate-descent");
        Choice(5000, 1, rows: 100, Penalty.ElasticNet(1)).Should().Be("lbfgs(10, 1E-08)");
        Choice(5000, 1, rows: null, Penalty.L1(1)).Should().Be("lbfgs(10, 1E-08)");
        Choice(511, 1, rows: 10, Penalty.None).Should().Be("newton(1E-07)");
        Choice(512, 1, rows: 10, Penalty.None).Should().Be("lbfgs(10, 1E-08)");
        Choice(171, 3, rows: 10, Penalty.L2(1)).Should().Be("lbfgs(10, 1E-08)");
        Choice(169, 3, rows: 10, Penalty.L2(1)).Should().Be("newton(1E-07)");
    }

    [Fact]
    public void Newton_is_chosen_while_the_second_derivatives_of_all_rows_cost_little()
    {
        Choice(31, 1, rows: 65_536, Penalty.None).Should().Be("newton(1E-07)");
        Choice(31, 1, rows: 65_537, Penalty.None).Should().Be("lbfgs(10, 1E-08)");
        Choice(31, 1, rows: null, Penalty.None).Should().Be("newton(1E-07)");
        Choice(15, 4, rows: 16_384, Penalty.L2(1)).Should().Be("newton(1E-07)");
        Choice(15, 4, rows: 16_385, Penalty.L2(1)).Should().Be("lbfgs(10, 1E-08)");
        OptimizerChoice.Of(Loss.Quantile(), Penalty.None, 31, 1, hasBias: true, 65_537).Optimizer.Name.Should().Be("newton(1E-07)");
        OptimizerChoice.Of(Loss.HalfSquaredError, Penalty.None, 31, 5, hasBias: true, 262_144).Optimizer.Name.Should().Be("newton(1E-07)");
        OptimizerChoice.Of(Loss.HalfSquaredError, Penalty.None, 31, 5, hasBias: true, 262_145).Message.Should().Be(
            "Optimizer.Auto chose 'lbfgs(10, 1E-08)': the loss is convex and smooth, and second derivatives of 262145 rows by 32 weights and biases take longer.");
        OptimizerChoice.Of(Loss.LogLoss, Penalty.None, 31, 4, hasBias: true, 16_385).Optimizer.Name.Should().Be("lbfgs(10, 1E-08)");
    }

    /// <summary>Of an L1 penalty at most as many weights stay as there are rows, and those that nothing draws to 0.</summary>
    [Fact]
    public void Coordinate_descent_is_chosen_while_at_most_4000_weights_may_stay()
    {
        const string Other = "lbfgs(10, 1E-08)";
        Choice(4000, 1, rows: null, Penalty.L1(1)).Should().Be("coordinate-descent");
        Choice(4001, 1, rows: null, Penalty.L1(1)).Should().Be(Other);
        Choice(9000, 1, rows: 4000, Penalty.L1(1)).Should().Be("coordinate-descent");
        Choice(9000, 1, rows: 4001, Penalty.L1(1)).Should().Be(Other);
        Choice(9000, 4, rows: 1000, Penalty.L1(1)).Should().Be("coordinate-descent");
        Choice(9000, 4, rows: 1001, Penalty.L1(1)).Should().Be(Other);
        Choice(4000, 1, rows: 10, Penalty.ElasticNet(1)).Should().Be("coordinate-descent");
        Choice(4001, 1, rows: 10, Penalty.ElasticNet(1)).Should().Be(Other);
        double[] factors = [.. Enumerable.Range(0, 9000).Select(input => input < 10 ? 0.0 : 1)];
        OfFactors(3990, null).Should().Be("coordinate-descent");
        OfFactors(3991, null).Should().Be(Other);
        OfFactors(3970, 20).Should().Be("coordinate-descent");
        OfFactors(3971, 20).Should().Be(Other);

        OfSparse(Loss.LogLoss, 9000, areSparse: true).Should().Be("coordinate-descent");
        OfSparse(Loss.LogLoss, 9000, areSparse: false).Should().Be(Other);
        OfSparse(Loss.Huber(), 9000, areSparse: true).Should().Be(Other);

        static string OfSparse(Loss loss, int inputs, bool areSparse) => OptimizerChoice.Of(
            loss, Penalty.ElasticNet(1), inputs, 1, hasBias: true, 1_000_000, areSparse: areSparse).Optimizer.Name;

        string OfFactors(int rows, int? boundedAway) =>
            OptimizerChoice.Of(Loss.LogLoss, Penalty.L1(1), 9000, 1, hasBias: true, rows, factors, boundedAway).Optimizer.Name;
    }

    [Fact]
    public void What_the_loss_is_decides_where_no_second_derivatives_help()
    {
        Loss bent = Loss.HalfSquaredErrorThrough(Activation.Sigmoid);
        Message(Loss.Quantile(), 511).Should().Be("Optimizer.Auto chose 'newton(1E-07)': the loss has kinks, at which it proves an optimum, and 512 weights and biases are few.");
        Message(Loss.Quantile(), 512).Should().EndWith("'dual-coordinate-descent': the penalty is L2, and the loss has kinks, at which it proves an optimum.");
        OptimizerChoice.Of(Loss.Hinge, Penalty.L2(0.1), 512, 1, hasBias: true, rows: null).Message.Should().EndWith("'adam(0.9, 0.999, 1E-08)': the loss has kinks.");
        OptimizerChoice.Of(Loss.Hinge, Penalty.None, 512, 1, hasBias: true, 10).Message.Should().EndWith("'adam(0.9, 0.999, 1E-08)': the loss has kinks.");
        Message(Loss.Quantile(), 5, boundedAway: 0).Should().EndWith("'lbfgs(10, 1E-08)': it keeps bounds of weights, which Optimizer.Adam does not.");
        Message(Loss.Quantile(), 512, factors: new double[512]).Should().EndWith("'lbfgs(10, 1E-08)': it takes penalty factors, which Optimizer.Adam does not.");
        Message(bent, 3).Should().EndWith("'adam(0.9, 0.999, 1E-08)': the loss may have several minima.");
        Message(Loss.LogLoss, 512).Should().EndWith("'lbfgs(10, 1E-08)': the loss is convex and smooth.");
        Message(Loss.LogLoss, 5, boundedAway: 5).Should().Contain("'newton(1E-07)': the loss has second derivatives, and 6 weights and biases are few");
        OptimizerChoice.Of(Loss.LogLoss, Penalty.None, 1, 1, hasBias: false, 10).Message.Should().EndWith("and 1 weight is few.");
        OptimizerChoice.Of(Loss.LogLoss, Penalty.None, 512, 1, hasBias: false, 10).Optimizer.Name.Should().Be("newton(1E-07)");

        static string Message(Loss loss, int inputs, double[]? factors = null, int? boundedAway = null) =>
            OptimizerChoice.Of(loss, Penalty.L2(0.1), inputs, 1, hasBias: true, 10, factors, boundedAway).Message;
    }

    [Fact]
    public void Every_loss_has_a_choice_that_fits_it()
    {
        foreach (Loss loss in (Loss[])[.. LossCatalog.All, Loss.SoftmaxCrossEntropy, Loss.CrammerSinger, Loss.MultiClassPerceptron])
        {
            foreach (Penalty penalty in new[] { Penalty.None, Penalty.L1(0.1), Penalty.L2(0.1), Penalty.ElasticNet(0.1) })
            {
                foreach ((int inputs, bool areSparse) in (ReadOnlySpan<(int, bool)>)[(4, false), (600, false), (4, true), (600, true), (2000, true)])
                {
                    int outputs = loss.CouplesOutputs ? 3 : 1;
                    Optimizer chosen = OptimizerChoice.Of(loss, penalty, inputs, outputs, hasBias: true, 100, areSparse: areSparse).Optimizer;
                    PerceptronBuilder<T> description = Perceptron.WithInputs<T>(inputs).WithOutputs(outputs)
                        .WithInitialWeights(InitialWeights.GlorotUniform).WithLoss(loss).WithPenalty(penalty);

                    FluentActions.Invoking(() => description = description.WithOptimizer(chosen)).Should().NotThrow($"{loss} {penalty} {inputs} {areSparse}");

                    string? refused = description.WhyNotSparse(chosen, steps: chosen.Limits.BatchSize != TrainingOptions.FullBatch);
                    (areSparse ? refused : null).Should().BeNull($"{chosen} must take the rows");
                }
            }
        }
    }

    [Theory]
    [InlineData("log-loss", 0.01, "dual-coordinate-descent")]
    [InlineData("hinge", 0.01, "dual-coordinate-descent")]
    [InlineData("log-loss", 0, "lbfgs(10, 1E-08)")]
    [InlineData("hinge", 0, "adagrad(1E-10)")]
    public void Wide_sparse_rows_are_learned_without_naming_an_optimizer(string loss, double strength, string expected)
    {
        const int Wide = 1500;
        T[] rows = SparseData.WrittenOut<T>(RowCount, Wide, 20);
        PerceptronBuilder<T> description = Perceptron.BinaryClassifier<T>(Wide).WithLoss(loss == "hinge" ? Loss.Hinge : Loss.LogLoss)
            .WithPenalty(Penalty.L2(strength)).WithOptimizer(Optimizer.Auto);

        TrainingResult<T> result = description.Build().Fit(new Examples<T>(SparseData.Sparse(rows, Wide), _labels.Select(label => label ? 1 : 0).ToArray()));

        result.Network.Description.Optimizer.Name.Should().Be(expected);
        result.Network.Evaluate(rows, _labels).Accuracy.Should().BeGreaterThan(0.9);
    }

    [Fact]
    public void The_refusal_of_a_sparse_stream_says_that_auto_chose()
    {
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(1500).WithLoss(Loss.Hinge).WithOptimizer(Optimizer.Auto).Build();
        var batch = new Examples<T>(new SparseRowMemory<T>((int[])[0, 1, 2], (int[])[5, 1200]), (int[])[0, 1]);

        FluentActions.Invoking(() => network.Fit([batch])).Should().Throw<ArgumentException>()
            .WithMessage("*'adam*', which Optimizer.Auto chose, moves*AdaGrad, Ftrl*DualCoordinateDescent*");
    }

    [Fact]
    public void At_kinks_an_L1_penalty_ends_no_higher_than_with_thousands_of_steps_that_shrink()
    {
        PerceptronBuilder<T> description = Perceptron.WithInputs<T>(3).WithLoss(Loss.Quantile(0.9)).WithPenalty(Penalty.L1(0.02)).WithOptimizer(Optimizer.Auto);
        T[] targets = [.. Enumerable.Range(0, RowCount).Select(row => T.CreateTruncating(4 * row % 11) + _rows[row * 3])];
        TrainingResult<T> expected = description.WithOptimizer(Optimizer.Adam()).WithLearningRate(LearningRate.Cosine(0.05, 5000)).Build()
            .Fit(_rows, targets, new() { Epochs = 5000, BatchSize = TrainingOptions.FullBatch });

        TrainingResult<T> result = description.Build().Fit(_rows, targets, new() { Epochs = 1000 });

        result.LossHistory[^1].Should().BeLessThan(1.01 * expected.LossHistory[^1], result.Message);
        result.Message.Should().Contain("can prove");
    }

    [Fact]
    public void Where_the_choice_takes_a_learning_rate_the_message_says_how_to_set_it()
    {
        PerceptronBuilder<T> description = Perceptron.WithInputs<T>(3).WithLoss(Loss.HalfSquaredErrorThrough(Activation.Softplus)).WithOptimizer(Optimizer.Auto);
        T[] far = [.. _rows.Select(value => value * T.CreateTruncating(1e6))];

        string message = description.Build().Fit(far, Numbers.Of<T>([.. _labels.Select(label => label ? 1.0 : 0)]), new() { Epochs = 3 }).Message;

        message.Should().Contain("WithOptimizer with Optimizer.Adam() before WithLearningRate");
        FluentActions.Invoking(() => description.WithLearningRate(1e-4)).Should().Throw<InvalidOperationException>();
        description.WithOptimizer(Optimizer.Adam()).WithLearningRate(1e-4).Build();
    }

    [Fact]
    public void What_some_choices_can_not_do_is_refused()
    {
        FluentActions.Invoking(() => Binary.WithLearningRate(0.1)).Should().Throw<InvalidOperationException>().WithMessage("*'auto'*Leave out WithLearningRate*");
        FluentActions.Invoking(() => Binary.WithAveraging()).Should().Throw<InvalidOperationException>().WithMessage("*'auto'*WithAveraging, or name an optimizer*");
        FluentActions.Invoking(() => Binary.WithGradientClipping(GradientClipping.ByNorm(1))).Should().Throw<InvalidOperationException>()
            .WithMessage("*'auto'*WithGradientClipping, or name an optimizer*");
    }

    private static string Choice(int inputs, int outputs, int? rows, Penalty penalty) => OptimizerChoice.Of(
        outputs == 1 ? Loss.LogLoss : Loss.SoftmaxCrossEntropy, penalty, inputs, outputs, hasBias: true, rows).Optimizer.Name;

    private static TrainingResult<T> Fit(Perceptron<T> network, T[] rows) => network.Description.Loss.Targets.IsClassification
        ? network.Fit(rows, _labels)
        : network.Fit(rows, Numbers.Of<T>([.. _labels.Select((label, row) => (label ? 1.0 : 0) + (row % 5))]));
}

public sealed class AutoTestsInFloat : AutoTests<float>;

public sealed class AutoTestsInDouble : AutoTests<double>;
