using System.Diagnostics;

namespace NeuralNet.Core.Training;

/// <summary>Reports how many rows of a pass are done, at most once in an interval.</summary>
internal sealed class PassMeter(IProgress<TrainingProgress> handler, TimeSpan interval, int epochs)
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private TimeSpan _reported;
    private long _rows;
    private long? _rowCount;
    private int _epoch;
    private bool _isPreparing = true;
    private double _loss = double.NaN;
    private double? _validationLoss;

    /// <summary>Returns the meter of a training; null without a handler or an interval.</summary>
    public static PassMeter? Create(IProgress<TrainingProgress>? handler, TrainingOptions options) =>
        handler is null || options.ProgressInterval is not { } interval ? null : new(handler, interval, options.Epochs);

    /// <summary>The preparation has ended; passes from now on belong to epochs.</summary>
    public void BeginEpochs() => _isPreparing = false;

    /// <summary>Begins a pass over the rows.</summary>
    /// <param name="rowCount">Their number; null if it is not known.</param>
    /// <param name="done">The rows that an earlier, cancelled training has done.</param>
    public void Begin(long? rowCount = null, long done = 0)
    {
        _rows = done;
        _rowCount = rowCount ?? _rowCount;
    }

    /// <summary>Counts rows that are done.</summary>
    public void Add(int rows)
    {
        _rows += rows;
        TimeSpan elapsed = Stopwatch.GetElapsedTime(_started);
        if (elapsed - _reported >= interval)
        {
            _reported = elapsed;
            handler.Report(new()
            {
                Epoch = _epoch,
                Epochs = epochs,
                Loss = _loss,
                ValidationLoss = _validationLoss,
                Elapsed = elapsed,
                Rows = _rows,
                RowCount = _rowCount,
                IsPreparing = _isPreparing,
            });
        }
    }

    /// <summary>Ends a pass over all rows.</summary>
    public void End() => _rowCount = _rows;

    /// <summary>Counts an epoch that is done.</summary>
    public void EndEpoch(int epoch, double loss, double? validationLoss) =>
        (_epoch, _loss, _validationLoss) = (epoch, loss, validationLoss);

    /// <summary>The number of rows of a pass; null before the first has ended.</summary>
    public long? RowCount => _rowCount;
}
