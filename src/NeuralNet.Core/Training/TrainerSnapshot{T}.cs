using System.Numerics;
using NeuralNet.Core.Rates;

namespace NeuralNet.Core.Training;

/// <summary>
/// All that an epoch changes in a trainer but the count of epochs, with room made once: what a training needs to go on from
/// here in the same bits.
/// </summary>
internal sealed class TrainerSnapshot<T>(T[] trained, T[] averaged, T[] memory)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public T[] Trained { get; } = trained;

    public T[] Averaged { get; } = averaged;

    /// <summary>What the optimizer remembers.</summary>
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
