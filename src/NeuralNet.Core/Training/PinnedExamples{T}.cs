using System.Numerics;
using NeuralNet.Core.Data;

namespace NeuralNet.Core.Training;

/// <summary>The addresses of examples, for other threads, which can't receive a span. Valid only while the memory is pinned.</summary>
internal readonly unsafe struct PinnedExamples<T>(
    byte* inputs, T* targets, int* labels, T* weights, T* offsets, int* order, in ExampleSpan<T> examples)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly byte* _inputs = inputs;
    private readonly (RowForm Form, int Count, int Columns) _layout = examples.Inputs.Layout;
    private readonly T* _targets = targets;
    private readonly int* _labels = labels;
    private readonly T* _weights = weights;
    private readonly T* _offsets = offsets;
    private readonly int* _order = order;
    private readonly int _targetCount = examples.Targets.Length;
    private readonly int _labelCount = examples.Labels.Length;
    private readonly int _weightCount = examples.Weights.Length;
    private readonly int _offsetCount = examples.Offsets.Length;
    private readonly int _orderCount = examples.Order.Length;
    private readonly int _rows = examples.Rows;
    private readonly int? _weightExponent = examples.WeightExponent;

    public ExampleSpan<T> Span => new(
        Rows<T>.At(_inputs, _layout),
        new ReadOnlySpan<T>(_targets, _targetCount),
        new ReadOnlySpan<int>(_labels, _labelCount),
        _rows)
    {
        Weights = new ReadOnlySpan<T>(_weights, _weightCount),
        Offsets = new ReadOnlySpan<T>(_offsets, _offsetCount),
        Order = new ReadOnlySpan<int>(_order, _orderCount),
        WeightExponent = _weightExponent,
    };

    /// <summary>Pins examples, and runs work on a team with their addresses in the given place.</summary>
    public static void Run(in ExampleSpan<T> examples, ref PinnedExamples<T> place, ThreadTeam team, ITeamWork work)
    {
        // Pins numbers, a list of rows, or the box of sparse rows, or points at the stack of this thread, which waits. The collector still
        // traces the rows of a list and the memories of sparse ones, and may move them.
        fixed (byte* inputs = &examples.Inputs.First)
        fixed (T* targets = examples.Targets, weights = examples.Weights, offsets = examples.Offsets)
        fixed (int* labels = examples.Labels, order = examples.Order)
        {
            place = new PinnedExamples<T>(inputs, targets, labels, weights, offsets, order, examples);
            try
            {
                team.Run(work);
            }
            finally
            {
                place = default;
            }
        }
    }
}
