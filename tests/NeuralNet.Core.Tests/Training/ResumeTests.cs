using System.Numerics;
using NeuralNet.Core.Tests.Optimizers;
using NeuralNet.Core.UserCode;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Training;

/// <summary>
/// A training in parts, each of which resumes the one before, in memory or from a file, gives the same bits as one training of as
/// many epochs.
/// </summary>
public abstract class ResumeTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int RowCount = 300;
    private const int Inputs = 5;

    private static readonly T[] _rows = Rows<T>(RowCount, Inputs);
    private static readonly int[] _labels = Labels(RowCount, 2);

    [Theory]
    [MemberData(nameof(OptimizerCatalog.Names), MemberType = typeof(OptimizerCatalog))]
    public void Early_stopping_resumes_with_its_last_weights_and_remaining_patience(string optimizer)
    {
        foreach (bool isStandardized in new[] { false, true })
        {
            PerceptronBuilder<T> description = Describe(optimizer, isStandardized);
            var options = new TrainingOptions { Epochs = 24, ValidationFraction = 0.3, Patience = 20, Resume = true };

            TrainingResult<T> once = description.Build().Fit(_rows, _labels, options);
            Perceptron<T> parts = description.Build();
            var history = new List<double>();
            int? best = null;
            foreach (int epochs in new[] { 1, 4, 9, 10 })
            {
                if (once.LossHistory.Count > history.Count)
                {
                    parts = epochs == 4 ? parts : Reloaded(parts);
                    TrainingResult<T> part = parts.Fit(_rows, _labels, options with { Epochs = epochs });
                    history.AddRange(part.LossHistory);
                    best = part.BestEpoch;
                }
            }

            history.Should().Equal(once.LossHistory);
            best.Should().Be(once.BestEpoch);
            Bits(parts).Should().Be(Bits(once.Network));
        }
    }

    [Theory]
    [MemberData(nameof(OptimizerCatalog.Names), MemberType = typeof(OptimizerCatalog))]
    public void A_cancelled_epoch_resumes_with_the_next_batch(string optimizer)
    {
        foreach (bool isStandardized in new[] { false, true })
        {
            PerceptronBuilder<T> description = Describe(optimizer, isStandardized);
            description = description.Optimizer.Limits.NoAveraging is null ? description.WithAveraging(30) : description;
            var options = new TrainingOptions { Epochs = 4 };
            TrainingResult<T> once = description.Build().Fit(Batches(null), options);

            // Cancelled in both passes that standardize, and at several places of an epoch.
            int[] batches = [5, 20, 33, 9, 4, 18];
            Perceptron<T> parts = description.Build();
            var history = new List<double>();
            for (int part = 0; history.Count < once.Epochs; part++)
            {
                part.Should().BeLessThan(10);
                parts = part % 2 == 0 ? Reloaded(parts) : parts;
                using var source = new CancellationTokenSource();
                TrainingResult<T> result = parts.Fit(
                    Batches(part < batches.Length ? (source, batches[part]) : null),
                    options with { Epochs = once.Epochs - history.Count, Resume = true },
                    cancellationToken: source.Token);
                history.AddRange(result.LossHistory);
            }

            history.Should().Equal(once.LossHistory);
            Bits(parts).Should().Be(Bits(once.Network));
        }
    }

    [Fact]
    public void A_cancelled_passive_aggressive_epoch_resumes_with_the_next_row()
    {
        PerceptronBuilder<T> description = Perceptron.WithInputs<T>(Inputs).WithLoss(Loss.Hinge).WithOptimizer(Optimizer.PassiveAggressive(0.1));
        var options = new TrainingOptions { Epochs = 3 };
        TrainingResult<T> once = description.Build().Fit(Batches(null), options);
        Perceptron<T> parts = description.Build();
        using var source = new CancellationTokenSource();

        TrainingResult<T> first = parts.Fit(Batches((source, 7)), options, cancellationToken: source.Token);
        string interrupted = Bits(parts);
        parts = Reloaded(parts);
        TrainingResult<T> second = parts.Fit(Batches(null), options with { Resume = true });

        first.StopReason.Should().Be(StopReason.Cancelled);
        first.LossHistory.Should().BeEmpty();
        interrupted.Should().NotBe(Bits(description.Build()), "some rows were learned");
        second.LossHistory.Should().Equal(once.LossHistory);
        Bits(parts).Should().Be(Bits(once.Network));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void A_cancelled_epoch_over_rows_in_memory_resumes_with_the_next_row(int batchSize)
    {
        PerceptronBuilder<T> description = Perceptron.WithInputs<T>(Inputs)
            .WithLoss(Loss.From(default(Interrupting), Activation.Identity))
            .WithOptimizer(Optimizer.From(new HeavyBall(0.5)))
            .WithLearningRate(LearningRate.Cosine(0.05, 3));
        T[] rows = Rows<T>(2_000, Inputs);
        T[] targets = Targets<T>(2_000, 1);
        var options = new TrainingOptions { Epochs = 3, BatchSize = batchSize };
        Interrupting.Source = null;
        TrainingResult<T> once = description.Build().Fit(rows, targets, options);

        Perceptron<T> parts = description.Build();
        using var source = new CancellationTokenSource();
        Interrupting.Source = source;
        Interrupting.CallsLeft = 500;
        TrainingResult<T> first = parts.Fit(rows, targets, options, cancellationToken: source.Token);
        Interrupting.Source = null;
        string interrupted = Bits(parts);
        parts = Reloaded(parts);
        TrainingResult<T> second = parts.Fit(
            rows, targets, options with { Epochs = 3 - first.LossHistory.Count, Resume = true });

        first.StopReason.Should().Be(StopReason.Cancelled);
        interrupted.Should().NotBe(Bits(once.Network));
        first.LossHistory.Concat(second.LossHistory).Should().Equal(once.LossHistory);
        Bits(parts).Should().Be(Bits(once.Network));
    }

    [Fact]
    public void The_remaining_patience_of_a_tolerance_is_kept_too()
    {
        PerceptronBuilder<T> description = Perceptron.BinaryClassifier<T>(Inputs);
        var options = new TrainingOptions { Epochs = 50, Tolerance = 1e-3, Patience = 7 };

        TrainingResult<T> once = description.Build().Fit(_rows, _labels, options);
        Perceptron<T> parts = description.Build();
        parts.Fit(_rows, _labels, options with { Epochs = 4 });
        parts = Reloaded(parts);
        TrainingResult<T> last = parts.Fit(_rows, _labels, options with { Epochs = 46, Resume = true });

        once.StopReason.Should().Be(StopReason.Converged);
        once.LossHistory.Count.Should().BeInRange(5, 49);
        (4 + last.LossHistory.Count).Should().Be(once.LossHistory.Count);
        Bits(parts).Should().Be(Bits(once.Network));
    }

    [Fact]
    public void A_resumed_training_that_had_stopped_early_stops_at_once()
    {
        var options = new TrainingOptions { Epochs = 400, ValidationFraction = 0.3, Patience = 2, Resume = true };
        Perceptron<T> network = Describe(Optimizer.Momentum().Name, isStandardized: true).Build();
        TrainingResult<T> first = network.Fit(_rows, _labels, options);
        string ended = Bits(network);
        network = Reloaded(network);

        TrainingResult<T> second = network.Fit(_rows, _labels, options);

        first.StopReason.Should().Be(StopReason.EarlyStopped);
        second.StopReason.Should().Be(StopReason.EarlyStopped);
        second.LossHistory.Should().BeEmpty();
        first.Message.Should().StartWith(second.Message, "the second run had no epoch, and so no loss to report");
        second.BestEpoch.Should().Be(first.BestEpoch);
        Bits(network).Should().Be(ended);
    }

    [Fact]
    public void Without_Resume_a_training_starts_from_the_best_weights()
    {
        PerceptronBuilder<T> description = Describe(Optimizer.Momentum().Name, isStandardized: true);
        var options = new TrainingOptions { Epochs = 12, ValidationFraction = 0.3 };
        Perceptron<T> resumed = description.Build();
        Perceptron<T> begun = description.Build();
        resumed.Fit(_rows, _labels, options).BestEpoch.Should().BeLessThan(12);
        begun.Fit(_rows, _labels, options);

        TrainingResult<T> second = begun.Fit(_rows, _labels, options);
        resumed.Fit(_rows, _labels, options with { Resume = true });

        second.BestEpoch.Should().BeInRange(1, 12);
        Bits(begun).Should().NotBe(Bits(resumed));
    }

    [Fact]
    public void After_Learn_or_SetWeights_there_is_nothing_to_resume()
    {
        PerceptronBuilder<T> description = Describe(Optimizer.Sgd.Name, isStandardized: true);
        var options = new TrainingOptions { Epochs = 6, ValidationFraction = 0.3 };
        foreach (Action<Perceptron<T>> change in (Action<Perceptron<T>>[])
        [
            network => network.Learn(_rows.AsSpan(0, Inputs), 1),
            network => network.SetWeights(network.Weights.ToArray(), network.Bias),
        ])
        {
            Perceptron<T> resumed = description.Build();
            Perceptron<T> begun = description.Build();
            resumed.Fit(_rows, _labels, options);
            begun.Fit(_rows, _labels, options);
            change(resumed);
            change(begun);

            resumed.Fit(_rows, _labels, options with { Resume = true });
            begun.Fit(_rows, _labels, options);

            Bits(resumed).Should().Be(Bits(begun));
        }
    }

    private static Perceptron<T> Reloaded(Perceptron<T> network) => Perceptron.Load<T>(
        network.ToBytes(),
        new CustomParts
        {
            Loss = Loss.From(default(Interrupting), Activation.Identity),
            Optimizer = network.Description.Optimizer,
        });

    private static PerceptronBuilder<T> Describe(string optimizer, bool isStandardized)
    {
        Optimizer chosen = OptimizerCatalog.All.Single(each => each.Name == optimizer);
        PerceptronBuilder<T> description = Perceptron.BinaryClassifier<T>(Inputs)
            .WithLoss(optimizer.Contains("passive") ? Loss.Hinge : Loss.LogLoss)
            .WithOptimizerOf(chosen)
            .WithSeed(3);
        description = chosen.UsesLearningRate
            ? description.WithLearningRate(LearningRate.InverseScaling(0.05).WithWarmUp(3).LoweredOnPlateau(0.5, patience: 1))
            : description;
        return isStandardized ? description.WithStandardization() : description;
    }

    /// <summary>The rows in batches. The batch with the given number, counted over all passes, cancels when it is requested.</summary>
    private static IEnumerable<Examples<T>> Batches((CancellationTokenSource Source, int Number)? cancel)
    {
        const int Size = 20;
        int taken = 0;
        return Pass();

        IEnumerable<Examples<T>> Pass()
        {
            for (int batch = 0; batch < RowCount / Size; batch++)
            {
                if (cancel is { } after && after.Number == taken++)
                {
                    after.Source.Cancel();
                }

                yield return new Examples<T>(
                    _rows.AsMemory(batch * Size * Inputs, Size * Inputs), _labels.AsMemory(batch * Size, Size));
            }
        }
    }

    /// <summary>The squared error, which cancels the training after a number of calls.</summary>
    private readonly struct Interrupting : ILoss
    {
        [ThreadStatic]
        private static CancellationTokenSource? _source;

        public static CancellationTokenSource? Source
        {
            get => _source;
            set => _source = value;
        }

        [field: ThreadStatic]
        public static int CallsLeft { get; set; }

        public string Name => "interrupting";

        public TargetDomain Targets => TargetDomain.Numbers(Interval.Real);

        public TLanes Evaluate<TLanes>(TLanes logit, TLanes target, out TLanes derivative)
            where TLanes : struct, ILanes<TLanes>
        {
            if (Source is not null && --CallsLeft == 0)
            {
                Source.Cancel();
            }

            derivative = logit - target;
            return TLanes.Create(0.5) * derivative * derivative;
        }
    }
}

public sealed class ResumeTestsInFloat : ResumeTests<float>;

public sealed class ResumeTestsInDouble : ResumeTests<double>;
