using System.Diagnostics;
using System.Numerics;

namespace NeuralNet.Core.Training;

/// <summary>Stands for the trainer of an optimizer that the first Fit chooses.</summary>
internal sealed class UndecidedTrainer<T>(BatchGradient<T> gradient, in TrainerSettings settings) : Trainer<T>(gradient, settings)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override EpochEnd RunEpoch(
        in ExampleSource<T> source,
        int batchSize,
        ThreadTeam? team,
        CancellationToken cancellationToken,
        out double objective) => throw new UnreachableException("A Fit chooses the optimizer before its first epoch.");
}
