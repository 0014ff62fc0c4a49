using NeuralNet.Common;
using NeuralNet.Core.Foundation;
using static System.FormattableString;

namespace NeuralNet.Core.Persistence;

/// <summary>The counters of a trainer snapshot, which accompany its tensors.</summary>
internal sealed class SnapshotRecord
{
    public required long Steps { get; init; }

    public required double PlateauLeast { get; init; }

    public required int PlateauEpochs { get; init; }

    public required double PlateauFactor { get; init; }

    /// <summary>The rows of an unfinished epoch already used; for an example source, the batches.</summary>
    public long Position { get; init; }

    public double PartialLoss { get; init; }

    public double PartialWeight { get; init; }

    /// <summary>Rejects values that no trainer counts.</summary>
    /// <exception cref="ModelFormatException">A value is out of range.</exception>
    public void Check()
    {
        if (!Counter.Is(Steps) || !Counter.Is(Position) || PlateauEpochs < 0)
        {
            throw new ModelFormatException(Invariant(
                $"The file has {Steps} steps, {Shown.Count(Position, "row")} of an epoch and {PlateauEpochs} epochs on a plateau; 0 to 2^53 are allowed."));
        }

        if (!(PlateauFactor is >= 0 and <= 1) || double.IsNaN(PlateauLeast) || !double.IsFinite(PartialLoss) || !(PartialWeight >= 0))
        {
            throw new ModelFormatException(Invariant(
                $"The file has a rate lowered to {PlateauFactor}, of [0, 1], at the loss {PlateauLeast}, not to be NaN, and rows of the loss {PartialLoss}, to be finite, and the weight {PartialWeight}, of [0, inf]."));
        }
    }
}
