using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Training;

/// <summary>Runs epochs until one of the reasons to stop, and keeps the last finite weights.</summary>
internal static class EpochLoop
{
    /// <summary>Capacity of the loss history to begin with; beyond it the history doubles as it grows.</summary>
    private const int FirstHistory = 4096;

    [MethodImpl(Jit.Loop)]
    public static StopReason Run<T>(
        Trainer<T> trainer,
        in Examples<T> examples,
        long seed,
        TrainingOptions options,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken,
        out List<double> history)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        long started = Stopwatch.GetTimestamp();
        history = new List<double>(Math.Min(options.Epochs, FirstHistory));
        int batchSize = Math.Min(options.BatchSize, examples.Count);
        bool shuffles = options.Shuffle && batchSize < examples.Count;
        int[] order = shuffles ? new int[examples.Count] : [];
        T[] lastFinite = new T[trainer.SnapshotLength];
        var plateau = new Plateau(options);

        for (int epoch = 1; epoch <= options.Epochs; epoch++)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return StopReason.Cancelled;
            }

            trainer.Snapshot(lastFinite);
            if (shuffles)
            {
                Shuffling.Fill(order, seed, trainer.Epochs);
            }

            bool completed = trainer.RunEpoch(examples.InOrder(order), batchSize, cancellationToken, out double loss);

            // Whoever is told of the epoch may predict with what was learned so far; and a weight that is finite on the
            // standardised scale may overflow on that of the raw inputs.
            trainer.Parameters.Fold();
            if (!double.IsFinite(loss) || !trainer.IsFinite)
            {
                trainer.Restore(lastFinite);
                return StopReason.Diverged;
            }

            if (!completed)
            {
                return StopReason.Cancelled;
            }

            trainer.Epochs++;
            history.Add(loss);
            progress?.Report(new TrainingProgress
            {
                Epoch = epoch,
                Epochs = options.Epochs,
                Loss = loss,
                Elapsed = Stopwatch.GetElapsedTime(started),
            });
            if (plateau.IsReached(loss))
            {
                return StopReason.Converged;
            }
        }

        return StopReason.MaxEpochs;
    }
}
