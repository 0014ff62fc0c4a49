using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Tests.Training;

/// <summary>Training on a source that is awaited.</summary>
public sealed class AsyncSourceTests
{
    private const int Batches = 20;
    private static readonly TrainingOptions Options = new() { Epochs = 3 };

    private static readonly Examples<float>[] All =
    [
        .. Enumerable.Range(0, Batches).Select(batch => new Examples<float>(
            new float[] { batch, 1, batch % 3, 2 }, new[] { batch % 2, 1 - (batch % 2) })),
    ];

    private static Perceptron<float> Network(Optimizer? optimizer = null) => Perceptron.BinaryClassifier<float>(2)
        .WithStandardization().WithOptimizer(optimizer ?? Optimizer.Sgd).Build();

    private static async IAsyncEnumerable<Examples<float>> Source(
        Func<int, Task>? before = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (int batch = 0; batch < Batches; batch++)
        {
            await Task.Yield();
            if (before is not null)
            {
                await before(batch);
            }

            cancellationToken.ThrowIfCancellationRequested();
            yield return All[batch];
        }
    }

    private static Optimizer Named(string name) => name switch
    {
        "sgd" => Optimizer.Sgd,
        "adam" => Optimizer.Adam(),
        "lbfgs" => Optimizer.Lbfgs(),
        _ => throw new ArgumentException(name, nameof(name)),
    };

    [Theory]
    [InlineData("sgd")]
    [InlineData("adam")]
    [InlineData("lbfgs")]
    public async Task It_gives_the_bits_of_the_same_batches_without_awaiting(string optimizer)
    {
        Perceptron<float> expected = Network(Named(optimizer)), actual = Network(Named(optimizer));
        expected.Fit(All, Options);

        TrainingResult<float> result = await actual.FitAsync(Source(), Options, cancellationToken: TestContext.Current.CancellationToken);

        result.Network.Should().BeSameAs(actual);
        actual.ToBytes().Should().Equal(expected.ToBytes());
    }

    [Fact]
    public async Task The_thread_of_the_caller_is_free_and_other_calls_are_rejected_meanwhile()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Perceptron<float> network = Network();

        Task<TrainingResult<float>> training = network.FitAsync(
            Source(_ => gate.Task), Options, cancellationToken: TestContext.Current.CancellationToken);
        training.IsCompleted.Should().BeFalse();
        network.Invoking(it => it.Fit(All)).Should().Throw<InvalidOperationException>();
        network.Invoking(it => it.ToBytes()).Should().Throw<InvalidOperationException>();
        gate.SetResult();
        await training;

        network.CompletedEpochs.Should().Be(3);
        network.Fit(All, Options).StopReason.Should().Be(StopReason.MaxEpochs);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public async Task A_source_that_heeds_the_cancellation_ends_the_training_and_its_progress_is_kept(int completedPasses, bool moves)
    {
        using var cancellation = new CancellationTokenSource();
        Perceptron<float> network = Network(), expected = Network();
        int passes = 0;
        Task Cancel(int batch)
        {
            passes += batch == 0 ? 1 : 0;
            if (passes > completedPasses && batch == 7)
            {
                cancellation.Cancel();
            }

            return Task.CompletedTask;
        }

        TrainingResult<float> result = await network.FitAsync(
            Source(Cancel, CancellationToken.None), Options, cancellationToken: cancellation.Token);

        result.StopReason.Should().Be(StopReason.Cancelled);
        network.CompletedSteps.Should().Be(moves ? 7 : 0);
        expected.Fit(All, Options);
        Perceptron<float> resumed = network;
        resumed.Fit(All, Options with { Resume = true, Epochs = 3 });
        resumed.Weights.ToArray().Should().Equal(expected.Weights.ToArray());
    }

    [Fact]
    public async Task A_cancelled_iteration_over_all_rows_is_undone()
    {
        using var cancellation = new CancellationTokenSource();
        Perceptron<float> network = Network(Optimizer.Lbfgs()), expected = Network(Optimizer.Lbfgs());
        int batches = 0;

        TrainingResult<float> result = await network.FitAsync(
            Source(_ =>
            {
                if (++batches == (3 * Batches) + 5)
                {
                    cancellation.Cancel();
                }

                return Task.CompletedTask;
            }),
            Options with { Epochs = 50 },
            cancellationToken: cancellation.Token);

        result.StopReason.Should().Be(StopReason.Cancelled);
        result.LossHistory.Count.Should().BePositive();
        expected.Fit(All, Options with { Epochs = result.LossHistory.Count });
        network.Weights.ToArray().Should().Equal(expected.Weights.ToArray());
    }

    [Fact]
    public async Task An_error_of_the_source_is_thrown_and_the_epoch_undone()
    {
        Perceptron<float> network = Network();
        network.Fit(All, Options);
        byte[] before = network.ToBytes();

        Func<Task> training = () => network.FitAsync(Source(batch => batch == 5 ? throw new InvalidDataException("row 11") : Task.CompletedTask));

        await training.Should().ThrowAsync<InvalidDataException>().WithMessage("row 11");
        network.ToBytes().Should().Equal(before);
        await network.Invoking(it => it.FitAsync(null!)).Should().ThrowAsync<ArgumentNullException>();
        await network.Invoking(it => it.FitAsync(Source(), new() { ValidationFraction = 0.1 })).Should().ThrowAsync<ArgumentException>();
        network.Fit(All, Options).StopReason.Should().Be(StopReason.MaxEpochs);
    }
}
