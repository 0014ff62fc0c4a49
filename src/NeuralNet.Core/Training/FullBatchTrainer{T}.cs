using System.Numerics;
using System.Numerics.Tensors;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Training;

/// <summary>
/// Trains with L-BFGS on all rows at once. An epoch is one iteration: one pass over the rows or a few. The objective is the loss of
/// all rows plus the penalty, within the bounds of the weights.
/// </summary>
internal sealed class FullBatchTrainer<T> : Trainer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Lbfgs<T> _minimizer;
    private readonly InputMetric<T> _metric;
    private readonly T[] _point;
    private readonly double _tolerance;
    private readonly bool _isSmooth;
    private readonly SeparationCheck<T> _separation;
    private bool _hasBegun;

    /// <param name="gradient">The gradient of the loss, with the magnitudes of the derivatives.</param>
    /// <param name="memory">The number of pairs that L-BFGS keeps.</param>
    /// <param name="tolerance">The largest gradient, by <see cref="InputMetric{T}"/>, that counts as 0.</param>
    /// <param name="loss">The properties of an optimum of the loss.</param>
    /// <param name="settings">The other settings.</param>
    public FullBatchTrainer(BatchGradient<T> gradient, int memory, double tolerance, OptimumTraits loss, in TrainerSettings settings)
        : base(gradient, settings)
    {
        int weights = Parameters.Inputs * Parameters.Outputs;
        _point = new T[settings.HasBias ? weights + Parameters.Outputs : weights];
        _isSmooth = loss.IsSmooth;
        _tolerance = tolerance == 0 ? 0 : Math.Max(tolerance, Lbfgs<T>.LeastTolerance);
        _metric = new(Parameters, settings, loss.SharesUnit);
        Box<T>? box = Parameters.Bounds is { } bounds ? new(bounds.Low, bounds.High) : null;
        _minimizer = new(_point.Length, memory, _tolerance, settings.Penalty.L1Strength, weights, _metric, loss.IsSmooth, settings.PenaltyFactors, box);
        _separation = new(gradient, loss, settings);
    }

    public override void BeginFit() => _hasBegun = false;

    public override EpochEnd RunEpoch(
        in ExampleSource<T> source,
        int batchSize,
        ThreadTeam? team,
        CancellationToken cancellationToken,
        out double objective)
    {
        var function = new AllRows(this, source, team, cancellationToken);
        Parameters.Trained[.._point.Length].CopyTo(_point);
        IterationStatus status = IterationStatus.Progressed;
        if (!_hasBegun)
        {
            status = _metric.TryLearn(source, SampleWeights, cancellationToken)
                ? _minimizer.Begin(ref function, _point)
                : IterationStatus.Cancelled;
            _hasBegun = status is IterationStatus.Progressed or IterationStatus.Converged;
        }

        double gradientBefore = _minimizer.LargestGradient;
        if (status == IterationStatus.Progressed)
        {
            status = _minimizer.Iterate(ref function, _point);
            Steps += status == IterationStatus.Cancelled ? 0 : 1;
        }

        _point.CopyTo(Parameters.Trained);
        objective = status == IterationStatus.NotFinite ? double.NaN : _minimizer.Value;
        return status switch
        {
            IterationStatus.Cancelled => EpochEnd.Cancelled,
            IterationStatus.Converged or IterationStatus.Stalled when _separation.GrowsWithoutEnd(source, _minimizer.NextStep(), isFlat: true) => EpochEnd.Separated,
            IterationStatus.Stalled => EpochEnd.Stalled,
            _ when _separation.IsSeparated(source, _minimizer.Value, function.Weight) => EpochEnd.Separated,
            IterationStatus.Converged => EpochEnd.Converged,
            IterationStatus.Progressed when _separation.IsLookDue(gradientBefore, _minimizer.LargestGradient, Steps)
                && _separation.GrowsWithoutEnd(source, _minimizer.NextStep(), isFlat: false) => EpochEnd.Separated,
            _ => EpochEnd.Completed,
        };
    }

    public override Optimality? Optimality => new(_minimizer.LargestGradient, _tolerance, _minimizer.ExpectedGain());

    public override bool ProvesOptimum => !_isSmooth;

    public override int MemoryLength => _minimizer.SnapshotLength;

    protected override void Remember(Span<T> memory) => _minimizer.Snapshot(memory);

    protected override bool TryRecall(ReadOnlySpan<T> memory)
    {
        _hasBegun = false;
        return _minimizer.TryRestore(memory);
    }

    public override void Forget()
    {
        base.Forget();
        _minimizer.Forget();
        _hasBegun = false;
    }

    /// <summary>Adds the derivatives of the L2 penalty at a point.</summary>
    private void AddRidge(ReadOnlySpan<T> at, Span<T> gradient)
    {
        double strength = Settings.Penalty.L2Strength;
        T l2 = T.CreateTruncating(strength);
        int inputs = Parameters.Inputs;
        int weights = inputs * Parameters.Outputs;
        if (Settings.PenaltyFactors is { } factors)
        {
            for (int index = 0; index < weights; index++)
            {
                gradient[index] += T.CreateTruncating(strength * factors[index % inputs]) * at[index];
            }
        }
        else if (l2 != T.Zero)
        {
            ScaledRows.Add(at[..weights], weights, new ReadOnlySpan<T>(in l2), gradient[..weights]);
        }
    }

    /// <summary>The smooth part of the objective: the loss of all rows plus the L2 penalty.</summary>
    private ref struct AllRows(
        FullBatchTrainer<T> trainer, ExampleSource<T> source, ThreadTeam? team, CancellationToken cancellationToken)
        : IObjective<T>
    {
        private readonly ExampleSource<T> _source = source;

        /// <summary>The total weight of the rows.</summary>
        public double Weight { get; private set; }

        public bool Evaluate(scoped ReadOnlySpan<T> at, scoped Span<T> gradient, out double value)
        {
            BatchGradient<T> batch = trainer.Gradient;
            at.CopyTo(trainer.Parameters.Trained);
            value = double.NaN;
            if (!trainer.AddAll(_source, team, cancellationToken, out BatchTotal total))
            {
                return false;
            }

            Weight = total.Weight;
            double divisor = trainer.Settings.Reduction == Reduction.Mean ? total.Weight : 1;
            trainer._metric.Level = batch.OffsetReach;
            trainer._metric.Take(batch.Sum[^trainer.Parameters.Outputs..], divisor, total.Weight);
            T scale = trainer.Settings.Reduction == Reduction.Mean ? T.One / T.CreateTruncating(total.Weight) : T.One;
            ReadOnlySpan<T> sum = batch.Sum.Slice(0, gradient.Length);
            TensorPrimitives.Multiply(sum, scale, gradient);
            trainer.AddRidge(at, gradient);
            value = trainer.Reduced(total) + trainer.RidgeOf(at);
            return true;
        }
    }
}
