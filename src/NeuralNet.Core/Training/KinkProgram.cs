using System.Numerics.Tensors;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Losses;
using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Training;

/// <summary>
/// The optimum of a loss of straight pieces, for the rows near a kink and the straight pieces of all others: a primal-dual interior point
/// method with predictor and corrector (S. Mehrotra, On the implementation of a primal-dual interior point method, 1992), for quantiles
/// the Frisch-Newton method of R. Portnoy and R. Koenker (The Gaussian hare and the Laplacian tortoise, 1997).
/// </summary>
/// <remarks>
/// <para>With the distances t = u - v, u and v at least 0, a row has the loss high * u + low * v. Its multiplier is the derivative of the
/// loss, in [-low, high]: a is what it lacks to high, and b what it is above -low. At the optimum u a = v b = 0, and the derivatives of all
/// rows, with those of the penalty, cancel. Iterations keep u, v, a and b above 0, and move the products u a and v b to 0 together.</para>
/// <para>Any multipliers in their intervals give a lower bound of the loss, for all weights at once: the certificate of the optimum. The
/// distance of the loss from it is the sum of a t for t above 0 and -b t below, without a difference of large numbers. Where derivatives do
/// not cancel, rest * weight is taken off, for weights that differ by no more than the largest one at hand.</para>
/// </remarks>
internal sealed class KinkProgram
{
    /// <summary>The gap, as a share of the loss, below which the digits of the weights do not gain either.</summary>
    private const double LeastGap = 1e-14;

    /// <summary>The share of the way to the bounds that a step goes.</summary>
    private const double Reach = 0.9995;

    private const int MostIterations = 200;

    /// <summary>The gap, as a share of the loss, that is small.</summary>
    private const double SmallGap = 1e-6;

    /// <summary>A gap above this share of the loss, where sums of products show no more, needs the rows as a triangle.</summary>
    private const double RoughGap = 1e-10;

    /// <summary>Iterations in which a small gap does not shrink: rounding is reached.</summary>
    private const int MostIdle = 3;

    /// <summary>The same for any gap.</summary>
    private const int MostIdleAtAll = 20;

    /// <summary>A margin of this many times the needed one has no loss, whatever rounding does.</summary>
    private const double SafeMargin = 1.5;

    private readonly KinkRows _rows;
    private readonly KinkedLoss _loss;
    private readonly int _width;
    private readonly int _variables;
    private readonly int _count;
    private readonly double[] _linear;
    private readonly double[] _ridge;
    private readonly bool[] _isDropped;
    private readonly bool _hasRidge;
    private readonly double[] _start;
    private readonly double[] _step;
    private readonly bool _isWhole;
    private readonly double[] _signs;
    private readonly double[] _weights;
    private readonly double[] _distances;
    private readonly double[] _t;
    private readonly double[] _u;
    private readonly double[] _v;
    private readonly double[] _a;
    private readonly double[] _b;
    private readonly double[] _theta;
    private readonly double[] _residual;
    private readonly double[] _du;
    private readonly double[] _dv;
    private readonly double[] _dd;
    private readonly double[] _sums;
    private readonly double[] _moves;
    private readonly double[] _rest;
    private readonly double[] _right;
    private readonly double[] _direction;
    private readonly KinkEquations _equations;
    private double _farLoss;
    private double _weight;
    private double _noise;
    private double _leastGap = double.PositiveInfinity;

    /// <param name="rows">The rows near a kink, with their logits at the point.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="width">The numbers of a row.</param>
    /// <param name="linear">The derivatives of the other rows, <c>[width]</c>.</param>
    /// <param name="ridge">The second derivatives of the penalty, <c>[width]</c>.</param>
    /// <param name="point">The weights at which the rows were found, <c>[width]</c>.</param>
    /// <param name="isDropped">Which variables were dropped, <c>[variables]</c>. Their weights become 0.</param>
    /// <param name="isWhole">Whether these are all rows.</param>
    public KinkProgram(
        KinkRows rows, KinkedLoss loss, int width, ReadOnlySpan<double> linear, ReadOnlySpan<double> ridge, ReadOnlySpan<double> point, bool[] isDropped, bool isWhole)
    {
        (_rows, _loss, _width, _isDropped, _isWhole) = (rows, loss, width, isDropped, isWhole);
        _variables = isDropped.Length;
        _count = rows.Count;
        _linear = linear.ToArray();
        _ridge = ridge.ToArray();
        foreach (double strength in ridge)
        {
            _hasRidge |= strength > 0;
        }

        _start = point.ToArray();
        Point = point.ToArray();
        _step = new double[width];
        int terms = _count * loss.Distance.Terms;
        (_signs, _weights, _distances, _t) = (new double[terms], new double[terms], new double[terms], new double[terms]);
        (_u, _v) = (new double[terms], new double[terms]);
        (_a, _b, _theta, _residual) = (new double[terms], new double[terms], new double[terms], new double[terms]);
        (_du, _dv, _dd) = (new double[terms], new double[terms], new double[terms]);
        (_sums, _moves) = (new double[_count], new double[_count]);
        (_rest, _right, _direction) = (new double[width], new double[width], new double[width]);
        _equations = new(rows, width, _ridge, isDropped);
    }

    /// <summary>The weights, <c>[width]</c>.</summary>
    public double[] Point { get; }

    /// <summary>The loss at <see cref="Point"/>, with the penalty, as the rows and straight pieces have it.</summary>
    public double Value { get; private set; } = double.PositiveInfinity;

    /// <summary>A lower bound of the loss with the penalty.</summary>
    public double Bound { get; private set; }

    private double Slope => _loss.High + _loss.Low;

    /// <summary>Solves the program. Returns false if it was cancelled.</summary>
    /// <param name="farLoss">The loss of the other rows at the point.</param>
    /// <param name="cancellationToken">Cancels between iterations.</param>
    public bool TrySolve(double farLoss, CancellationToken cancellationToken)
    {
        Begin(farLoss);
        if (!TryIterate(cancellationToken))
        {
            return false;
        }

        // A penalty far smaller than the curvature at kinks is lost in sums of products.
        _equations.IsTriangle = _leastGap > Math.Max(RoughGap * Value, _noise);
        if (!_equations.IsTriangle)
        {
            return true;
        }

        Begin(farLoss);
        return TryIterate(cancellationToken);
    }

    private bool TryIterate(CancellationToken cancellationToken)
    {
        int idle = 0;
        double least = double.PositiveInfinity;
        for (int iteration = 0; iteration < MostIterations; iteration++)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return false;
            }

            double before = Value;
            double gap = Measure();
            idle = gap < 0.9 * least || Value < 0.999 * before ? 0 : idle + 1;
            least = Math.Min(least, gap);
            bool isOver = !double.IsFinite(gap)
                || _leastGap <= Math.Max(LeastGap * Value, _noise)
                || idle >= (least <= SmallGap * Value && !_equations.IsTriangle ? MostIdle : MostIdleAtAll);
            if (isOver || TryWiden())
            {
                return true;
            }

            Iterate();
        }

        return true;
    }

    /// <summary>Starts from least squares, or for some of the rows from their point, with u and v apart by the mean distance.</summary>
    private void Begin(double farLoss)
    {
        _weight = 0;
        Array.Clear(_step);
        for (int row = 0; row < _count; row++)
        {
            double target = _rows.Targets[row];
            for (int term = 0; term < _loss.Distance.Terms; term++)
            {
                int index = (term * _count) + row;
                _signs[index] = _loss.Distance.Sign(term, target);
                _weights[index] = _rows.Weights[row];
                _distances[index] = _loss.Distance.Of(term, _rows.Logits[row], target);
            }

            _weight += _rows.Weights[row] * _loss.Distance.Terms;
        }

        _farLoss = farLoss;
        ClearDropped();
        if (_isWhole)
        {
            Array.Fill(_theta, 1);
            WeighTerms(_theta, []);
            _equations.Factor(_sums);
            Cancel(_distances, _rest);
            _equations.Solve(_rest, _direction);
            _direction.CopyTo(_step, 0);
        }

        Move();
        double size = WeightedMean(_t);
        size = size > 0 ? size : double.Epsilon / Rounding.Unit<double>();
        for (int index = 0; index < _t.Length; index++)
        {
            _u[index] = Math.Max(_t[index], 0) + size;
            _v[index] = Math.Max(-_t[index], 0) + size;
        }

        Array.Fill(_a, Slope / 2);
        Array.Fill(_b, Slope / 2);
    }

    /// <summary>Sets the weights of dropped variables to 0.</summary>
    private void ClearDropped()
    {
        var taken = new double[_width];
        for (int place = 0; place < _variables; place++)
        {
            taken[place] = _isDropped[place] ? -_start[place] : 0;
            _start[place] = _isDropped[place] ? 0 : _start[place];
            _farLoss += taken[place] * _linear[place];
        }

        Logits(taken, _moves);
        AddMoves(_distances);
    }

    /// <summary>Computes the distances at the point, the loss, its bound, and what is left of the derivatives. Returns the gap.</summary>
    private double Measure()
    {
        Move();
        double value = _farLoss + Dot.Compute<double>(_linear, _step);
        double penalty = 0;
        double largest = 0;
        for (int place = 0; place < _width; place++)
        {
            double weight = _start[place] + _step[place];
            penalty += 0.5 * _ridge[place] * weight * weight;
            largest = Math.Max(largest, Math.Abs(weight));
        }

        value += penalty + NearLoss(_t);
        double gap = 0;
        for (int index = 0; index < _t.Length; index++)
        {
            double distance = _t[index];
            gap += _weights[index] * (distance > 0 ? _a[index] * distance : -_b[index] * distance);
            _residual[index] = _a[index] < _b[index] ? _loss.High - _a[index] : _b[index] - _loss.Low;
        }

        Cancel(_residual, _rest);
        for (int place = 0; place < _variables; place++)
        {
            _rest[place] += _linear[place] + (_ridge[place] * (_start[place] + _step[place]));
            double rest = _isDropped[place] ? 0 : Math.Abs(_rest[place]);
            gap += _ridge[place] > 0 ? Math.Min(rest * rest / (2 * _ridge[place]), rest * largest) : rest * largest;
        }

        _noise = Rounding.Unit<double>() * largest * _weight * Slope;
        Take(value, gap);
        return gap;
    }

    private void Take(double value, double gap)
    {
        if (!double.IsFinite(gap))
        {
            return;
        }

        if (gap < _leastGap)
        {
            // A loss is never below 0, and neither is a penalty. The bound is one for weights up to the largest away, and the loss is
            // convex: K times farther it may be K gaps below. So the bound of the least gap counts, not the highest one.
            _leastGap = gap;
            Bound = Math.Max(0, value - gap);
        }

        if (value < Value)
        {
            Value = value;
            Keep(1);
        }
    }

    /// <summary>Keeps the weights, times a factor.</summary>
    private void Keep(double factor)
    {
        for (int place = 0; place < _width; place++)
        {
            Point[place] = factor * (_start[place] + _step[place]);
        }
    }

    /// <summary>
    /// Makes the weights larger if every row has a margin: without a penalty one of 1 has no loss. There are then no multipliers but 0, and
    /// iterations would be slow. Not with offsets, which a factor of the weights does not move.
    /// </summary>
    private bool TryWiden()
    {
        if (_loss.Distance.Form != DistanceForm.Shortfall || _hasRidge || !_isWhole || _rows.HaveOffsets)
        {
            return false;
        }

        double margin = double.PositiveInfinity;
        foreach (double distance in _t)
        {
            margin = Math.Min(margin, 1 - distance);
        }

        if (!(margin > 0))
        {
            return false;
        }

        double factor = Math.Max(1, SafeMargin / margin);
        Keep(factor);
        Value = 0;
        Bound = 0;
        _leastGap = 0;
        return true;
    }

    /// <summary>Takes a step: the predictor shows how far the products can fall, and the corrector keeps them alike.</summary>
    private void Iterate()
    {
        double mean = Products(0, 0);
        for (int index = 0; index < _t.Length; index++)
        {
            _theta[index] = 1 / ((_u[index] / _a[index]) + (_v[index] / _b[index]));
        }

        WeighTerms(_theta, []);
        _equations.Factor(_sums);
        Array.Clear(_du);
        Array.Clear(_dv);
        Array.Clear(_dd);
        Turn(0);
        (double primal, double dual) = Lengths();
        double share = Products(primal, dual) / mean;
        Turn(share * share * share * mean);
        (primal, dual) = Lengths();
        for (int index = 0; index < _t.Length; index++)
        {
            _u[index] += primal * _du[index];
            _v[index] += primal * _dv[index];
            _a[index] -= dual * _dd[index];
            _b[index] += dual * _dd[index];
        }

        ScaledRows.Add<double>(_direction, _width, [primal], _step);
    }

    /// <summary>
    /// Computes the direction in which all products become the target, with the products of the direction before, of u, v and the
    /// multipliers, as second order.
    /// </summary>
    private void Turn(double target)
    {
        for (int index = 0; index < _t.Length; index++)
        {
            double ofU = target - (_u[index] * _a[index]) + (_du[index] * _dd[index]);
            double ofV = target - (_v[index] * _b[index]) - (_dv[index] * _dd[index]);
            _du[index] = ofU;
            _dv[index] = ofV;
            _residual[index] = _t[index] - _u[index] + _v[index] - (ofU / _a[index]) + (ofV / _b[index]);
            _dd[index] = _theta[index] * _residual[index];
        }

        Cancel(_dd, _right);
        TensorPrimitives.Add<double>(_right, _rest, _right);
        _equations.Solve(_right, _direction);
        Logits(_direction, _moves);
        AddMoves(_residual);
        for (int index = 0; index < _t.Length; index++)
        {
            double move = _theta[index] * _residual[index];
            _du[index] = (_du[index] + (_u[index] * move)) / _a[index];
            _dv[index] = (_dv[index] - (_v[index] * move)) / _b[index];
            _dd[index] = move;
        }
    }

    /// <summary>The longest steps, of u and v and of the multipliers, up to 1, that keep all well above 0. A penalty ties the two.</summary>
    private (double Primal, double Dual) Lengths()
    {
        double primal = Math.Min(Longest(_u, _du, 1), Longest(_v, _dv, 1));
        double dual = Math.Min(Longest(_a, _dd, -1), Longest(_b, _dd, 1));
        primal = _hasRidge ? Math.Min(primal, dual) : primal;
        dual = _hasRidge ? primal : dual;
        return (Math.Min(1, Reach * primal), Math.Min(1, Reach * dual));
    }

    private static double Longest(double[] values, double[] changes, double sign)
    {
        double longest = 1 / Reach;
        for (int index = 0; index < values.Length; index++)
        {
            double change = sign * changes[index];
            longest = change < 0 ? Math.Min(longest, -values[index] / change) : longest;
        }

        return longest;
    }

    /// <summary>The mean of the products after a step.</summary>
    private double Products(double primal, double dual)
    {
        double sum = 0;
        for (int index = 0; index < _t.Length; index++)
        {
            double ofU = (_u[index] + (primal * _du[index])) * (_a[index] - (dual * _dd[index]));
            double ofV = (_v[index] + (primal * _dv[index])) * (_b[index] + (dual * _dd[index]));
            sum += _weights[index] * (ofU + ofV);
        }

        return sum / (2 * _weight);
    }

    private double NearLoss(ReadOnlySpan<double> distances)
    {
        double sum = 0;
        for (int index = 0; index < distances.Length; index++)
        {
            double distance = distances[index];
            sum += _weights[index] * _loss.Of(distance);
        }

        return sum;
    }

    private double WeightedMean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        for (int index = 0; index < values.Length; index++)
        {
            sum += _weights[index] * Math.Abs(values[index]);
        }

        return sum / _weight;
    }

    /// <summary>Computes the distances after the step.</summary>
    private void Move()
    {
        Logits(_step, _moves);
        _distances.CopyTo(_t, 0);
        AddMoves(_t);
    }

    private void AddMoves(Span<double> distances)
    {
        for (int start = 0; start < distances.Length; start += _count)
        {
            for (int row = 0; row < _count; row++)
            {
                distances[start + row] += _signs[start + row] * _moves[row];
            }
        }
    }

    private void Logits(ReadOnlySpan<double> weights, Span<double> destination) =>
        Kernels.Logits.OfTile<double>(_rows.Inputs, weights, [0.0], _width, streams: false, destination);

    /// <summary>The sum of the rows, each times its weight and the values of its terms.</summary>
    private void Cancel(ReadOnlySpan<double> values, Span<double> destination)
    {
        WeighTerms(values, _signs);
        destination.Clear();
        ScaledRows.Add<double>(_rows.Inputs, _width, _sums, destination);
    }

    private void WeighTerms(ReadOnlySpan<double> values, ReadOnlySpan<double> signs)
    {
        for (int row = 0; row < _count; row++)
        {
            double sum = 0;
            for (int index = row; index < values.Length; index += _count)
            {
                sum += signs.IsEmpty ? values[index] : signs[index] * values[index];
            }

            _sums[row] = _rows.Weights[row] * sum;
        }
    }
}
