using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace NeuralNet.Core.Training;

/// <summary>An asynchronous source for a thread of its own, which waits for each batch.</summary>
internal sealed class AsyncBatches<T>(IAsyncEnumerable<Examples<T>> batches, CancellationToken cancellationToken) : IEnumerable<Examples<T>>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public IEnumerator<Examples<T>> GetEnumerator() => new Enumerator(batches.GetAsyncEnumerator(cancellationToken));

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private sealed class Enumerator(IAsyncEnumerator<Examples<T>> batches) : IEnumerator<Examples<T>>
    {
        public Examples<T> Current => batches.Current;

        object IEnumerator.Current => Current;

        public bool MoveNext()
        {
            ValueTask<bool> next = batches.MoveNextAsync();
            return next.IsCompletedSuccessfully ? next.Result : next.AsTask().GetAwaiter().GetResult();
        }

        [ExcludeFromCodeCoverage(Justification = "Nothing enumerates a source twice with one enumerator.")]
        public void Reset() => throw new NotSupportedException();

        public void Dispose()
        {
            ValueTask disposal = batches.DisposeAsync();
            if (!disposal.IsCompletedSuccessfully)
            {
                disposal.AsTask().GetAwaiter().GetResult();
            }
        }
    }
}
