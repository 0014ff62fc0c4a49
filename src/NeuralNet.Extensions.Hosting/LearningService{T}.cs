using System.Numerics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace NeuralNet.Extensions.Hosting;

/// <summary>Learns waiting examples, publishes and saves at their intervals, and does all three when the service stops.</summary>
internal sealed class LearningService<T>(ServedModel<T> model, TimeProvider time, ILogger logger) : BackgroundService
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The number of examples between two looks at the clock: some tens of microseconds of work.</summary>
    private const int Portion = 256;

    private readonly OnlineLearning<T> _learning = model.Learning!;
    private long _published = time.GetTimestamp();
    private long _saved = time.GetTimestamp();
    private byte[]? _savedBeside;

    /// <summary>Logs where learning begins, even if the service stops before the background task runs.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        LogStart();
        return base.StartAsync(cancellationToken);
    }

    /// <summary>
    /// Drains the queue, publishes and saves, even if the service stops before the background task has run. When the shutdown
    /// timeout is over, it stops learning, and publishes and saves the progress so far.
    /// </summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _learning.Learner.Complete();
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        if (ExecuteTask is { } running)
        {
            // Takes at most one portion and one save, even if the shutdown timeout is over.
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        while (!cancellationToken.IsCancellationRequested && LearnPortion())
        {
            await PublishAndSaveWhereDueAsync().ConfigureAwait(false);
        }

        if (_learning.Learner.Waiting is > 0 and var left)
        {
            logger.ExamplesDropped(model.Title, model.Name, left);
        }

        Publish();
        await SaveAsync().ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Do not delay the start of the other services.
        await Task.Yield();
        try
        {
            while (await _learning.Learner.Queue.WaitToReadAsync(UntilDue(), time, stoppingToken).ConfigureAwait(false))
            {
                LearnPortion();
                await PublishAndSaveWhereDueAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops.
        }
    }

    private void LogStart()
    {
        string network = model.Host.Current.Model.ToString();
        string savePath = _learning.SavePath ?? "nowhere, because no path is set";
        if (_learning.StepsOfFile is { } steps)
        {
            logger.LearningResumed(model.Title, model.Name, model.File!.Path, steps, network, savePath);
        }
        else if (model.File is { } file)
        {
            logger.LearningBeganNew(LogLevel.Warning, model.Title, model.Name, $"there is no file {file.Path}", network, savePath);
        }
        else
        {
            logger.LearningBeganNew(LogLevel.Information, model.Title, model.Name, "it has no file", network, savePath);
        }
    }

    /// <summary>Returns the time until the next publication or save is due; infinite if there is nothing to publish or save.</summary>
    private TimeSpan UntilDue()
    {
        TimeSpan publish = _learning.Network.HasUnpublished ? Remaining(ref _published, _learning.Options.PublishInterval) : Timeout.InfiniteTimeSpan;
        TimeSpan save = _learning.Network.HasUnsaved ? Remaining(ref _saved, _learning.Options.SaveInterval) : Timeout.InfiniteTimeSpan;
        return publish == Timeout.InfiniteTimeSpan || (save != Timeout.InfiniteTimeSpan && save < publish) ? save : publish;
    }

    /// <summary>Returns the rest of an interval. If the clock was set back, the interval starts again.</summary>
    private TimeSpan Remaining(ref long since, TimeSpan interval)
    {
        TimeSpan elapsed = time.GetElapsedTime(since);
        if (elapsed < TimeSpan.Zero)
        {
            since = time.GetTimestamp();
            elapsed = TimeSpan.Zero;
        }

        return elapsed < interval ? interval - elapsed : TimeSpan.Zero;
    }

    private bool LearnPortion()
    {
        int taken = 0;
        int refused = 0;
        int failed = 0;
        long forgotten = 0;
        ArgumentException? lastRefusal = null;
        Exception? lastFailure = null;
        bool isEmpty = false;
        while (taken < Portion && !isEmpty)
        {
            try
            {
                isEmpty = !_learning.Learner.TryLearn(out Exception? failure);
                failed += failure is null ? 0 : 1;
                lastFailure = failure ?? lastFailure;
            }
            catch (ArgumentException refusal)
            {
                refused++;
                lastRefusal = refusal;
            }
            catch (InvalidOperationException)
            {
                forgotten += _learning.Network.GoBack() + 1;
            }

            taken += isEmpty ? 0 : 1;
        }

        if (forgotten > 0)
        {
            NoteDivergence(forgotten);
        }

        if (lastRefusal is not null)
        {
            logger.ExamplesRefused(lastRefusal, model.Title, model.Name, refused);
        }

        if (lastFailure is not null)
        {
            logger.HandlerFailed(lastFailure, model.Title, model.Name, failed);
        }

        return taken > 0;
    }

    private async Task PublishAndSaveWhereDueAsync()
    {
        if (Remaining(ref _published, _learning.Options.PublishInterval) == TimeSpan.Zero)
        {
            Publish();
        }

        if (Remaining(ref _saved, _learning.Options.SaveInterval) == TimeSpan.Zero)
        {
            Publish();
            await SaveAsync().ConfigureAwait(false);
        }
    }

    private void Publish()
    {
        if (!_learning.Network.HasUnpublished)
        {
            return;
        }

        if (_learning.Network.TryPublish(model.Host, out long forgotten, out Exception? refusal))
        {
            model.Status.LearningFailure = null;
        }
        else if (refusal is not null)
        {
            NoteRefusal(refusal, forgotten);
        }
        else
        {
            NoteDivergence(forgotten);
        }

        _published = time.GetTimestamp();
    }

    private void NoteDivergence(long forgotten)
    {
        model.Status.LearningFailure = new InvalidOperationException(
            "Learning diverged, and everything learned since the last version was discarded. Lower the learning rate, or standardize the inputs.");
        logger.Diverged(model.Title, model.Name, model.Host.Current.Version, forgotten);
    }

    private void NoteRefusal(Exception refusal, long forgotten)
    {
        model.Status.LearningFailure = new InvalidOperationException(
            $"The check of the model refused what was learned, and everything learned since the last version was discarded. {refusal.Message}", refusal);
        logger.LearnedRefused(refusal, model.Title, model.Name, model.Host.Current.Version, forgotten);
    }

    private async Task SaveAsync()
    {
        _saved = time.GetTimestamp();
        if (!_learning.Network.HasUnsaved || _learning.SavePath is not { } path)
        {
            return;
        }

        byte[]? content = null;
        try
        {
            switch (await WriteAsync(path, () => content = _learning.Network.Unsaved).ConfigureAwait(false))
            {
                case SaveOutcome.Written:
                    _learning.Network.Saved(content!);
                    model.Status.SaveFailure = null;
                    _savedBeside = null;
                    logger.Saved(model.Title, model.Name, path, _learning.Network.Learned);
                    break;
                case SaveOutcome.Beside:
                    string beside = model.File!.Beside;
                    if (!model.IsReloaded)
                    {
                        // A reloaded file is about to be loaded, or degrades health itself as a bad file.
                        model.Status.SaveFailure = new IOException(
                            $"'{path}' holds another file that was not loaded, so it is not overwritten. The learned network was saved to '{beside}'.");
                    }

                    if (content != _savedBeside)
                    {
                        _savedBeside = content;
                        logger.SavedBeside(model.Title, model.Name, path, beside);
                    }

                    break;
                default:
                    // A file was loaded meanwhile, and nothing has been learned since.
                    break;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            model.Status.SaveFailure = error;
            logger.SaveFailed(error, model.Title, model.Name, path);
        }
    }

    private async Task<SaveOutcome> WriteAsync(string path, Func<byte[]?> content)
    {
        if (model.File is { } file && file.Path == path)
        {
            SaveOutcome outcome = await file.SaveAsync(content).ConfigureAwait(false);
            if (outcome == SaveOutcome.Written)
            {
                model.Status.ReloadFailure = null;
            }

            return outcome;
        }

        if (content() is not { } bytes)
        {
            return SaveOutcome.Nothing;
        }

        await ServedFile.WriteAsync(path, bytes).ConfigureAwait(false);
        return SaveOutcome.Written;
    }
}
