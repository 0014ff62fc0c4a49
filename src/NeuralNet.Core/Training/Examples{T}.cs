using System.Numerics;

namespace NeuralNet.Core.Training;

/// <summary>
/// Rows with their targets, as the caller holds them: inputs <c>[count x inputs]</c>, and either targets
/// <c>[count x outputs]</c> or labels <c>[count]</c>. Where an order is set, the example at a position is the row it names.
/// </summary>
internal readonly ref struct Examples<T>(
    ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<int> labels, int count)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public ReadOnlySpan<T> Inputs { get; } = inputs;

    public ReadOnlySpan<T> Targets { get; } = targets;

    public ReadOnlySpan<int> Labels { get; } = labels;

    public int Count { get; } = count;

    public ReadOnlySpan<int> Order { get; init; }

    public int RowAt(int position) => Order.IsEmpty ? position : Order[position];

    /// <summary>The same rows in the given order.</summary>
    public Examples<T> InOrder(ReadOnlySpan<int> order) => new(Inputs, Targets, Labels, Count) { Order = order };
}
