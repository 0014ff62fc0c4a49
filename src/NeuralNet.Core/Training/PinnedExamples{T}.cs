using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NeuralNet.Core.Training;

/// <summary>The addresses of examples, for other threads, which can't receive a span. Valid only while the memory is pinned.</summary>
internal readonly unsafe struct PinnedExamples<T>(
    T* inputs, void* arrays, void* memories, T* targets, int* labels, T* weights, T* offsets, int* order, in ExampleSpan<T> examples)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T* _inputs = inputs;
    private readonly void* _arrays = arrays;
    private readonly void* _memories = memories;
    private readonly T* _targets = targets;
    private readonly int* _labels = labels;
    private readonly T* _weights = weights;
    private readonly T* _offsets = offsets;
    private readonly int* _order = order;
    private readonly int _inputCount = examples.Inputs.Values.Length;
    private readonly int _arrayCount = examples.Inputs.Arrays.Length;
    private readonly int _memoryCount = examples.Inputs.Memories.Length;
    private readonly int _targetCount = examples.Targets.Length;
    private readonly int _labelCount = examples.Labels.Length;
    private readonly int _weightCount = examples.Weights.Length;
    private readonly int _offsetCount = examples.Offsets.Length;
    private readonly int _orderCount = examples.Order.Length;
    private readonly int _rows = examples.Rows;
    private readonly int? _weightExponent = examples.WeightExponent;

    public ExampleSpan<T> Span => new(
        _arrayCount > 0 ? new Rows<T>(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.AsRef<T[]>(_arrays), _arrayCount))
        : _memoryCount > 0 ? new Rows<T>(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.AsRef<ReadOnlyMemory<T>>(_memories), _memoryCount))
        : new Rows<T>(new ReadOnlySpan<T>(_inputs, _inputCount)),
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
#pragma warning disable CS8500 // A pinned list of rows does not move. The collector still traces the rows, and may move them.
        fixed (T[]* arrays = examples.Inputs.Arrays)
        fixed (ReadOnlyMemory<T>* memories = examples.Inputs.Memories)
#pragma warning restore CS8500
        fixed (T* inputs = examples.Inputs.Values, targets = examples.Targets, weights = examples.Weights, offsets = examples.Offsets)
        fixed (int* labels = examples.Labels, order = examples.Order)
        {
            place = new PinnedExamples<T>(inputs, arrays, memories, targets, labels, weights, offsets, order, examples);
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
