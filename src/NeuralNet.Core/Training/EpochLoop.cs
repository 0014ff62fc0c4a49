using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Training;

/// <summary>
/// Runs epochs until one of the reasons to stop. Keeps the last finite weights, and with validation rows the best ones.
/// </summary>
internal static class EpochLoop
{
    /// <summary>Capacity of the loss history to begin with; beyond it the history doubles as it grows.</summary>
    private const int FirstHistory = 4096;

    [MethodImpl(Jit.Loop)]
    public static EpochReport Run<T>(
        Trainer<T> trainer,
        ExampleSource<T> source,
        ExampleSpan<T> validation,
        long seed,
        int batchSize,
        RunState<T> run,
        TrainingOptions options,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        long started = Stopwatch.GetTimestamp();
        bool validates = validation.Count > 0;
        var report = new EpochReport(Math.Min(options.Epochs, FirstHistory), validates);
        bool shuffles = options.Shuffle && !source.IsStream && batchSize != TrainingOptions.FullBatch;
        ReadOnlySpan<int> rows = source.IsStream ? default : source.Rows.Order;
        int[] order = shuffles ? new int[source.Rows.Count] : [];
        TrainerSnapshot<T> lastFinite = trainer.NewSnapshot();
        int threads = batchSize == TrainingOptions.FullBatch ? Math.Min(options.Threads, MostBlocks(trainer, source)) : 1;
        using ThreadTeam? team = threads > 1 ? new ThreadTeam(threads) : null;
        Convergence plateau = run.Plateau;
        EarlyStopping earlyStopping = run.EarlyStopping;
        TrainerSnapshot<T>? live = validates ? run.Live ?? trainer.NewSnapshot() : null;
        if (validates)
        {
            run.Best ??= trainer.NewSnapshot();
        }

        report.Reason = StopReason.MaxEpochs;
        report.EpochsBefore = run.Epochs;
        long steps = trainer.Steps;
        if (!source.IsStream && trainer.Progress.Position > source.Rows.Count)
        {
            // Of what is resumed there were more.
            trainer.Progress = trainer.Progress with { Position = source.Rows.Count };
        }

        trainer.BeginFit();
        report.IsAtRest = trainer.IsAtRest;
        if (Reached(EpochEnd.Completed, plateau.IsOver(options), validates && earlyStopping.IsOver(options)) is { } ended)
        {
            // What is resumed had ended: one training of as many epochs would have too.
            report.Reason = ended;
            End();
            return report;
        }

        for (int epoch = 1; epoch <= options.Epochs; epoch++)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                report.Reason = StopReason.Cancelled;
                break;
            }

            trainer.Snapshot(lastFinite);
            if (shuffles)
            {
                Shuffling.Fill(order, seed, trainer.Epochs, rows);
            }

            EpochEnd end;
            double objective;
            try
            {
                end = shuffles
                    ? RunShuffled(trainer, source, order, batchSize, cancellationToken, out objective)
                    : trainer.RunEpoch(source, batchSize, team, cancellationToken, out objective);
            }
            catch
            {
                // A batch was refused, or the source, a user's rate or a user's optimizer failed: the epoch is undone, and
                // the exception says which.
                trainer.Restore(lastFinite);
                End();
                throw;
            }

            // Whoever is told of the epoch may predict with what was learned so far; and a weight that is finite on the
            // standardized scale may overflow on that of the raw inputs.
            trainer.Parameters.Fold();
            bool isFinite = end == EpochEnd.Cancelled ? double.IsFinite(trainer.Progress.Total.Loss) : double.IsFinite(objective);
            if (!isFinite || !trainer.IsFinite)
            {
                trainer.Restore(lastFinite);
                report.Reason = StopReason.Diverged;
                break;
            }

            if (end == EpochEnd.Cancelled)
            {
                if (trainer.Steps == lastFinite.Steps)
                {
                    trainer.Restore(lastFinite);
                }

                report.Reason = StopReason.Cancelled;
                break;
            }

            trainer.Epochs++;
            run.Epochs = Counter.Next(run.Epochs);
            report.History.Add(objective);
            double? validated = null;
            if (validates)
            {
                validated = trainer.Objective(validation);
                report.ValidationHistory.Add(validated.Value);
            }

            trainer.Observe(validated ?? objective);
            if (validated is { } held && earlyStopping.IsBest(run.Epochs, held, options))
            {
                trainer.Snapshot(run.Best!);
            }

            plateau.Observe(objective, options);
            if (progress is not null)
            {
                // The handler may save: what is saved here goes on as this training does.
                Commit();
            }

            try
            {
                progress?.Report(new TrainingProgress
                {
                    Epoch = epoch,
                    Epochs = options.Epochs,
                    Loss = objective,
                    ValidationLoss = validated,
                    Elapsed = Stopwatch.GetElapsedTime(started),
                });
            }
            catch
            {
                End();
                throw;
            }

            if (Reached(end, plateau.IsOver(options), validates && earlyStopping.IsOver(options)) is { } reason)
            {
                report.Reason = reason;
                break;
            }
        }

        End();
        return report;

        // Leaves what a training that resumes this one goes on from.
        void Commit()
        {
            run.Plateau = plateau;

            // Epochs without validation leave no best one behind: the weights went on without a look.
            run.EarlyStopping = validates ? earlyStopping : new();
            run.Best = validates ? run.Best : null;
            run.Live = run.EarlyStopping.BestEpoch > 0 ? live : null;
            if (run.Live is not null)
            {
                trainer.Snapshot(run.Live);
            }
        }

        // Leaves the best weights too.
        void End()
        {
            Commit();
            report.HasMoved = report.History.Count > 0 || trainer.Steps != steps;
            report.Optimality = trainer.Optimality;
            if (run.Live is not null)
            {
                report.BestEpoch = earlyStopping.BestEpoch;
                trainer.Restore(run.Best!);
            }
        }
    }

    /// <summary>The blocks that threads may share: more threads than these would have nothing to do.</summary>
    private static int MostBlocks<T>(Trainer<T> trainer, in ExampleSource<T> source)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        source.IsStream
            ? RowBlocks.Most
            : RowBlocks.Divide(source.Rows.Count, trainer.Parameters.Inputs, trainer.Parameters.Outputs).Count;

    private static EpochEnd RunShuffled<T>(
        Trainer<T> trainer,
        in ExampleSource<T> source,
        ReadOnlySpan<int> order,
        int batchSize,
        CancellationToken cancellationToken,
        out double objective)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        trainer.RunEpoch(new(source.Rows.InOrder(order)), batchSize, null, cancellationToken, out objective);

    private static StopReason? Reached(EpochEnd end, bool plateau, bool over) =>
        end == EpochEnd.Separated ? StopReason.Separable
        : end == EpochEnd.Stalled ? StopReason.Stalled
        : end == EpochEnd.Converged || plateau ? StopReason.Converged
        : over ? StopReason.EarlyStopped
        : null;
}
