using System.Numerics;
using NeuralNet.Core.Foundation;

namespace NeuralNet.Core.Training;

/// <summary>
/// Learns mean and scale of each input from examples, each as its weight says, in three passes: one for units, one for means, one
/// for variances. At least one example must count; those of weight 0 are ignored.
/// </summary>
/// <remarks>
/// Distances from the first row keep the digits of inputs that are large but close together, such as years, and are exactly 0 for
/// a constant input. They are measured in units of the power of two next to the largest, so that their squares neither overflow
/// nor vanish.
/// </remarks>
internal ref struct StandardizationLearner<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// Values that differ by this share of their size or less differ only by rounding (0.1 + 0.2 and 0.3). Dividing by their spread
    /// would give such an input a weight that breaks on any other row. In double only computed values come so close. In float
    /// measurements do (a million and a sixteenth), so there only equal values are constant.
    /// </summary>
    private static readonly double ConstantWithin = typeof(T) == typeof(double) ? (4 * double.BitIncrement(1)) - 4 : 0;

    private readonly ExampleSource<T> _source;
    private readonly SampleWeights<T> _sampleWeights;
    private readonly int _inputs;
    private readonly double[] _units;
    private readonly double[] _means;
    private readonly double[] _variances;
    private readonly bool[] _isConstant;
    private T[] _first = [];
    private int _exponent = int.MinValue;
    private double _count;

    public StandardizationLearner(in ExampleSource<T> source, SampleWeights<T> sampleWeights, int inputs)
    {
        _source = source;
        _sampleWeights = sampleWeights;
        _inputs = inputs;
        _units = new double[inputs];
        _means = new double[inputs];
        _variances = new double[inputs];
        _isConstant = new bool[inputs];
    }

    /// <summary>Learns mean and scale. Returns null if that was cancelled.</summary>
    /// <param name="parameter">The name of the inputs in error messages.</param>
    /// <param name="constant">Also receives the targets, in the first pass; null if nothing needs them.</param>
    /// <param name="cancellationToken">Cancels between two parts of the source.</param>
    public Standardization<T>? Learn(string parameter, BestConstant<T>? constant, CancellationToken cancellationToken)
    {
        if (!TryFindUnits(constant, cancellationToken) || !TryAdd(squares: false, cancellationToken))
        {
            return null;
        }

        foreach (ref double mean in _means.AsSpan())
        {
            mean /= _count;
        }

        return TryAdd(squares: true, cancellationToken) ? Result(parameter) : null;
    }

    private bool TryFindUnits(BestConstant<T>? constant, CancellationToken cancellationToken)
    {
        foreach (ref readonly ExampleSpan<T> part in _source)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return false;
            }

            _exponent = Math.Max(_exponent, SampleWeights<T>.ExponentOf(part));
            constant?.Add(part);
            for (int position = 0; position < part.Count; position++)
            {
                int row = part.RowAt(position);
                if (_sampleWeights.Counts(part, row))
                {
                    NoteDistances(part.Inputs.Row(row, _inputs));
                }
            }
        }

        for (int input = 0; input < _inputs; input++)
        {
            double largest = _units[input];
            _isConstant[input] = largest <= ConstantWithin * Math.Abs(double.CreateTruncating(_first[input]));
            _units[input] = largest is 0 or double.PositiveInfinity ? 1 : Math.ScaleB(1, Math.ILogB(largest));
        }

        return true;
    }

    /// <summary>Keeps the largest distance of each input from the first row.</summary>
    private void NoteDistances(ReadOnlySpan<T> row)
    {
        _first = _first.Length == 0 ? row.ToArray() : _first;
        for (int input = 0; input < _inputs; input++)
        {
            _units[input] = Math.Max(_units[input], Math.Abs(Distance(row[input], _first[input])));
        }
    }

    /// <summary>Adds the distances of all rows to the means, or their squared distances from the means to the variances.</summary>
    private bool TryAdd(bool squares, CancellationToken cancellationToken)
    {
        _count = 0;
        foreach (ref readonly ExampleSpan<T> part in _source)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return false;
            }

            ExampleSpan<T> normalized = SampleWeights<T>.Normalized(part, _exponent);
            bool areOne = _sampleWeights.AreOne(normalized);
            for (int position = 0; position < part.Count; position++)
            {
                int row = part.RowAt(position);
                double weight = areOne ? 1 : double.CreateTruncating(_sampleWeights.Get(normalized, row));
                if (weight != 0)
                {
                    _count += weight;
                    AddRow(part.Inputs.Row(row, _inputs), weight, squares);
                }
            }
        }

        return true;
    }

    private readonly void AddRow(ReadOnlySpan<T> row, double weight, bool squares)
    {
        for (int input = 0; input < row.Length; input++)
        {
            double distance = Distance(row[input], _first[input]) / _units[input];
            if (squares)
            {
                distance -= _means[input];
                _variances[input] += weight * (distance * distance);
            }
            else
            {
                _means[input] += weight * distance;
            }
        }
    }

    private readonly Standardization<T> Result(string parameter)
    {
        var means = new T[_inputs];
        var scales = new T[_inputs];
        var inverseScales = new T[_inputs];
        for (int input = 0; input < _inputs; input++)
        {
            _isConstant[input] |= _variances[input] == 0;
            double scale = _isConstant[input] ? 1 : Math.Sqrt(_variances[input] / _count) * _units[input];
            means[input] = T.CreateTruncating(double.CreateTruncating(_first[input]) + (_means[input] * _units[input]));
            scales[input] = T.CreateTruncating(scale);
            inverseScales[input] = T.CreateTruncating(1 / scale);
            if (!T.IsFinite(means[input]) || !T.IsFinite(scales[input]) || !T.IsFinite(inverseScales[input]))
            {
                Throw.Argument_NotStandardizable(parameter, input);
            }
        }

        return new(means, scales, inverseScales) { ConstantInputs = Indices.Find(_isConstant, true) };
    }

    private static double Distance(T value, T first) => double.CreateTruncating(value) - double.CreateTruncating(first);
}
