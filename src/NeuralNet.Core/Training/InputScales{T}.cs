using System.Numerics;
using System.Numerics.Tensors;

namespace NeuralNet.Core.Training;

/// <summary>
/// Learns mean and standard deviation of raw inputs, to a few digits, from every step-th row. The step is the smallest power of two that
/// leaves fewer than <see cref="MostRows"/> rows, so the batches of a source give the same rows as rows in memory. Without a bias nothing
/// can absorb a mean: then the mean is 0, and the scale is the root of the mean square.
/// </summary>
internal sealed partial class InputScales<T>(int inputs, bool hasBias)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A spread up to this share of the mean is rounding.</summary>
    private static readonly double _constantWithin = Math.ScaleB(1, -(Kernels.PowerOfTwo<T>.FractionBits - 2));

    /// <summary>Half of these are enough for scales that are right to a few percent. The shape of a step needs no more.</summary>
    private const int MostRows = 512;

    /// <summary>The largest ratio of two weights. Beside such a row the other rows no longer matter.</summary>
    private const double LargestRatio = 1e100;

    /// <summary>So many rows are read between two looks at the cancellation.</summary>
    private const int RowsBetweenLooks = 1024;

    /// <summary>Squares of double may overflow or vanish. Squares of float can't, in double.</summary>
    private static readonly bool _needsUnits = typeof(T) == typeof(double);

    // A copy of each row of the sample, whose memory a source may use again; null for rows in memory. Only a sparse row has indices.
    private readonly List<(T[]? Copy, int[]? Indices, int Row, double Weight, int Exponent)> _sample = [];

    // The columns of the current pass. The arrays below have one element for each, in the same order.
    private int[] _columns = [];
    private double[] _row = [];
    private double[] _origin = [];
    private double[] _inverseUnits = [];
    private double[] _sums = [];
    private double[] _squares = [];
    private double _firstWeight;
    private int _firstExponent;
    private double _count;
    private T[]? _writtenOut;

    /// <summary>
    /// Adds a row with its weight: the values at the indices, ones if there are none; for a dense row no indices, and the value of each input.
    /// </summary>
    private delegate void Adder(ReadOnlySpan<int> indices, ReadOnlySpan<T> values, double weight);

    public double[] Means { get; } = new double[inputs];

    /// <summary>The scales, above 0; for a constant input its magnitude, or 1 if it is 0.</summary>
    public double[] Scales { get; } = new double[inputs];

    /// <summary>
    /// Learns from the rows of the sample that count. Learns an input that is constant in them from all rows. Returns false if it was
    /// cancelled.
    /// </summary>
    public bool TryLearn(in ExampleSource<T> source, SampleWeights<T> sampleWeights, CancellationToken cancellationToken)
    {
        if (!TrySample(source, sampleWeights, cancellationToken, out long step))
        {
            return false;
        }

        if (IsWide)
        {
            return TryLearnWide(source, sampleWeights, seesAll: step == 1, cancellationToken);
        }

        _columns = [.. Enumerable.Range(0, inputs)];
        if (!TryColumns(source, sampleWeights, all: false, cancellationToken, out int[] constant))
        {
            return false;
        }

        _columns = constant;
        return step == 1 || constant.Length == 0 || TryColumns(source, sampleWeights, all: true, cancellationToken, out _);
    }

    /// <summary>Keeps every step-th row. Whenever there are too many, every second one of them goes, and the step doubles.</summary>
    private bool TrySample(
        in ExampleSource<T> source, SampleWeights<T> sampleWeights, CancellationToken cancellationToken, out long step)
    {
        step = 1;
        long next = 0;
        long before = 0;
        foreach (ref readonly ExampleSpan<T> part in source)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return false;
            }

            int exponent = SampleWeights<T>.ExponentOf(part);
            ExampleSpan<T> normalized = SampleWeights<T>.Normalized(part, exponent);
            for (; next < before + part.Count; next += step)
            {
                int row = part.RowAt((int)(next - before));
                T[]? copy = null;
                int[]? indices = null;
                if (source.IsStream)
                {
                    ReadOnlySpan<T> values = Row(part.Inputs, row, out ReadOnlySpan<int> sparse);
                    copy = values.ToArray();
                    indices = IsWide && part.Inputs.AreSparse ? sparse.ToArray() : null;
                }

                _sample.Add((copy, indices, row, double.CreateTruncating(sampleWeights.Get(normalized, row)), exponent));
                if (_sample.Count == MostRows)
                {
                    step *= 2;
                    for (int kept = 0; kept < MostRows / 2; kept++)
                    {
                        _sample[kept] = _sample[2 * kept];
                    }

                    _sample.RemoveRange(MostRows / 2, MostRows / 2);
                    next = (_sample.Count - 1) * step;
                }
            }

            before += part.Count;
        }

        return true;
    }

    private bool TryColumns(
        in ExampleSource<T> source, SampleWeights<T> sampleWeights, bool all, CancellationToken cancellationToken, out int[] constant)
    {
        _row = new double[_columns.Length];
        _origin = new double[_columns.Length];
        _inverseUnits = new double[_columns.Length];
        _sums = new double[_columns.Length];
        _squares = new double[_columns.Length];
        constant = [];
        if (_needsUnits && !TryPass(source, sampleWeights, all, TakeAnd(NoteSize), cancellationToken))
        {
            return false;
        }

        SetUnits();
        if (hasBias)
        {
            if (!TryPass(source, sampleWeights, all, TakeAnd(AddToSums), cancellationToken))
            {
                return false;
            }

            for (int place = 0; place < _sums.Length; place++)
            {
                _sums[place] /= _count;
            }
        }

        if (!TryPass(source, sampleWeights, all, TakeAnd(AddToSquares), cancellationToken))
        {
            return false;
        }

        var left = new List<int>();
        for (int place = 0; place < _columns.Length; place++)
        {
            if (!Conclude(place, _columns[place]))
            {
                left.Add(_columns[place]);
            }
        }

        constant = [.. left];
        return true;
    }

    private bool TryPass(
        in ExampleSource<T> source, SampleWeights<T> sampleWeights, bool all, Adder add, CancellationToken cancellationToken)
    {
        _count = 0;
        _firstWeight = 0;
        if (!all)
        {
            foreach ((T[]? copy, int[]? indices, int row, double weight, int exponent) in _sample)
            {
                scoped ReadOnlySpan<int> sparse = indices;
                scoped ReadOnlySpan<T> values = source.IsStream ? copy : Row(source.Rows.Inputs, row, out sparse);
                Add(sparse, values, weight, exponent, add);
            }

            return !cancellationToken.IsCancellationRequested;
        }

        foreach (ref readonly ExampleSpan<T> part in source)
        {
            int exponent = SampleWeights<T>.ExponentOf(part);
            ExampleSpan<T> normalized = SampleWeights<T>.Normalized(part, exponent);
            for (int position = 0; position < part.Count; position++)
            {
                if (position % RowsBetweenLooks == 0 && cancellationToken.IsCancellationRequested)
                {
                    return false;
                }

                int row = part.RowAt(position);
                ReadOnlySpan<T> values = Row(part.Inputs, row, out ReadOnlySpan<int> indices);
                Add(indices, values, double.CreateTruncating(sampleWeights.Get(normalized, row)), exponent, add);
            }
        }

        return true;
    }

    /// <summary>Returns a row. Sparse rows of few inputs are written out.</summary>
    private ReadOnlySpan<T> Row(in Rows<T> rows, int row, out ReadOnlySpan<int> indices)
    {
        if (!IsWide || !rows.AreSparse)
        {
            indices = default;
            return rows.Row(row, inputs, ref _writtenOut);
        }

        rows.Sparse.Row(row, out indices, out ReadOnlySpan<T> values);
        return values;
    }

    /// <summary>Only ratios of weights matter. Products of normalized weights and sums of ratios do not overflow.</summary>
    private void Add(ReadOnlySpan<int> indices, ReadOnlySpan<T> values, double weight, int exponent, Adder add)
    {
        if (weight > 0)
        {
            (_firstWeight, _firstExponent) = _firstWeight > 0 ? (_firstWeight, _firstExponent) : (weight, exponent);
            double ratio = Math.Min(LargestRatio, Math.ScaleB(weight / _firstWeight, exponent - _firstExponent));
            add(indices, values, ratio);
            _count += ratio;
        }
    }

    /// <summary>Returns what takes the columns of a row, and then adds them.</summary>
    private Adder TakeAnd(Action<double> add) => (indices, values, weight) =>
    {
        Take(indices, values);
        add(weight);
    };

    private void Take(ReadOnlySpan<int> indices, ReadOnlySpan<T> values)
    {
        if (_columns.Length == inputs && values.Length == inputs)
        {
            TensorPrimitives.ConvertTruncating(values, _row);
            return;
        }

        int next = 0;
        bool isDense = indices.IsEmpty && values.Length == inputs;
        for (int place = 0; place < _columns.Length; place++)
        {
            int column = _columns[place];
            while (next < indices.Length && indices[next] < column)
            {
                next++;
            }

            _row[place] = isDense ? double.CreateTruncating(values[column])
                : next == indices.Length || indices[next] != column ? 0
                : values.IsEmpty ? 1
                : double.CreateTruncating(values[next]);
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

    /// <summary>Sets the unit of each column to its largest size, rounded to a power of two, which changes no digit. Clears the sums.</summary>
    private void SetUnits()
    {
        for (int place = 0; place < _inverseUnits.Length; place++)
        {
            // The inverse is finite.
            _inverseUnits[place] = _sums[place] > 0 ? Math.ScaleB(1, -Math.Clamp(Math.ILogB(_sums[place]), -1022, 1022)) : 1;
            _sums[place] = 0;
        }
    }

    /// <summary>Sets mean and scale of the input whose sums are at the given place. Returns false if it is constant.</summary>
    private bool Conclude(int place, int input)
    {
        double mean = (_origin[place] + _sums[place]) / _inverseUnits[place];
        double scale = Math.Sqrt(_squares[place] / _count) / _inverseUnits[place];
        bool varies = scale > _constantWithin * Math.Abs(mean);
        Means[input] = varies ? mean : 0;
        Scales[input] = varies ? scale : mean == 0 ? 1 : Math.Abs(mean);
        return varies;
    }
}
