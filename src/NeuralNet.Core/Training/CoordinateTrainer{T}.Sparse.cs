namespace NeuralNet.Core.Training;

/// <content>Wide sparse rows, of which only what is given costs time.</content>
internal sealed partial class CoordinateTrainer<T>
{
    /// <summary>The share of the first gain of an epoch at which the next look is due: it costs no more than a step.</summary>
    private const double EnoughOfSparse = 0.1;

    // The rows of the epoch; null between epochs, and if rows are written out.
    private SparseDerivatives<T>? _sparse;
    private bool _streamsSparse;

    /// <summary>
    /// Whether the rows are sparse and so wide that only what is given costs time. Few columns are written out: their second derivatives
    /// solve equations, and centered ones are the easier problem.
    /// </summary>
    private bool KeepsSparse(in ExampleSource<T> source)
    {
        if (Parameters.Inputs <= WorkingSet.MostInputsWrittenOut || !source.IsStream)
        {
            return Parameters.Inputs > WorkingSet.MostInputsWrittenOut && Gradient.KeepsSparse(source.Rows);
        }

        if (!_hasBegun)
        {
            // The batches of a stream may be of both kinds; the first one tells.
            foreach (ref readonly ExampleSpan<T> batch in source)
            {
                _streamsSparse = Gradient.KeepsSparse(batch);
                break;
            }
        }

        return _streamsSparse;
    }

    private EpochEnd RunSparseEpoch(in ExampleSource<T> source, ThreadTeam? team, CancellationToken cancellationToken, out double objective)
    {
        objective = _value;
        _sparse = new(Gradient, _curvature, Settings.Reduction);
        _model = null;
        try
        {
            // Columns are not read row after row, so the rows of a stream are kept for the epoch.
            var collected = new CollectedRows<T>(Parameters, "coordinate-descent");
            if (source.IsStream && !collected.TryAddAll(source, cancellationToken))
            {
                return EpochEnd.Cancelled;
            }

            ExampleSource<T> rows = source.IsStream ? new(collected.Rows) : source;
            return _sparse.TryBegin(rows.Rows, cancellationToken) ? RunEpoch(rows, team, cancellationToken, out objective) : EpochEnd.Cancelled;
        }
        finally
        {
            _sparse = null;
            _model = null;
        }
    }

    private CurvatureSum? LookAtSparse(SparseDerivatives<T> rows, in ExampleSource<T> source, CancellationToken cancellationToken)
    {
        CurvatureSum sum = _look ?? new(_shape, isTriangle: false, kinks: null);
        if (!rows.TryEvaluate(source.Rows, cancellationToken)
            || !rows.TryDifferentiate(source.Rows, _basis, _shape.Width, sum.Gradient, cancellationToken))
        {
            return null;
        }

        sum.Total = rows.Total;
        rows.Magnitudes.CopyTo(sum.Magnitudes);
        return sum;
    }
}
