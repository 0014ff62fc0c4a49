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
            if (progress is not null)
            {
                // Whoever is told may look at the network, to predict with what it has learned so far.
                trainer.Parameters.Fold();
                progress.Report(new TrainingProgress(epoch, options.Epochs, loss, Stopwatch.GetElapsedTime(started)));
            }

            if (plateau.IsReached(loss))
            {
                return StopReason.Converged;
            }
        }

        return StopReason.MaxEpochs;
    }
}
