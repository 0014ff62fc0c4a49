using System.Diagnostics;
using System.Numerics;

namespace NeuralNet.Core.Training;

/// <summary>Stands for the trainer of an optimizer that the first Fit chooses.</summary>
internal sealed class UndecidedTrainer<T>(BatchGradient<T> gradient, in TrainerSettings settings) : Trainer<T>(gradient, settings)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override int MemoryLength => 0;

    public override T Learn(ReadOnlySpan<T> row, T target, T weight) =>
        throw new UnreachableException("Single steps are rejected earlier.");

    public override int Learn(in ExampleSpan<T> batch, Span<T> logits) =>
        throw new UnreachableException("Single steps are rejected earlier.");

    public override EpochEnd RunEpoch(
        in ExampleSource<T> source,
        int batchSize,
        ThreadTeam? team,
        CancellationToken cancellationToken,
        out double objective) => throw new UnreachableException("A Fit chooses the optimizer before its first epoch.");

    protected override void Remember(Span<T> memory)
    {
    }

    protected override bool TryRecall(ReadOnlySpan<T> memory) => memory.IsEmpty;
}
