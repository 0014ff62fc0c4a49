using System.Numerics;

namespace NeuralNet.Core.Training;

/// <summary>
/// The last rows of a part of a source, too few for a tile. They wait for the rows of the next part, so that the tiles, and with them
/// the bits, do not depend on how the rows are divided into parts.
/// </summary>
internal sealed class PartialTile<T>(int height, int inputs, int outputs)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _inputs = new T[height * inputs];
    private readonly T[] _targets = new T[height * outputs];
    private readonly int[] _labels = new int[height];
    private readonly T[] _weights = new T[height];
    private readonly T[] _offsets = new T[height * outputs];
    private bool _hasLabels;
    private bool _hasWeights;
    private bool _hasOffsets;

    /// <summary>The exponent by which the weights of all waiting rows are normalized; null if they are not.</summary>
    public int? Exponent { get; set; }

    public int Count { get; private set; }

    /// <summary>The waiting rows.</summary>
    public ExampleSpan<T> Rows => new(
        new(_inputs.AsSpan(0, Count * inputs)),
        _hasLabels ? default : _targets.AsSpan(0, Count * outputs),
        _hasLabels ? _labels.AsSpan(0, Count) : default,
        Count)
    {
        Weights = _hasWeights ? _weights.AsSpan(0, Count) : default,
        Offsets = _hasOffsets ? _offsets.AsSpan(0, Count * outputs) : default,
        WeightExponent = Exponent,
    };

    /// <summary>Whether rows of this part can wait beside those that do.</summary>
    public bool Fits(in ExampleSpan<T> examples) =>
        Count == 0 || _hasLabels == !examples.Labels.IsEmpty;

    public void Clear() => Count = 0;

    /// <summary>Copies rows of a part.</summary>
    public void Add(in ExampleSpan<T> examples, int position, int count)
    {
        _hasLabels = !examples.Labels.IsEmpty;
        _hasOffsets = !examples.Offsets.IsEmpty;
        _hasWeights = (Count > 0 && _hasWeights) || !examples.Weights.IsEmpty;
        for (int end = position + count; position < end; position++)
        {
            int row = examples.RowAt(position);
            examples.Inputs.CopyRow(row, _inputs.AsSpan(Count * inputs, inputs));
            if (_hasLabels)
            {
                _labels[Count] = examples.Labels[row];
            }
            else
            {
                examples.Targets.Slice(row * outputs, outputs).CopyTo(_targets.AsSpan(Count * outputs));
            }

            _weights[Count] = examples.Weights.IsEmpty ? T.One : examples.Weights[row];
            if (_hasOffsets)
            {
                examples.Offsets.Slice(row * outputs, outputs).CopyTo(_offsets.AsSpan(Count * outputs));
            }

            Count++;
        }
    }
}
