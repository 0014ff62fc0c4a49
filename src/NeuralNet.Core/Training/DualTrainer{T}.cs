using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Losses;

namespace NeuralNet.Core.Training;

/// <summary>
/// Trains with dual coordinate descent (C.-J. Hsieh and others, A dual coordinate descent method for large-scale linear SVM, 2008; H.-F. Yu,
/// F.-L. Huang and C.-J. Lin, Dual coordinate descent methods for logistic regression and maximum entropy models, 2011; S. Shalev-Shwartz and
/// T. Zhang, Stochastic dual coordinate ascent, 2013). An epoch is the whole training: passes over the rows until the loss is as low as a
/// lower bound of it.
/// </summary>
/// <remarks>
/// <para>With the weights c of the rows, their sum or 1 as D, and the strength s of the penalty, the weights of the network are w = (sum of c a x) / (s D),
/// with one number a for each row and output: minus the derivative of its loss. A step changes the number of one row so that this holds
/// at its logit. For any numbers the loss is above -(sum of c f(-a)) / D - s |w|^2 / 2, with the convex conjugate f of the loss.</para>
/// <para>The bias has no penalty. In the passes it has a weak one towards a center: it counts as a weight of an input whose square is the mean
/// squared length of the rows. The center moves to the best bias for the weights each time when the bound is computed.</para>
/// <para>Nothing is remembered between epochs, which begin with weights and biases of 0: the optimum depends on the rows alone.</para>
/// </remarks>
internal sealed class DualTrainer<T> : Trainer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The most passes over the rows.</summary>
    public const int MostPasses = 1000;

    /// <summary>The passes before the first bound is computed.</summary>
    private const int FirstPasses = 4;

    /// <summary>The most passes over the rows that moved in the last pass over all; together they take at most as long as that.</summary>
    private const int MostPassesOfSome = 100;

    /// <summary>The gain of such a pass, as a share of that of the pass over all, at which all are due.</summary>
    private const double LittleGain = 0.1;

    /// <summary>The number of shuffled rows to prefetch ahead.</summary>
    private const int RowsAhead = 4;

    /// <summary>The rows between two looks for a cancellation.</summary>
    private const int RowsPerLook = 256;

    /// <summary>The best bias is assumed to be no farther from the last center than so many times the distance of those found.</summary>
    private const double Reach = 10;

    private readonly Proximal _loss;
    private readonly BiasSearch _biasSearch;
    private readonly DualRows<T> _rows;
    private readonly int _inputs;
    private readonly int _outputs;
    private double[] _point = [];
    private double[] _biases = [];
    private double[] _centers = [];
    private double[] _duals = [];
    private double[] _conjugates = [];
    private double[] _logits = [];
    private int[] _moving = [];
    private int _moved;
    private int _passes;
    private int[] _order = [];
    private double _biasInput;
    private double _offsetSum;
    private double _gap = double.NaN;
    private bool _isSlow;

    /// <param name="gradient">The gradient of the loss.</param>
    /// <param name="loss">The steps of one row.</param>
    /// <param name="settings">The other settings.</param>
    public DualTrainer(BatchGradient<T> gradient, Proximal loss, in TrainerSettings settings)
        : base(gradient, settings)
    {
        _loss = loss;
        _biasSearch = new(loss.Curvature);
        _inputs = Parameters.Inputs;
        _outputs = Parameters.Outputs;
        _rows = new(gradient, settings.Reduction);
    }

    public override Optimality? Optimality => new(_gap, Tolerance, double.NaN) { IsOfBound = true, IsSlow = _isSlow };

    public override bool ProvesOptimum => true;

    /// <summary>The distance from the lower bound, as a share of the objective, that is an optimum. Weights of float have fewer digits.</summary>
    private static double Tolerance => typeof(T) == typeof(float) ? 1e-6 : 1e-9;

    private double Divisor => Settings.Reduction == Reduction.Mean ? _rows.TotalWeight : 1;

    /// <summary>What a squared length is divided by to become the step of a row.</summary>
    private double Scale => Settings.Penalty.L2Strength * Divisor;

    public override void BeginFit() => (_gap, _isSlow) = (double.NaN, false);

    public override EpochEnd RunEpoch(
        in ExampleSource<T> source,
        int batchSize,
        ThreadTeam? team,
        CancellationToken cancellationToken,
        out double objective)
    {
        objective = double.NaN;
        EpochEnd end = EpochEnd.Cancelled;
        try
        {
            end = source.IsStream ? SolveStream(source, cancellationToken, ref objective) : Solve(source.Rows, cancellationToken, ref objective);
            return end;
        }
        finally
        {
            if (end == EpochEnd.Cancelled)
            {
                // What was measured is not of the weights that the network keeps.
                (objective, _gap) = (double.NaN, double.NaN);
            }

            (_point, _duals, _conjugates, _logits, _moving, _order) = ([], [], [], [], [], []);
            _rows.Clear();
        }
    }

    /// <summary>Keeps the rows in memory: a pass needs them in an order that is not theirs, in which the bias would hardly move.</summary>
    private EpochEnd SolveStream(in ExampleSource<T> source, CancellationToken cancellationToken, ref double objective)
    {
        var collected = new CollectedRows<T>(Parameters, DualRows<T>.Optimizer);
        return collected.TryAddAll(source, cancellationToken) ? Solve(collected.Rows, cancellationToken, ref objective) : EpochEnd.Cancelled;
    }

    private EpochEnd Solve(in ExampleSpan<T> rows, CancellationToken cancellationToken, ref double objective)
    {
        _isSlow = false;
        if (!TryBegin(rows, cancellationToken))
        {
            return EpochEnd.Cancelled;
        }

        double enough = 0;
        _passes = 0;
        for (int pass = 1; pass <= MostPasses; pass++)
        {
            if (!TryPass(rows, all: true, cancellationToken, out double gain))
            {
                return EpochEnd.Cancelled;
            }

            if (pass < FirstPasses || (pass > FirstPasses && gain > enough && pass < MostPasses))
            {
                if (!TryPassesOfSome(rows, gain, cancellationToken))
                {
                    return EpochEnd.Cancelled;
                }

                continue;
            }

            if (!TryMeasure(rows, cancellationToken, out objective, out double bound, out double size))
            {
                return EpochEnd.Cancelled;
            }

            double gap = Math.Max(0, objective - bound);
            _gap = gap == 0 ? 0 : gap / size;
            if (!double.IsFinite(objective) || _gap <= Tolerance)
            {
                Finish();
                return EpochEnd.Converged;
            }

            // The gain of a pass falls with the distance from the bound.
            enough = gain * Math.Min(0.5, 0.5 * Tolerance / _gap);
        }

        _isSlow = true;
        Finish();
        return EpochEnd.Stalled;
    }

    private bool TryBegin(in ExampleSpan<T> rows, CancellationToken cancellationToken)
    {
        if (!_rows.TryLearn(rows, cancellationToken))
        {
            return false;
        }

        int numbers = _rows.Count * _outputs;
        _point = new double[_inputs * _outputs];
        _biases = new double[_outputs];
        _duals = new double[numbers];
        _conjugates = new double[numbers];
        _logits = new double[numbers];
        _moving = new int[_rows.Count];
        _order = new int[_rows.Count];
        _centers = new double[_outputs];
        _biasInput = Settings.HasBias ? _rows.MeanNorm > 0 ? _rows.MeanNorm : 1 : 0;
        return true;
    }

    /// <summary>Writes the weights.</summary>
    private void Finish()
    {
        Steps++;
        TensorPrimitives.ConvertTruncating<double, T>(_point, Parameters.Trained[.._point.Length]);
        TensorPrimitives.ConvertTruncating<double, T>(_centers, Parameters.Trained.Slice(_point.Length, _outputs));
    }

    /// <summary>
    /// Takes steps on the rows that have moved in the last pass over all, if these are few: on straight pieces of the loss a row rests
    /// (shrinking, of the first paper above). Returns false if it was cancelled.
    /// </summary>
    private bool TryPassesOfSome(in ExampleSpan<T> rows, double gain, CancellationToken cancellationToken)
    {
        int most = Math.Min(MostPassesOfSome, _rows.Count / Math.Max(_moved, 1));
        for (int pass = 1; pass < most; pass++)
        {
            if (!TryPass(rows, all: false, cancellationToken, out double own))
            {
                return false;
            }

            if (own <= LittleGain * gain)
            {
                break;
            }
        }

        return true;
    }

    /// <summary>Takes a step on each row, or on each that does not rest. Returns false if it was cancelled.</summary>
    private bool TryPass(in ExampleSpan<T> rows, bool all, CancellationToken cancellationToken, out double gain)
    {
        _passes++;
        _moved = all ? 0 : _moved;
        gain = 0;
        ReadOnlySpan<int> moving = all ? [] : _moving.AsSpan(0, _moved);
        Span<int> order = _order.AsSpan(0, all ? _order.Length : _moved);
        Shuffling.Fill(order, 0, _passes, moving);
        if (!TryDescend(rows, order, all, cancellationToken, ref gain))
        {
            return false;
        }

        gain /= Divisor;
        return true;
    }

    [MethodImpl(Jit.Loop)]
    private bool TryDescend(in ExampleSpan<T> rows, ReadOnlySpan<int> order, bool all, CancellationToken cancellationToken, ref double gain)
    {
        SparseRows<T> sparse = rows.Inputs.Sparse;
        bool isSparse = rows.Inputs.AreSparse;
        double scale = Scale;
        for (int index = 0; index < order.Length; index++)
        {
            if (index % RowsPerLook == 0 && cancellationToken.IsCancellationRequested)
            {
                return false;
            }

            if (isSparse && index + RowsAhead < order.Length)
            {
                sparse.Row(rows.RowAt(order[index + RowsAhead]), out ReadOnlySpan<int> nextIndices, out ReadOnlySpan<T> nextValues);
                Prefetch.Row(nextIndices, nextValues);
            }

            int number = order[index];
            double weight = _rows.Weights[number];
            if (weight == 0)
            {
                continue;
            }

            bool moves = false;
            int row = rows.RowAt(number);
            ReadOnlySpan<double> values = _rows.Read(rows, sparse, row, out ReadOnlySpan<int> indices);
            double step = weight * (_rows.Norms[number] + _biasInput) / scale;
            for (int output = 0; output < _outputs; output++)
            {
                Span<double> point = _point.AsSpan(output * _inputs, _inputs);
                double logit = DualRows<T>.Product(isSparse, indices, values, point) + _biases[output] + OffsetOf(rows, row, output);
                double change = Move((output * _rows.Count) + number, step, logit, _rows.TargetsOf(output)[number], weight, ref gain);
                if (change != 0)
                {
                    moves = true;
                    DualRows<T>.AddScaled(isSparse, indices, values, change / scale, point);
                    _biases[output] += change * _biasInput / scale;
                }
            }

            if (all && moves)
            {
                _moving[_moved++] = number;
            }
        }

        return true;
    }

    /// <summary>Takes the step of one row and output. Returns the change of its number times its weight.</summary>
    private double Move(int index, double step, double logit, double target, double weight, ref double gain)
    {
        double before = _duals[index];
        double moved = _loss.Minimize(logit - (step * before), step, logit, target, out double derivative, out double loss);
        double change = -derivative - before;
        double conjugate = (derivative * moved) - loss;
        gain -= weight * (conjugate - _conjugates[index] + (change * (logit + (0.5 * step * change))));
        _duals[index] = -derivative;
        _conjugates[index] = conjugate;
        return weight * change;
    }

    private double OffsetOf(in ExampleSpan<T> rows, int row, int output) =>
        rows.Offsets.IsEmpty ? 0 : double.CreateTruncating(rows.Offsets[(row * _outputs) + output]);

    /// <summary>
    /// Computes the objective with the best bias for the weights, which becomes the center, and a lower bound of the objective. Returns false
    /// if it was cancelled.
    /// </summary>
    private bool TryMeasure(in ExampleSpan<T> rows, CancellationToken cancellationToken, out double objective, out double bound, out double size)
    {
        objective = 0;
        bound = 0;
        size = 0;
        _offsetSum = 0;
        if (!TryComputeLogits(rows, cancellationToken))
        {
            return false;
        }

        double penalty = 0.5 * Settings.Penalty.L2Strength * Dot.Compute<double>(_point, _point);
        objective = penalty;
        size = penalty;
        bound = -penalty - (_offsetSum / Divisor);
        for (int output = 0; output < _outputs; output++)
        {
            LossSums sums = MeasureOutput(output, ref bound);
            objective += sums.Loss / Divisor;
            size += sums.LossSize / Divisor;
        }

        return true;
    }

    /// <summary>Returns the sums of an output at the best bias, which becomes the center, and adds to the bound.</summary>
    private LossSums MeasureOutput(int output, ref double bound)
    {
        ReadOnlySpan<double> weights = _rows.Weights;
        ReadOnlySpan<double> targets = _rows.TargetsOf(output);
        ReadOnlySpan<double> logits = _logits.AsSpan(output * _rows.Count, _rows.Count);
        ReadOnlySpan<double> duals = _duals.AsSpan(output * _rows.Count, _rows.Count);
        bound -= Dot.Compute(weights, _conjugates.AsSpan(output * _rows.Count, _rows.Count)) / Divisor;
        double sum = Dot.Compute(weights, duals);
        if (!Settings.HasBias)
        {
            return _biasSearch.SumAt(0, logits, targets, weights);
        }

        double center = _centers[output];
        double best = _biasSearch.Best(_biases[output], logits, targets, weights, out LossSums sums);
        double strength = Settings.Penalty.L2Strength / _biasInput;
        double offset = _biases[output] - center;
        double reach = Reach * Math.Max(Math.Abs(offset), Math.Abs(best - center));
        bound -= (0.5 * strength * ((offset * offset) + (reach * reach))) + (center * sum / Divisor);
        _centers[output] = best;
        _biases[output] = best + (sum * _biasInput / Scale);
        return sums;
    }

    /// <summary>Computes the logits without a bias. Returns false if it was cancelled.</summary>
    private bool TryComputeLogits(in ExampleSpan<T> rows, CancellationToken cancellationToken)
    {
        SparseRows<T> sparse = rows.Inputs.Sparse;
        bool isSparse = rows.Inputs.AreSparse;
        for (int number = 0; number < rows.Count; number++)
        {
            if (number % RowsPerLook == 0 && cancellationToken.IsCancellationRequested)
            {
                return false;
            }

            if (_rows.Weights[number] == 0)
            {
                continue;
            }

            int row = rows.RowAt(number);
            ReadOnlySpan<double> values = _rows.Read(rows, sparse, row, out ReadOnlySpan<int> indices);
            for (int output = 0; output < _outputs; output++)
            {
                double offset = OffsetOf(rows, row, output);
                int place = (output * _rows.Count) + number;
                _logits[place] = DualRows<T>.Product(isSparse, indices, values, _point.AsSpan(output * _inputs, _inputs)) + offset;
                _offsetSum += _rows.Weights[number] * _duals[place] * offset;
            }
        }

        return true;
    }
}
