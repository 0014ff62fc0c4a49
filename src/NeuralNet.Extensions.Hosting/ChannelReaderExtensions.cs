using System.Threading.Channels;

namespace NeuralNet.Extensions.Hosting;

/// <summary>Waits for an item of a channel with a time limit on a given clock.</summary>
internal static class ChannelReaderExtensions
{
    /// <summary>Waits until an item is available, the channel is complete, or the time limit is over.</summary>
    /// <param name="reader">The channel.</param>
    /// <param name="limit">The longest wait; infinite for no limit.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>False once the channel is complete and empty; true otherwise, with or without an item.</returns>
    /// <exception cref="OperationCanceledException">The wait was canceled.</exception>
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
