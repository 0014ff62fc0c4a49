using System.Numerics;
using NeuralNet.Core.Rates;

namespace NeuralNet.Core.Training;

/// <summary>
/// The state of a trainer that an epoch changes, except for the number of epochs. A training that continues from it gives the same bits.
/// Allocated once, and written again and again.
/// </summary>
internal sealed class TrainerSnapshot<T>(T[] trained, T[] averaged, T[] memory)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public T[] Trained { get; } = trained;

    public T[] Averaged { get; } = averaged;

    /// <summary>The state of the optimizer.</summary>
    public T[] Memory { get; } = memory;

    public long Steps { get; set; }

    public ReduceOnPlateauState Plateau { get; set; }

    public EpochProgress Progress { get; set; }

    /// <summary>An independent copy.</summary>
    public TrainerSnapshot<T> Copy() => new([.. Trained], [.. Averaged], [.. Memory])
    {
        Steps = Steps, Plateau = Plateau, Progress = Progress,
    };
}
