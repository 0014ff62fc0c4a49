using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace NeuralNet.Core.Training;

/// <summary>
/// Rows with their targets, as the caller holds them: inputs <c>[rows x inputs]</c>, either targets <c>[rows x outputs]</c>
/// or labels <c>[rows]</c>, and weights <c>[rows]</c> unless every row counts once. Where an order is set, the example at a
/// position is the row it names, and rows that it leaves out are no examples.
/// </summary>
internal readonly ref struct ExampleSpan<T>(
    Rows<T> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<int> labels, int rows)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Rows<T> _inputs = inputs;

    /// <summary>The rows of the memory, in whatever order they are taken.</summary>
    public int Rows { get; } = rows;

    /// <summary>By reference: a copy would be half of the size of this.</summary>
    [UnscopedRef]
    public ref readonly Rows<T> Inputs => ref _inputs;

    public ReadOnlySpan<T> Targets { get; } = targets;

    public ReadOnlySpan<int> Labels { get; } = labels;

    public ReadOnlySpan<T> Weights { get; init; }

    public ReadOnlySpan<int> Order { get; init; }

    /// <summary>
    /// The exponent by which the weights are normalized: divided by 2 to its power, and those of classes so that the largest lies
    /// in [1, 2). Null: both are taken as they are.
    /// </summary>
    public int? WeightExponent { get; init; }

    public int Count => Order.IsEmpty ? Rows : Order.Length;

    public int RowAt(int position) => Order.IsEmpty ? position : Order[position];

    /// <summary>One row without inputs for each class, which weighs what the rows with its label weigh together.</summary>
    public ExampleSpan<T> OfClasses(int classes)
    {
        var labels = new int[classes];
        var sums = new double[classes];
        double unit = Math.ScaleB(1, -(WeightExponent ?? 0));
        for (int position = 0; position < Count; position++)
        {
            int row = RowAt(position);
            sums[Labels[row]] += Weights.IsEmpty ? unit : unit * double.CreateTruncating(Weights[row]);
        }

        for (int label = 0; label < classes; label++)
        {
            labels[label] = label;
        }

        return new(default, [], labels, classes)
        {
            Weights = Array.ConvertAll(sums, T.CreateTruncating), WeightExponent = WeightExponent is null ? null : 0,
        };
    }

    /// <summary>The same rows in the given order; an empty one is that of the memory.</summary>
    public ExampleSpan<T> InOrder(ReadOnlySpan<int> order) =>
        new(Inputs, Targets, Labels, Rows) { Weights = Weights, Order = order, WeightExponent = WeightExponent };
}
