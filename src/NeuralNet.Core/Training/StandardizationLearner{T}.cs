using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Training;

/// <summary>
/// Learns mean and scale of each input from examples, each as its weight says, in one pass. At least one example must count; those
/// of weight 0 are ignored.
/// </summary>
/// <remarks>
/// Distances from the first row keep the digits of inputs that are large but close together, such as years, and are exactly 0 for
/// a constant input. The sums are those of <see cref="ColumnMoments"/> in a <see cref="SumTree{TSum}"/>. Only inputs so large or so
/// small that their squares would leave the range of double take a second pass, in units of a power of two.
/// </remarks>
internal sealed class StandardizationLearner<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// Values that differ by this share of their size or less differ only by rounding (0.1 + 0.2 and 0.3). Dividing by their spread
    /// would give such an input a weight that breaks on any other row. In double only computed values come so close. In float
    /// measurements do (a million and a sixteenth), so there only equal values are constant.
    /// </summary>
    public static readonly double ConstantWithin = typeof(T) == typeof(double) ? (4 * double.BitIncrement(1)) - 4 : 0;

    /// <summary>The rows that are added together: enough to divide seldom, few enough for a cache.</summary>
    private const int MostRows = 16;
    private const int LeastRows = 4;
    private const int CacheNumbers = 1 << 15;

    /// <summary>The largest exponent of a distance whose square has room for sums, and of the unit of any other.</summary>
    private const int LargestExponent = 500;
    private const int LargestUnit = 1000;

    private readonly SampleWeights<T> _sampleWeights;
    private readonly int _inputs;
    private readonly SumTree<ColumnMoments> _tree;
    private readonly double[] _rows;
    private readonly double[] _weights;
    private double[] _first = [];
    private double[] _origin = [];
    private double[]? _units;
    private int _count;
    private int _exponent;
    private T[]? _writtenOut;

    public StandardizationLearner(SampleWeights<T> sampleWeights, int inputs, int height)
    {
        _sampleWeights = sampleWeights;
        _inputs = inputs;
        _tree = new(height, () => new(inputs));
        int least = inputs > Array.MaxLength / LeastRows ? 1 : LeastRows;
        _weights = new double[Math.Clamp(CacheNumbers / inputs, least, MostRows)];
        _rows = new double[_weights.Length * inputs];
    }

    /// <summary>Learns mean and scale. Returns null if that was cancelled.</summary>
    /// <param name="source">The examples.</param>
    /// <param name="parameter">The name of the inputs in error messages.</param>
    /// <param name="constant">Also receives the targets; null if nothing needs them.</param>
    /// <param name="cancellationToken">Cancels between two blocks of rows.</param>
    public Standardization<T>? Learn(
        in ExampleSource<T> source, string parameter, BestConstant<T>? constant, CancellationToken cancellationToken)
    {
        if (!TryAdd(source, constant, cancellationToken))
        {
            return null;
        }

        double[] units = Units(_tree.Total().Largest);
        if (Array.Exists(units, unit => unit != 1))
        {
            _units = units;
            _origin = new double[_inputs];
            TensorPrimitives.Divide(_first, _units, _origin);
            if (!TryAdd(source, null, cancellationToken))
            {
                return null;
            }
        }

        return Result(parameter, _tree.Total());
    }

    /// <summary>Returns the power of two next to the largest distance of each input; 1 for ordinary inputs.</summary>
    private static double[] Units(ReadOnlySpan<double> largest)
    {
        var units = new double[largest.Length];
        for (int input = 0; input < units.Length; input++)
        {
            int exponent = largest[input] == 0 ? 0 : double.IsInfinity(largest[input]) ? LargestUnit : Math.ILogB(largest[input]);
            units[input] = Math.Abs(exponent) <= LargestExponent ? 1 : Math.ScaleB(1, Math.Clamp(exponent, -LargestUnit, LargestUnit));
        }

        return units;
    }

    private bool TryAdd(in ExampleSource<T> source, BestConstant<T>? constant, CancellationToken cancellationToken)
    {
        int? exponent = null;
        _tree.Clear();
        _count = 0;
        foreach (ref readonly ExampleSpan<T> part in source)
        {
            constant?.Add(part);
            int? before = exponent;
            ExampleSpan<T> normalized = SampleWeights<T>.Normalized(part, _tree, ref exponent);
            if (exponent > before)
            {
                TensorPrimitives.Multiply(_weights, Math.ScaleB(1, before.Value - exponent.Value), _weights);
            }

            for (int start = 0; start < part.Count;)
            {
                if (cancellationToken.IsCancellationRequested)
                {
                    return false;
                }

                int rows = Math.Min(_tree.Room, part.Count - start);
                AddToBlock(normalized, start, rows);
                start += rows;
            }
        }

        AddTaken();
        _exponent = exponent ?? 0;
        return true;
    }

    private void AddToBlock(in ExampleSpan<T> examples, int start, int rows)
    {
        if (_sampleWeights.AreOne(examples) && examples.Order.IsEmpty && !examples.Inputs.AreApart)
        {
            TakeTogether(examples.Inputs.Values.Slice(start * _inputs, rows * _inputs));
        }
        else
        {
            TakeEach(examples, start, rows);
        }

        if (rows == _tree.Room)
        {
            AddTaken();
        }

        _tree.Advance(rows);
    }

    /// <summary>Rows of weight 1 in one piece of memory.</summary>
    [MethodImpl(Jit.Loop)]
    private void TakeTogether(ReadOnlySpan<T> rows)
    {
        while (!rows.IsEmpty)
        {
            int count = Math.Min(rows.Length / _inputs, _weights.Length - _count);
            _weights.AsSpan(_count, count).Fill(1);
            Take(rows[..(count * _inputs)], count);
            rows = rows[(count * _inputs)..];
        }
    }

    [MethodImpl(Jit.Loop)]
    private void TakeEach(in ExampleSpan<T> examples, int start, int rows)
    {
        for (int position = start; position < start + rows; position++)
        {
            int row = examples.RowAt(position);
            double weight = double.CreateTruncating(_sampleWeights.Get(examples, row));
            if (weight != 0)
            {
                _weights[_count] = weight;
                Take(examples.Inputs.Row(row, _inputs, ref _writtenOut), 1);
            }
        }
    }

    /// <summary>Takes rows whose weights are known. Adds all that were taken once there are enough.</summary>
    [MethodImpl(Jit.Loop)]
    private void Take(ReadOnlySpan<T> rows, int count)
    {
        Span<double> taken = _rows.AsSpan(_count * _inputs, rows.Length);
        TensorPrimitives.ConvertTruncating(rows, taken);
        if (_first.Length == 0)
        {
            _first = taken[.._inputs].ToArray();
            _origin = _first;
        }

        for (int row = 0; _units is not null && row < count; row++)
        {
            Span<double> values = taken.Slice(row * _inputs, _inputs);
            TensorPrimitives.Divide(values, _units, values);
        }

        _count += count;
        if (_count == _weights.Length)
        {
            AddTaken();
        }
    }

    private void AddTaken()
    {
        if (_count > 0)
        {
            _tree.Current.Add(_rows.AsSpan(0, _count * _inputs), _weights.AsSpan(0, _count), _origin);
            _count = 0;
        }
    }

    private Standardization<T> Result(string parameter, ColumnMoments moments)
    {
        var means = new T[_inputs];
        var scales = new T[_inputs];
        var inverseScales = new T[_inputs];
        var isConstant = new bool[_inputs];
        for (int input = 0; input < _inputs; input++)
        {
            double unit = _units is null ? 1 : _units[input];
            isConstant[input] = moments.Squares[input] == 0
                || moments.Largest[input] * unit <= ConstantWithin * Math.Abs(_first[input]);
            double scale = isConstant[input] ? 1 : Math.Sqrt(moments.Squares[input] / moments.Weight) * unit;
            means[input] = T.CreateTruncating(_first[input] + (moments.Means[input] * unit));
            scales[input] = T.CreateTruncating(scale);
            inverseScales[input] = T.CreateTruncating(1 / scale);
            T farthest = T.CreateTruncating(2 * moments.Largest[input] * unit);
            if (!T.IsFinite(farthest) || !T.IsFinite(means[input]) || !T.IsFinite(scales[input]) || !T.IsFinite(inverseScales[input]))
            {
                Throw.Argument_NotStandardizable(parameter, input);
            }
        }

        return new(means, scales, inverseScales)
        {
            ConstantInputs = Indices.Find(isConstant, true),
            Weight = Math.Min(Math.ScaleB(moments.Weight, _exponent), double.MaxValue),
        };
    }
}
