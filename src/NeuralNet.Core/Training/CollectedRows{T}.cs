using System.Numerics;
using static System.FormattableString;

namespace NeuralNet.Core.Training;

/// <summary>The rows of a stream in memory, standardized, with the values that are not 0 alone.</summary>
/// <param name="parameters">The parameters in training.</param>
/// <param name="optimizer">The name of the optimizer that needs them.</param>
internal sealed class CollectedRows<T>(Parameters<T> parameters, string optimizer)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly List<int> _starts = [0];
    private readonly List<int> _indices = [];
    private readonly List<T> _values = [];
    private readonly List<T> _targets = [];
    private readonly List<int> _labels = [];
    private readonly List<T> _weights = [];
    private readonly List<T> _offsets = [];
    private readonly T[] _row = new T[parameters.Inputs];
    private RowMemory<T> _inputs;

    private int Count => _starts.Count - 1;

    /// <summary>All rows so far.</summary>
    public ExampleSpan<T> Rows
    {
        get
        {
            _inputs = new SparseRowMemory<T>(_starts.ToArray(), _indices.ToArray(), _values.ToArray());
            return new(_inputs.Rows, _targets.ToArray(), _labels.ToArray(), Count)
            {
                Weights = _weights.ToArray(), Offsets = _offsets.ToArray(),
            };
        }
    }

    /// <summary>Adds all rows of a stream. Returns false if it was cancelled.</summary>
    /// <exception cref="InvalidOperationException">There are more values than an array holds.</exception>
    public bool TryAddAll(in ExampleSource<T> stream, CancellationToken cancellationToken)
    {
        foreach (ref readonly ExampleSpan<T> batch in stream)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return false;
            }

            Add(batch);
        }

        return true;
    }

    private void Add(in ExampleSpan<T> batch)
    {
        int before = Count;
        for (int position = 0; position < batch.Count; position++)
        {
            AddInputs(batch, batch.RowAt(position));
            AddTargets(batch, batch.RowAt(position));
        }

        AddIfAny(batch, batch.Weights, 1, before, T.One, _weights);
        AddIfAny(batch, batch.Offsets, parameters.Outputs, before, T.Zero, _offsets);
    }

    private void AddInputs(in ExampleSpan<T> batch, int row)
    {
        if (batch.Inputs.AreSparse)
        {
            batch.Inputs.Sparse.Row(row, out ReadOnlySpan<int> indices, out ReadOnlySpan<T> values);
            for (int position = 0; position < indices.Length; position++)
            {
                _indices.Add(indices[position]);
                _values.Add(values.IsEmpty ? T.One : values[position]);
            }
        }
        else
        {
            batch.Inputs.CopyRow(row, _row);
            parameters.Standardization?.Apply(_row, _row);
            for (int column = 0; column < _row.Length; column++)
            {
                if (_row[column] != T.Zero)
                {
                    _indices.Add(column);
                    _values.Add(_row[column]);
                }
            }
        }

        _starts.Add(_indices.Count);
        if (_indices.Count > Array.MaxLength - parameters.Inputs)
        {
            throw new InvalidOperationException(Invariant(
                $"The optimizer '{optimizer}' keeps the rows of a stream in memory, and {Count} rows have {_indices.Count} values that are not 0; {Array.MaxLength} are possible. Use Optimizer.Lbfgs, or fewer rows."));
        }
    }

    private void AddTargets(in ExampleSpan<T> batch, int row)
    {
        if (batch.Labels.IsEmpty)
        {
            _targets.AddRange(batch.Targets.Slice(row * parameters.Outputs, parameters.Outputs));
        }
        else
        {
            _labels.Add(batch.Labels[row]);
        }
    }

    /// <summary>Adds numbers of each row that a batch may have or not; rows without them have the given one.</summary>
    private static void AddIfAny(in ExampleSpan<T> batch, ReadOnlySpan<T> numbers, int width, int before, T none, List<T> all)
    {
        if (numbers.IsEmpty && all.Count == 0)
        {
            return;
        }

        while (all.Count < (long)before * width)
        {
            all.Add(none);
        }

        for (int position = 0; position < (long)batch.Count * width; position++)
        {
            all.Add(numbers.IsEmpty ? none : numbers[(batch.RowAt(position / width) * width) + (position % width)]);
        }
    }
}
