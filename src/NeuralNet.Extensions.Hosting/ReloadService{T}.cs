using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NeuralNet.Core;

namespace NeuralNet.Extensions.Hosting;

/// <summary>
/// Reloads the file of a model when it changes. A file that can't be loaded keeps the current model. Every model has this service, even
/// if it is not reloaded, so a model that can't be loaded stops the start of the app.
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

        // Do not delay the start of the other services.
        await Task.Yield();
        using var watch = new FolderWatch(model.File!.Path, model.Name, model.Options, time, logger);
        bool isReported = false;
        try
        {
            while (true)
            {
                watch.Renew();
                await model.File.CheckAsync(isReported, model.Options.Debounce, ReadAsync, stoppingToken).ConfigureAwait(false);
                isReported = await watch.WaitAsync(stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops.
        }
    }

    private async Task<Func<bool>> ReadAsync(Func<Stream> open, CancellationToken cancellationToken)
    {
        Func<PublishedPerceptron<T>> publish = await model.ReadAsync(open, cancellationToken).ConfigureAwait(false);
        return () => Publish(publish);
    }

    /// <summary>Publishes the model of the file, or logs why it can't be published.</summary>
    /// <returns>Whether the model of the file is current.</returns>
    [SuppressMessage("Design", "CA1031", Justification = "A bad file must not end the service that waits for a good one.")]
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
                logger.Reloaded(model.Title, model.Name, path, current.Version);
            }
            else if (wasBad)
            {
                logger.Restored(model.Title, model.Name, path, current.Version);
            }

            return true;
        }
        catch (Exception error)
        {
            model.Status.ReloadFailure = error;
            logger.ReloadFailed(error, model.Title, model.Name, path, model.Host.Current.Version);
            return false;
        }
    }
}
