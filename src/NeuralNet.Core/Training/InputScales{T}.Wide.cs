namespace NeuralNet.Core.Training;

/// <summary>
/// Many inputs, whose rows are mostly sparse: a pass takes the time of the values there are, and none for the zeros. One pass adds up the
/// distances from the first row and their squares. A zero of both rows is no distance, so dense rows give the same bits. An input whose
/// first row lies far from all others loses the digits of its spread, and is learned again in two passes.
/// </summary>
internal sealed partial class InputScales<T>
{
    /// <summary>A variance below this share of the mean square has lost about six of the sixteen digits.</summary>
    private const double LeastShare = 1e-6;

    // Of each input. The origin is the first row that counts; its columns are those that are not 0 there.
    private bool[] _isOpen = [];
    private int[] _originColumns = [];
    private bool _keepsSparse;

    /// <summary>Learns from all rows, in the time of the values that sparse rows have. Returns false if it was cancelled.</summary>
    public bool TryLearnAll(in ExampleSource<T> source, SampleWeights<T> sampleWeights, CancellationToken cancellationToken)
    {
        _keepsSparse = true;
        _isOpen = new bool[inputs];
        Array.Fill(_isOpen, true);
        return TryOpen(source, sampleWeights, all: true, cancellationToken);
    }

    /// <summary>Whether an input was constant in the rows.</summary>
    public bool IsConstant(int input) => _isOpen[input];

    private bool IsWide => _keepsSparse || inputs > WorkingSet.MostInputsWrittenOut;

    private bool TryLearnWide(
        in ExampleSource<T> source, SampleWeights<T> sampleWeights, bool seesAll, CancellationToken cancellationToken)
    {
        _isOpen = new bool[inputs];
        Array.Fill(_isOpen, true);
        return TryOpen(source, sampleWeights, all: false, cancellationToken)
            && (seesAll || Array.IndexOf(_isOpen, true) < 0 || TryOpen(source, sampleWeights, all: true, cancellationToken));
    }

    /// <summary>Learns the open inputs. Those that are constant stay open.</summary>
    private bool TryOpen(in ExampleSource<T> source, SampleWeights<T> sampleWeights, bool all, CancellationToken cancellationToken)
    {
        _originColumns = [];
        _origin = new double[inputs];
        _inverseUnits = new double[inputs];
        _sums = new double[inputs];
        _squares = new double[inputs];
        if (_needsUnits && !TryPass(source, sampleWeights, all, NoteSizes, cancellationToken))
        {
            return false;
        }

        SetUnits();
        if (!TryPass(source, sampleWeights, all, AddDistances, cancellationToken))
        {
            return false;
        }

        var cancelled = new List<int>();
        for (int input = 0; input < inputs; input++)
        {
            if (!_isOpen[input])
            {
                continue;
            }

            double square = _squares[input] / _count;
            _sums[input] = hasBias ? _sums[input] / _count : 0;
            double variance = square - (_sums[input] * _sums[input]);
            if (square > 0 && variance < LeastShare * square)
            {
                cancelled.Add(input);
                continue;
            }

            _squares[input] = variance * _count;
            _isOpen[input] = !Conclude(input, input);
        }

        _columns = [.. cancelled];
        if (cancelled.Count > 0)
        {
            if (!TryColumns(source, sampleWeights, all, cancellationToken, out int[] constant))
            {
                return false;
            }

            foreach (int input in cancelled)
            {
                _isOpen[input] = Array.BinarySearch(constant, input) >= 0;
            }
        }

        return true;
    }

    private void NoteSizes(ReadOnlySpan<int> indices, ReadOnlySpan<T> values, double weight)
    {
        bool isDense = IsDense(indices, values);
        int count = isDense ? inputs : indices.Length;
        for (int position = 0; position < count; position++)
        {
            int input = isDense ? position : indices[position];
            _sums[input] = Math.Max(_sums[input], Math.Abs(ValueAt(values, position)));
        }
    }

    /// <summary>Walks through the columns of the row and of the first row together.</summary>
    private void AddDistances(ReadOnlySpan<int> indices, ReadOnlySpan<T> values, double weight)
    {
        if (_count == 0 && hasBias)
        {
            SetOrigin(indices, values);
            return;
        }

        if (IsDense(indices, values))
        {
            for (int input = 0; input < inputs; input++)
            {
                AddDistance(input, ValueAt(values, input), weight);
            }

            return;
        }

        int next = 0;
        for (int position = 0; position < indices.Length; position++)
        {
            int input = indices[position];
            for (; next < _originColumns.Length && _originColumns[next] < input; next++)
            {
                AddDistance(_originColumns[next], 0, weight);
            }

            next += next < _originColumns.Length && _originColumns[next] == input ? 1 : 0;
            AddDistance(input, ValueAt(values, position), weight);
        }

        for (; next < _originColumns.Length; next++)
        {
            AddDistance(_originColumns[next], 0, weight);
        }
    }

    private void AddDistance(int input, double value, double weight)
    {
        double distance = (_needsUnits ? value * _inverseUnits[input] : value) - _origin[input];
        if (distance != 0 && _isOpen[input])
        {
            _sums[input] += distance * weight;
            _squares[input] += distance * distance * weight;
        }
    }

    private void SetOrigin(ReadOnlySpan<int> indices, ReadOnlySpan<T> values)
    {
        bool isDense = IsDense(indices, values);
        int count = isDense ? inputs : indices.Length;
        var columns = new List<int>();
        for (int position = 0; position < count; position++)
        {
            int input = isDense ? position : indices[position];
            double value = ValueAt(values, position);
            if (value != 0 && _isOpen[input])
            {
                _origin[input] = _needsUnits ? value * _inverseUnits[input] : value;
                columns.Add(input);
            }
        }

        _originColumns = [.. columns];
    }

    private bool IsDense(ReadOnlySpan<int> indices, ReadOnlySpan<T> values) => indices.IsEmpty && values.Length == inputs;

    private static double ValueAt(ReadOnlySpan<T> values, int position) =>
        values.IsEmpty ? 1 : double.CreateTruncating(values[position]);
}
