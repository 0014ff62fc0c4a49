using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Training;

/// <summary>
/// Runs the epochs of one training until there is a reason to stop. Keeps the last finite weights, and with validation rows the
/// best ones.
/// </summary>
internal ref struct EpochLoop<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// The first capacity of the loss history, which doubles when it is full. An array above 85,000 bytes is a large object, whose pages
    /// took as long as the 10,000 epochs of three rows that they are for.
    /// </summary>
    private const int FirstHistory = 10_000;

    /// <summary>The most epochs at once: a cancellation waits for them.</summary>
    private const int MostTogether = 256;

    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly Trainer<T> _trainer;
    private readonly ExampleSource<T> _source;
    private readonly ExampleSpan<T> _validation;
    private readonly bool _validates;
    private readonly RunState<T> _run;
    private readonly EpochPlan _plan;
    private readonly EpochReport _report;
    private readonly TrainerSnapshot<T> _lastFinite;
    private readonly TrainerSnapshot<T>? _live;
    private readonly int[] _order;
    private readonly bool _shuffles;
    private readonly long _stepsBefore;
    private Convergence _plateau;
    private EarlyStopping _earlyStopping;

    /// <param name="trainer">Moves the weights.</param>
    /// <param name="source">The examples to train on.</param>
    /// <param name="validation">The validation rows; none if its count is 0.</param>
    /// <param name="run">The state that a resumed training needs, read at the start and written at each end.</param>
    /// <param name="plan">The settings of the training.</param>
    public EpochLoop(Trainer<T> trainer, in ExampleSource<T> source, in ExampleSpan<T> validation, RunState<T> run, in EpochPlan plan)
    {
        _trainer = trainer;
        _source = source;
        _validation = validation;
        _run = run;
        _plan = plan;
        _validates = validation.Count > 0;
        _report = new EpochReport(Math.Min(plan.Options.Epochs, FirstHistory), _validates) { EpochsBefore = run.Epochs };
        _shuffles = plan.Options.Shuffle && !source.IsStream && !plan.IsFullBatch;
        _order = _shuffles ? new int[source.Rows.Count] : [];
        _lastFinite = trainer.NewSnapshot();
        _stepsBefore = trainer.Steps;
        _plateau = run.Plateau;
        _earlyStopping = run.EarlyStopping;
        if (_validates)
        {
            _live = run.Live ?? trainer.NewSnapshot();
            run.Best ??= trainer.NewSnapshot();
        }
    }

    private readonly TrainingOptions Options => _plan.Options;

    [MethodImpl(Jit.Loop)]
    public EpochReport Run(IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        using ThreadTeam? team = NewTeam();
        Begin();

        // A resumed run may already have stopped: then one training of all the epochs would have stopped there too.
        StopReason? reason = ReasonAfter(EpochEnd.Completed);
        bool together = _plan.IsFullBatch && !_validates && progress is null && Options.Tolerance is null;
        for (int epoch = 1; reason is null && epoch <= Options.Epochs;)
        {
            together = together && !cancellationToken.IsCancellationRequested;
            int count = together ? RunEpochs(Options.Epochs - epoch + 1) : 0;
            if (count == 0)
            {
                // One by one, also where a number stops being finite: that epoch is found here.
                together = false;
                reason = RunEpoch(epoch, team, progress, cancellationToken);
                count = 1;
            }

            epoch += count;
        }

        _report.Reason = reason ?? (_trainer.IsAtOptimum(_source) ? StopReason.Converged : StopReason.MaxEpochs);
        End();
        return _report;
    }

    /// <summary>Returns the threads that share the rows of a full batch; null if one thread does all the work.</summary>
    private readonly ThreadTeam? NewTeam()
    {
        if (!_plan.IsFullBatch)
        {
            return null;
        }

        // More threads than blocks would have nothing to do.
        int height = RowBlocks.Height(_trainer.Parameters.Inputs, _trainer.Parameters.Outputs);
        int blocks = _source.IsStream ? int.MaxValue : RowBlocks.Count(_source.Rows.Count, height);
        int threads = Math.Min(Options.Threads, Math.Min(blocks, RowBlocks.MostChunks));
        return threads > 1 ? new ThreadTeam(threads) : null;
    }

    private readonly void Begin()
    {
        // The resumed training may have had more rows.
        long last = _source.IsStream ? long.MaxValue : _source.Rows.Count;
        _trainer.Progress = _trainer.Progress with { Position = Math.Min(_trainer.Progress.Position, last) };

        _trainer.BeginFit();
        _report.IsAtRest = _trainer.IsAtRest;
    }

    /// <summary>Runs several epochs at once, if nothing asks for a look between them. Returns their number; 0 if they must run one by one.</summary>
    private int RunEpochs(int most)
    {
        int count = Math.Min(most, MostTogether);
        Span<double> objectives = stackalloc double[MostTogether];
        objectives = objectives[..count];
        if (!_trainer.TryRunEpochs(_source, objectives))
        {
            return 0;
        }

        _trainer.Epochs += count;
        _run.Epochs = (int)Math.Min(int.MaxValue, _run.Epochs + (long)count);
        _report.History.AddRange(objectives);
        _plateau.Last = objectives[^1];
        return count;
    }

    /// <summary>Runs one epoch. Returns the reason to stop after it; null to go on.</summary>
    [MethodImpl(Jit.Loop)]
    private StopReason? RunEpoch(
        int epoch, ThreadTeam? team, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return StopReason.Cancelled;
        }

        _trainer.Snapshot(_lastFinite);
        EpochEnd end = Train(team, cancellationToken, out double objective);

        // A progress handler may predict, and a weight that is finite on the standardized scale may overflow on the raw one.
        _trainer.Parameters.Fold();
        bool isFinite = double.IsFinite(end == EpochEnd.Cancelled ? _trainer.Progress.Total.Loss : objective);
        if (!isFinite || !_trainer.IsFinite)
        {
            _trainer.Restore(_lastFinite);
            return StopReason.Diverged;
        }

        if (end == EpochEnd.Cancelled)
        {
            if (_trainer.Steps == _lastFinite.Steps)
            {
                _trainer.Restore(_lastFinite);
            }

            return StopReason.Cancelled;
        }

        double? validated = Record(objective);
        _source.Meter?.EndEpoch(epoch, objective, validated);
        if (progress is not null)
        {
            Report(progress, epoch, objective, validated);
        }

        return ReasonAfter(end);
    }

    /// <summary>Goes through the examples once. If that throws, undoes the epoch.</summary>
    [MethodImpl(Jit.Loop)]
    private EpochEnd Train(ThreadTeam? team, CancellationToken cancellationToken, out double objective)
    {
        if (_shuffles)
        {
            Shuffling.Fill(_order, _plan.Seed, _trainer.Epochs, _source.Rows.Order);
        }

        if (!_source.IsStream && !_plan.IsFullBatch)
        {
            _source.Meter?.Begin(_source.Rows.Count, _trainer.Progress.Position);
            _trainer.Meter = _source.Meter;
        }

        try
        {
            return _shuffles
                ? _trainer.RunEpoch(new(_source.Rows.InOrder(_order)), _plan.BatchSize, null, cancellationToken, out objective)
                : _trainer.RunEpoch(_source, _plan.BatchSize, team, cancellationToken, out objective);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The source heeds the cancellation, and the steps on its batches stay. A user's rate or a progress handler may heed it anywhere:
            // then, and in an iteration over all rows, there is no place from which the epoch could go on.
            if (_plan.IsFullBatch || !_trainer.TryGoBack())
            {
                _trainer.Restore(_lastFinite);
            }

            objective = double.NaN;
            return EpochEnd.Cancelled;
        }
        catch
        {
            // A batch was rejected, or the source, a user's rate or a user's optimizer failed; the exception says which.
            _trainer.Restore(_lastFinite);
            End();
            throw;
        }
        finally
        {
            _trainer.Meter = null;
        }
    }

    /// <summary>Records a completed epoch. Returns the objective on the validation rows; null if there are none.</summary>
    private double? Record(double objective)
    {
        _trainer.Epochs++;
        _run.Epochs = Counter.Next(_run.Epochs);
        _report.History.Add(objective);
        double? validated = null;
        if (_validates)
        {
            validated = _trainer.Objective(_validation);
            _report.ValidationHistory.Add(validated.Value);
        }

        _trainer.Observe(validated ?? objective);
        if (validated is { } held && _earlyStopping.IsBest(_run.Epochs, held, Options))
        {
            _trainer.Snapshot(_run.Best!);
        }

        _plateau.Observe(objective, Options);
        return validated;
    }

    private readonly void Report(IProgress<TrainingProgress> progress, int epoch, double objective, double? validated)
    {
        // The handler may save the network: a training resumed from that file must go on as this one does.
        Commit();
        try
        {
            progress.Report(new TrainingProgress
            {
                Epoch = epoch,
                Epochs = Options.Epochs,
                Loss = objective,
                ValidationLoss = validated,
                Elapsed = Stopwatch.GetElapsedTime(_started),
                RowCount = _source.IsStream ? _source.Meter?.RowCount : _source.Rows.Count,
            });
        }
        catch
        {
            End();
            throw;
        }
    }

    private readonly StopReason Standstill()
    {
        _report.IsStandstill = true;
        return _trainer.ProvesOptimum ? StopReason.Stalled : StopReason.Converged;
    }

    private readonly StopReason? ReasonAfter(EpochEnd end) =>
        end == EpochEnd.Separated ? StopReason.Separable
        : end == EpochEnd.Stalled ? StopReason.Stalled
        : end == EpochEnd.Converged ? StopReason.Converged
        : _plateau.IsOver(Options) ? Standstill()
        : _validates && _earlyStopping.IsOver(Options) ? StopReason.EarlyStopped
        : null;

    /// <summary>Stores the state that a resumed training starts from.</summary>
    private readonly void Commit()
    {
        _run.Plateau = _plateau;

        // Epochs without validation move the weights without checking them: the best weights so far no longer count.
        _run.EarlyStopping = _validates ? _earlyStopping : new();
        _run.Best = _validates ? _run.Best : null;
        _run.Live = _run.EarlyStopping.BestEpoch > 0 ? _live : null;
        if (_run.Live is not null)
        {
            _trainer.Snapshot(_run.Live);
        }
    }

    /// <summary>Stores that state, completes the report, and restores the best weights if there are validation rows.</summary>
    private readonly void End()
    {
        Commit();
        _report.HasMoved = _report.History.Count > 0 || _trainer.Steps != _stepsBefore;
        _report.Optimality = _trainer.Optimality;
        _report.AliasedInputs = _trainer.AliasedInputs;
        if (_run.Live is not null)
        {
            _report.BestEpoch = _earlyStopping.BestEpoch;
            _trainer.Restore(_run.Best!);
        }
    }
}
