using System.Numerics;
using NeuralNet.Core.Tests.Optimizers;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Training;

/// <summary>
/// A progress handler may save the network. The file predicts as the network does at that epoch, and a training resumed from it ends
/// like the uninterrupted one.
/// </summary>
public abstract class CheckpointTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int RowCount = 60;
    private const int Inputs = 4;
    private const int Epochs = 10;

    private static readonly T[] _rows = Rows<T>(RowCount, Inputs);
    private static readonly int[] _labels = Labels(RowCount, 2);

    [Theory]
    [MemberData(nameof(CheckpointTrainings.All), MemberType = typeof(CheckpointTrainings))]
    public void Every_checkpoint_resumes_to_the_same_bits_as_an_uninterrupted_training(string optimizer, CheckpointSetting setting)
    {
        foreach (bool isStandardized in new[] { false, true })
        {
            PerceptronBuilder<T> description = Describe(optimizer, isStandardized);
            var checkpoints = new List<byte[]>();
            Perceptron<T> network = description.Build();

            TrainingResult<T> whole = Fit(network, setting, Epochs, isResumed: false, _ => checkpoints.Add(network.ToBytes()));

            checkpoints.Should().HaveCount(whole.Epochs).And.HaveCountGreaterThan(1);
            // These end before the tolerance does, and remember nothing: an end at the optimum is found once more.
            bool endsAtOptimum = optimizer.StartsWith("newton", StringComparison.Ordinal) || optimizer == Optimizer.CoordinateDescent.Name;
            bool isEndOfTolerance = setting == CheckpointSetting.Tolerance && !endsAtOptimum;
            int last = whole.StopReason is StopReason.MaxEpochs or StopReason.EarlyStopped || isEndOfTolerance
                ? checkpoints.Count
                : checkpoints.Count - 1;
            for (int epoch = 1; epoch <= last; epoch++)
            {
                Perceptron<T> loaded = Loaded(checkpoints[epoch - 1], description);
                loaded.CompletedEpochs.Should().Be(epoch);
                if (epoch < Epochs)
                {
                    TrainingResult<T> rest = Fit(loaded, setting, Epochs - epoch, isResumed: true);
                    rest.LossHistory.Should().Equal(whole.LossHistory.Skip(epoch), $"epoch {epoch}");
                    rest.StopReason.Should().Be(whole.StopReason);
                    rest.BestEpoch.Should().Be(whole.BestEpoch);
                    loaded.CompletedEpochs.Should().Be(whole.Epochs);
                    loaded.ToBytes().Should().Equal(network.ToBytes(), $"the saved state equals that of the whole training, after epoch {epoch}");
                }
            }
        }
    }

    [Theory]
    [InlineData(CheckpointSetting.Plain)]
    [InlineData(CheckpointSetting.Validation)]
    public void A_checkpoint_predicts_what_the_handler_sees(CheckpointSetting setting)
    {
        PerceptronBuilder<T> description = Describe(Optimizer.Adam().Name, isStandardized: true).WithAveraging();
        Perceptron<T> network = description.Build();
        int told = 0;

        Fit(network, setting, 4, isResumed: false, progress =>
        {
            string seen = Bits(network);
            Bits(Perceptron.Load<T>(network.ToBytes())).Should().Be(seen);
            Bits(Perceptron.Load<T>(network.ToBytes(withState: false)).Freeze().Bias).Should().Be(Bits(network.Bias));
            Bits(FrozenPerceptron.Load<T>(network.ToBytes()).Weights).Should().Be(Bits(network.Freeze().Weights));
            network.Evaluate(_rows, _labels).Accuracy.Should().BeInRange(0, 1);
            network.Predict(_rows.AsSpan(0, Inputs)).Should().Be(network.Freeze().Predict(_rows.AsSpan(0, Inputs)));
            Bits(network).Should().Be(seen);
            told++;
        });

        told.Should().Be(4);
    }

    [Fact]
    public async Task Every_way_to_save_writes_the_same_checkpoint()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            Perceptron<T> network = Describe(Optimizer.Adam().Name, isStandardized: false).Build();
            byte[] bytes = [];
            using var stream = new MemoryStream();
            using var later = new MemoryStream();
            var saves = new List<Task>();
            string path = Path.Combine(folder, "sync"), laterPath = Path.Combine(folder, "async");

            Fit(network, CheckpointSetting.Validation, 6, isResumed: false, progress =>
            {
                if (progress.Epoch == 3)
                {
                    bytes = network.ToBytes();
                    network.Save(path);
                    network.Save(stream);
                    saves.Add(network.SaveAsync(laterPath, cancellationToken: TestContext.Current.CancellationToken));
                    saves.Add(network.SaveAsync(later, cancellationToken: TestContext.Current.CancellationToken));
                }
            });
            await Task.WhenAll(saves);

            ModelFile.Inspect(path).Should().NotBeNull();
            foreach (byte[] saved in new[] { File.ReadAllBytes(path), stream.ToArray(), File.ReadAllBytes(laterPath), later.ToArray() })
            {
                saved.Should().Equal(bytes);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Saving_does_not_change_the_training()
    {
        foreach (CheckpointSetting setting in Enum.GetValues<CheckpointSetting>())
        {
            Perceptron<T> watched = Describe(Optimizer.Momentum().Name, isStandardized: true).Build();
            Perceptron<T> left = Describe(Optimizer.Momentum().Name, isStandardized: true).Build();

            Fit(watched, setting, Epochs, isResumed: false, _ => watched.ToBytes());
            Fit(left, setting, Epochs, isResumed: false);

            watched.ToBytes().Should().Equal(left.ToBytes(), $"{setting}");
        }
    }

    [Fact]
    public void A_handler_must_not_change_the_network()
    {
        Perceptron<T> network = Describe(Optimizer.Sgd.Name, isStandardized: false).Build();
        Perceptron<T> left = Describe(Optimizer.Sgd.Name, isStandardized: false).Build();
        int refused = 0;

        Fit(network, CheckpointSetting.Validation, 2, isResumed: false, _ =>
        {
            foreach (Action change in new Action[]
            {
                () => network.Fit(_rows, _labels),
                () => network.Learn(_rows.AsSpan(0, Inputs), T.One),
                () => network.Learn(_rows.AsSpan(0, Inputs), 1),
                () => network.Learn(_rows, _labels),
                () => network.SetWeights(new T[Inputs]),
                () => network.SetThresholdLogit(T.One),
            })
            {
                change.Should().ThrowExactly<InvalidOperationException>().WithMessage("*in a Fit*may change the network*");
                refused++;
            }
        });
        Fit(left, CheckpointSetting.Validation, 2, isResumed: false);

        refused.Should().Be(12);
        network.ToBytes().Should().Equal(left.ToBytes());
    }

    [Fact]
    public void Saving_on_another_thread_during_a_Fit_is_rejected()
    {
        Perceptron<T> network = Describe(Optimizer.Sgd.Name, isStandardized: false).Build();
        Exception? refusal = null;

        Fit(network, CheckpointSetting.Plain, 1, isResumed: false, _ =>
        {
            var other = new Thread(() => refusal = Record.Exception(() => network.ToBytes()));
            other.Start();
            other.Join();
        });

        refusal.Should().BeOfType<InvalidOperationException>().Which.Message
            .Should().ContainAll("is in a Fit", "between two epochs", "IProgress<TrainingProgress>", "Progress<T>");
        network.ToBytes().Should().NotBeEmpty("the training is over");
    }

    [Fact]
    public void If_a_handler_throws_the_network_keeps_the_state_it_reported()
    {
        Perceptron<T> network = Describe(Optimizer.Adam().Name, isStandardized: true).Build();
        byte[] checkpoint = [];

        FluentActions.Invoking(() => Fit(network, CheckpointSetting.Plain, Epochs, isResumed: false, progress =>
        {
            checkpoint = network.ToBytes();
            if (progress.Epoch == 3)
            {
                throw new NotSupportedException();
            }
        })).Should().Throw<NotSupportedException>();

        network.ToBytes().Should().Equal(checkpoint);
    }

    [Fact]
    public void A_resumed_training_that_had_converged_stops_at_once()
    {
        var options = new TrainingOptions { Epochs = 200, Tolerance = 0.01, Patience = 2 };
        Perceptron<T> network = Describe(Optimizer.Sgd.Name, isStandardized: true).Build();
        TrainingResult<T> first = network.Fit(_rows, _labels, options);
        Perceptron<T> loaded = Loaded(network.ToBytes(), network.Description);
        string ended = Bits(network);

        foreach (Perceptron<T> each in new[] { network, loaded })
        {
            TrainingResult<T> second = each.Fit(_rows, _labels, options with { Resume = true });

            first.StopReason.Should().Be(StopReason.Converged);
            second.StopReason.Should().Be(StopReason.Converged);
            second.LossHistory.Should().BeEmpty();
            first.Message.Should().StartWith(second.Message, "the second run had no epoch, and so no loss to report");
            Bits(each).Should().Be(ended);
        }

        network.Fit(_rows, _labels, options with { Resume = true, Patience = 20 }).Epochs.Should().BePositive("the patience was raised");
    }

    private static TrainingResult<T> Fit(
        Perceptron<T> network, CheckpointSetting setting, int epochs, bool isResumed, Action<TrainingProgress>? told = null)
    {
        ProgressHandler? handler = told is null ? null : new(told);
        var options = new TrainingOptions { Epochs = epochs, Resume = isResumed };
        bool setsSize = network.Description.Optimizer.UsesLearningRate;
        var sized = options with { BatchSize = setsSize ? 7 : null };
        return setting switch
        {
            CheckpointSetting.Ordered => network.Fit(_rows, _labels, sized with { Shuffle = false }, handler),
            CheckpointSetting.FullBatch => network.Fit(_rows, _labels, options with { BatchSize = TrainingOptions.FullBatch }, handler),
            CheckpointSetting.Validation => network.Fit(_rows, _labels, sized with { ValidationFraction = 0.3, Patience = 50 }, handler),
            CheckpointSetting.Patience => network.Fit(_rows, _labels, sized with { ValidationFraction = 0.3, Patience = 2 }, handler),
            CheckpointSetting.Tolerance => network.Fit(_rows, _labels, sized with { Tolerance = 0.02, Patience = 3 }, handler),
            CheckpointSetting.Source => network.Fit(Batches(setsSize), options, progress: handler),
            CheckpointSetting.SourceOfOneStep =>
                network.Fit(Batches(true), options with { BatchSize = TrainingOptions.FullBatch }, progress: handler),
            _ => network.Fit(_rows, _labels, sized, handler),
        };
    }

    private static Examples<T>[] Batches(bool areLarge)
    {
        int size = areLarge ? 12 : 5;
        return
        [
            .. Enumerable.Range(0, RowCount / size).Select(batch => new Examples<T>(
                _rows.AsMemory(batch * size * Inputs, size * Inputs), _labels.AsMemory(batch * size, size))),
        ];
    }

    private static Perceptron<T> Loaded(byte[] file, PerceptronBuilder<T> description) =>
        Perceptron.Load<T>(file, new CustomParts { Optimizer = description.Optimizer });

    private static PerceptronBuilder<T> Describe(string optimizer, bool isStandardized)
    {
        Optimizer chosen = OptimizerCatalog.All.Single(each => each.Name == optimizer);
        PerceptronBuilder<T> description = Perceptron.BinaryClassifier<T>(Inputs)
            .WithLoss(optimizer.Contains("passive", StringComparison.Ordinal) ? Loss.Hinge : Loss.LogLoss)
            .WithOptimizer(chosen)
            .WithSeed(3);
        description = chosen.UsesLearningRate
            ? description
                .WithLearningRate(LearningRate.InverseScaling(0.05).WithWarmUp(3).LoweredOnPlateau(0.5, patience: 1))
                .WithBalancedClasses()
                .WithAveraging(20)
            : description;
        return isStandardized ? description.WithStandardization() : description;
    }
}

public sealed class CheckpointTestsInFloat : CheckpointTests<float>;

public sealed class CheckpointTestsInDouble : CheckpointTests<double>;
