using System.Threading.Channels;

namespace NeuralNet.Extensions.Hosting;

/// <summary>Waiting for an item of a channel, but no longer than a limit by a given clock.</summary>
internal static class ChannelReaderExtensions
{
    /// <summary>Waits until there is an item, the channel is complete, or the limit is over.</summary>
    /// <param name="reader">The channel.</param>
    /// <param name="limit">How long to wait at most; infinite where the channel alone decides.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>False once the channel is complete and empty; true otherwise, with or without an item.</returns>
    /// <exception cref="OperationCanceledException">Waiting was given up.</exception>
    public static async ValueTask<bool> WaitToReadAsync<TItem>(
        this ChannelReader<TItem> reader, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (reader.TryPeek(out _))
        {
            return true;
        }

        using var over = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            return await reader.WaitToReadAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return true;
        }
    }
}
