using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NeuralNet.Core;

namespace NeuralNet.Extensions.Hosting;

/// <summary>
/// Loads the file of a model when it has changed. One that is bad or gone leaves the model as it is. Services have one for every
/// model, so that a model that can't be loaded is noticed when they start.
/// </summary>
internal sealed class ReloadService<T>(ServedModel<T> model, TimeProvider time, ILogger logger) : BackgroundService
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!model.IsReloaded)
        {
            return;
        }

        // What follows must not hold up the start of the other services.
        await Task.Yield();
        using var watch = new FolderWatch(model.File!.Path, model.Name, model.Options, time, logger);
        bool isTold = false;
        try
        {
            while (true)
            {
                watch.Renew();
                await model.File.CheckAsync(isTold, model.Options.Debounce, ReadAsync, stoppingToken).ConfigureAwait(false);
                isTold = await watch.WaitAsync(stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The way a service is stopped.
        }
    }

    private async Task<Func<bool>> ReadAsync(Func<Stream> open, CancellationToken cancellationToken)
    {
        Func<PublishedPerceptron<T>> publish = await model.ReadAsync(open, cancellationToken).ConfigureAwait(false);
        return () => Publish(publish);
    }

    /// <summary>Whatever is wrong with a file must not end the service that waits for a better one.</summary>
    /// <returns>Whether the model of the file is the current one.</returns>
    [SuppressMessage("Design", "CA1031", Justification = "No bad file may end the service that waits for a better one.")]
    private bool Publish(Func<PublishedPerceptron<T>> publish)
    {
        string path = model.File!.Path;
        try
        {
            long before = model.Host.Current.Version;
            PublishedPerceptron<T> current = publish();
            bool wasBad = model.Status.ReloadFailure is not null;
            model.Status.ReloadFailure = null;
            model.Status.SaveFailure = null;
            model.Status.LearningFailure = null;
            if (current.Version != before)
            {
                logger.Reloaded(model.Name, path, current.Version);
            }
            else if (wasBad)
            {
                logger.Restored(model.Name, path, current.Version);
            }

            return true;
        }
        catch (Exception error)
        {
            model.Status.ReloadFailure = error;
            logger.ReloadFailed(error, model.Name, path, model.Host.Current.Version);
            return false;
        }
    }
}
