using System.Collections;
using System.Numerics;

namespace NeuralNet.Core.Tests.Training;

/// <summary>
/// A source of batches that counts its enumerations, disposals and batches. Its behavior may depend on the number of the enumeration,
/// from 1.
/// </summary>
internal sealed class RecordingSource<T>(Func<int, IEnumerable<Examples<T>>> batches) : IEnumerable<Examples<T>>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public RecordingSource(IEnumerable<Examples<T>> batches)
        : this(_ => batches)
    {
    }

    public int Enumerations { get; private set; }

    public int Disposals { get; private set; }

    public int Batches { get; private set; }

    public IEnumerator<Examples<T>> GetEnumerator()
    {
        Enumerations++;
        return Enumerate(batches(Enumerations));
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private IEnumerator<Examples<T>> Enumerate(IEnumerable<Examples<T>> source)
    {
        try
        {
            foreach (Examples<T> batch in source)
            {
                Batches++;
                yield return batch;
            }
        }
        finally
        {
            Disposals++;
        }
    }
}
