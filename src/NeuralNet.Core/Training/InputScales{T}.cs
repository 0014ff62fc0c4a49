using System.Numerics;
using System.Numerics.Tensors;

namespace NeuralNet.Core.Training;

/// <summary>
/// Learns mean and standard deviation of raw inputs, to a few digits. Without a bias nothing can absorb a mean: then the mean is 0, and
/// the scale is the root of the mean square.
/// </summary>
internal sealed class InputScales<T>(int inputs, bool hasBias)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A spread up to this share of the mean is rounding.</summary>
    private static readonly double _constantWithin = Math.ScaleB(1, -(Kernels.PowerOfTwo<T>.FractionBits - 2));

    /// <summary>The largest ratio of two weights. Beside such a row the other rows no longer matter.</summary>
    private const double LargestRatio = 1e100;

    /// <summary>Squares of double may overflow or vanish. Squares of float can't, in double.</summary>
    private static readonly bool _needsUnits = typeof(T) == typeof(double);

    // The columns of the current pass. The arrays below have one element for each, in the same order.
    private int[] _columns = [.. Enumerable.Range(0, inputs)];
    private double[] _row = [];
    private double[] _origin = [];
    private double[] _inverseUnits = [];
    private double[] _sums = [];
    private double[] _squares = [];
    private double _firstWeight;
    private int _firstExponent;
    private double _count;

    public double[] Means { get; } = new double[inputs];

    /// <summary>The scales, above 0; for a constant input its magnitude, or 1 if it is 0.</summary>
    public double[] Scales { get; } = new double[inputs];

    /// <summary>
    /// Learns from every step-th row, if it counts. Learns an input that is constant in these rows from all rows. Returns false if it was
    /// cancelled.
    /// </summary>
    public bool TryLearn(in ExampleSource<T> source, SampleWeights<T> sampleWeights, int step, CancellationToken cancellationToken)
    {
        if (!TryColumns(source, sampleWeights, step, cancellationToken, out int[] constant))
        {
            return false;
        }

        _columns = constant;
        return step == 1 || constant.Length == 0 || TryColumns(source, sampleWeights, step: 1, cancellationToken, out _);
    }

    private bool TryColumns(
        in ExampleSource<T> source, SampleWeights<T> sampleWeights, int step, CancellationToken cancellationToken, out int[] constant)
    {
        _row = new double[_columns.Length];
        _origin = new double[_columns.Length];
        _inverseUnits = new double[_columns.Length];
        _sums = new double[_columns.Length];
        _squares = new double[_columns.Length];
        constant = [];
        if (_needsUnits && !TryPass(source, sampleWeights, step, NoteSize, cancellationToken))
        {
            return false;
        }

        for (int place = 0; place < _columns.Length; place++)
        {
            // Powers of two change no digit. Their inverses are finite.
            _inverseUnits[place] = _sums[place] > 0 ? Math.ScaleB(1, -Math.Clamp(Math.ILogB(_sums[place]), -1022, 1022)) : 1;
            _sums[place] = 0;
        }

        if (hasBias)
        {
            if (!TryPass(source, sampleWeights, step, AddToSums, cancellationToken))
            {
                return false;
            }

            for (int place = 0; place < _sums.Length; place++)
            {
                _sums[place] /= _count;
            }
        }

        if (!TryPass(source, sampleWeights, step, AddToSquares, cancellationToken))
        {
            return false;
        }

        var left = new List<int>();
        for (int place = 0; place < _columns.Length; place++)
        {
            if (!Conclude(place))
            {
                left.Add(_columns[place]);
            }
        }

        constant = [.. left];
        return true;
    }

    private bool TryPass(
        in ExampleSource<T> source, SampleWeights<T> sampleWeights, int step, Action<double> add, CancellationToken cancellationToken)
    {
        _count = 0;
        _firstWeight = 0;
        foreach (ref readonly ExampleSpan<T> part in source)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return false;
            }

            // Only ratios matter. Products of normalized weights and sums of ratios do not overflow.
            int exponent = SampleWeights<T>.ExponentOf(part);
            ExampleSpan<T> normalized = SampleWeights<T>.Normalized(part, exponent);
            for (int position = 0; position < part.Count; position += step)
            {
                int row = part.RowAt(position);
                double weight = double.CreateTruncating(sampleWeights.Get(normalized, row));
                if (weight > 0)
                {
                    (_firstWeight, _firstExponent) = _firstWeight > 0 ? (_firstWeight, _firstExponent) : (weight, exponent);
                    double ratio = Math.Min(LargestRatio, Math.ScaleB(weight / _firstWeight, exponent - _firstExponent));
                    Take(part.Inputs.Row(row, inputs));
                    add(ratio);
                    _count += ratio;
                }
            }
        }

        return true;
    }

    private void Take(ReadOnlySpan<T> row)
    {
        if (_columns.Length == inputs)
        {
            TensorPrimitives.ConvertTruncating(row, _row);
            return;
        }

        for (int place = 0; place < _columns.Length; place++)
        {
            _row[place] = double.CreateTruncating(row[_columns[place]]);
        }
    }

    private void NoteSize(double weight)
    {
        for (int place = 0; place < _row.Length; place++)
        {
            _sums[place] = Math.Max(_sums[place], Math.Abs(_row[place]));
        }
    }

    /// <summary>Distances from the first row keep the digits of large inputs that are close together.</summary>
    private void AddToSums(double weight)
    {
        Scale();
        if (_count == 0)
        {
            _row.CopyTo(_origin, 0);
        }

        TensorPrimitives.Subtract(_row, _origin, _row);
        TensorPrimitives.Multiply(_row, weight, _row);
        TensorPrimitives.Add(_sums, _row, _sums);
    }

    private void AddToSquares(double weight)
    {
        Scale();
        if (hasBias)
        {
            TensorPrimitives.Subtract(_row, _origin, _row);
            TensorPrimitives.Subtract(_row, _sums, _row);
        }

        TensorPrimitives.Multiply(_row, _row, _row);
        TensorPrimitives.Multiply(_row, weight, _row);
        TensorPrimitives.Add(_squares, _row, _squares);
    }

    private void Scale()
    {
        if (_needsUnits)
        {
            TensorPrimitives.Multiply(_row, _inverseUnits, _row);
        }
    }

    /// <summary>Sets mean and scale of a column. Returns false if it is constant.</summary>
    private bool Conclude(int place)
    {
        double mean = (_origin[place] + _sums[place]) / _inverseUnits[place];
        double scale = Math.Sqrt(_squares[place] / _count) / _inverseUnits[place];
        bool varies = scale > _constantWithin * Math.Abs(mean);
        Means[_columns[place]] = varies ? mean : 0;
        Scales[_columns[place]] = varies ? scale : mean == 0 ? 1 : Math.Abs(mean);
        return varies;
    }
}
