using System.Numerics;

namespace NeuralNet.Core.Training;

/// <summary>Examples by their addresses, for threads that can't be handed a span. Valid only while the memory is pinned.</summary>
internal readonly unsafe struct PinnedExamples<T>(T* inputs, T* targets, int* labels, T* weights, int* order, in ExampleSpan<T> examples)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T* _inputs = inputs;
    private readonly T* _targets = targets;
    private readonly int* _labels = labels;
    private readonly T* _weights = weights;
    private readonly int* _order = order;
    private readonly int _inputCount = examples.Inputs.Length;
    private readonly int _targetCount = examples.Targets.Length;
    private readonly int _labelCount = examples.Labels.Length;
    private readonly int _weightCount = examples.Weights.Length;
    private readonly int _orderCount = examples.Order.Length;
    private readonly int _rows = examples.Rows;
    private readonly int? _weightExponent = examples.WeightExponent;

    public ExampleSpan<T> Span => new(
        new ReadOnlySpan<T>(_inputs, _inputCount),
        new ReadOnlySpan<T>(_targets, _targetCount),
        new ReadOnlySpan<int>(_labels, _labelCount),
        _rows)
    {
        Weights = new ReadOnlySpan<T>(_weights, _weightCount),
        Order = new ReadOnlySpan<int>(_order, _orderCount),
        WeightExponent = _weightExponent,
    };
}
