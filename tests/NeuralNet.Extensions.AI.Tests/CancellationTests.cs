using NeuralNet.Core;
using NeuralNet.Extensions.AI.Tests.Support;

namespace NeuralNet.Extensions.AI.Tests;

/// <summary>A cancelled call ends without a result unless it keeps its epochs; complete batches stay in the cache.</summary>
public sealed class CancellationTests : IDisposable
{
    private readonly CancellationTokenSource _source = new();

    public void Dispose() => _source.Dispose();

    [Fact]
    public async Task Nothing_is_embedded_after_a_cancellation_before_the_call()
    {
        var generator = new NGramGenerator();
        await _source.CancelAsync();

        Func<Task> fit = () => TextClassifier.FitAsync(generator, Topics.Texts, Topics.Labels, cancellationToken: _source.Token);

        await fit.Should().ThrowAsync<OperationCanceledException>();
        generator.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task No_batch_follows_a_cancellation()
    {
        var generator = new NGramGenerator { OnCall = call => CancelAt(call, 1) };
        var cache = new EmbeddingCache(generator, capacity: 100);

        Func<Task> fit = () => TextClassifier.FitAsync(
            generator, Topics.Texts, Topics.Labels, new() { BatchSize = 4, Cache = cache }, cancellationToken: _source.Token);

        await fit.Should().ThrowAsync<OperationCanceledException>();
        generator.Calls.Should().HaveCount(2);
        cache.Count.Should().Be(8);
    }

    [Fact]
    public async Task Predictions_and_evaluations_end_between_two_batches()
    {
        NGramGenerator generator = new() { OnCall = call => CancelAt(call, 18) };
        TextClassifier classifier = await TextClassifier.FitAsync(generator, Topics.Texts, Topics.Labels, new() { BatchSize = 1 });

        Func<Task> predict = () => classifier.PredictAsync(Topics.Texts, _source.Token);
        Func<Task> evaluate = () => classifier.EvaluateAsync(Topics.Texts, Topics.Labels, _source.Token);

        await predict.Should().ThrowAsync<OperationCanceledException>();
        await evaluate.Should().ThrowAsync<OperationCanceledException>();
        generator.Calls.Should().HaveCount(19);
    }

    [Fact]
    public async Task A_training_cancelled_between_two_epochs_gives_no_classifier()
    {
        var epochs = new List<int>();
        var progress = new ActionProgress(report =>
        {
            if (report.Training is { } training)
            {
                epochs.Add(training.Epoch);
                _source.Cancel();
            }
        });

        Func<Task> fit = () => TextClassifier.FitAsync(
            new NGramGenerator(), Topics.Texts, Topics.Labels, progress: progress, cancellationToken: _source.Token);

        (await fit.Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(_source.Token);
        epochs.Should().Equal(1);
    }

    [Fact]
    public async Task A_training_may_keep_what_it_learned_before_a_cancellation()
    {
        var generator = new NGramGenerator();
        TextTrainingOptions options = new() { KeepCancelled = true };

        TextClassifier classifier = await TextClassifier.FitAsync(
            generator, Topics.Texts, Topics.Labels, options, CancelAfter(epoch: 2), _source.Token);

        classifier.Training!.StopReason.Should().Be(StopReason.Cancelled);
        TextClassifier two = await TextClassifier.FitAsync(
            generator, Topics.Texts, Topics.Labels, new() { Training = new() { Epochs = 2 } });
        classifier.Network.Weights.ToArray().Should().Equal(two.Network.Weights.ToArray());
    }

    [Fact]
    public async Task A_cancellation_before_the_first_epoch_leaves_nothing_to_keep()
    {
        var progress = new ActionProgress(report => CancelAt(report.EmbeddedTexts, Topics.Texts.Length));

        Func<Task> fit = () => TextClassifier.FitAsync(
            new NGramGenerator(), Topics.Texts, Topics.Labels, new() { KeepCancelled = true }, progress, _source.Token);

        await fit.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_cross_validation_can_be_cancelled()
    {
        Func<Task> validate = () => TextClassifier.CrossValidateAsync(
            new NGramGenerator(), Topics.Texts, Topics.Labels, Folds.Random(3), progress: new ActionProgress(_ => _source.Cancel()), cancellationToken: _source.Token);

        await validate.Should().ThrowAsync<OperationCanceledException>();
    }

    private ActionProgress CancelAfter(int epoch) => new(report => CancelAt(report.Training?.Epoch ?? 0, epoch));

    private void CancelAt(int call, int last)
    {
        if (call == last)
        {
            _source.Cancel();
        }
    }
}
