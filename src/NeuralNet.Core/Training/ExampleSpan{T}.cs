using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace NeuralNet.Core.Training;

/// <summary>
/// Rows with their targets, in the caller's memory: inputs <c>[rows x inputs]</c>, either targets <c>[rows x outputs]</c> or labels
/// <c>[rows]</c>, weights <c>[rows]</c> unless every row counts once, and offsets <c>[rows x outputs]</c> unless all are 0. With an
/// order, the example at a position is the row that the order names there; rows that are not in the order are not examples.
/// </summary>
internal readonly ref struct ExampleSpan<T>(
    Rows<T> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<int> labels, int rows)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Rows<T> _inputs = inputs;

    /// <summary>The number of rows in memory, including rows that are not in the order.</summary>
    public int Rows { get; } = rows;

    /// <summary>By reference: a copy would have half the size of this struct.</summary>
    [UnscopedRef]
    public ref readonly Rows<T> Inputs => ref _inputs;

    public ReadOnlySpan<T> Targets { get; } = targets;

    public ReadOnlySpan<int> Labels { get; } = labels;

    public ReadOnlySpan<T> Weights { get; init; }

    /// <summary>What is added to the logits of each row <c>[rows x outputs]</c>; empty for 0.</summary>
    public ReadOnlySpan<T> Offsets { get; init; }

    public ReadOnlySpan<int> Order { get; init; }

    /// <summary>
    /// The exponent for normalized weights: the weights of rows are divided by 2 to this power, and those of classes so that the
    /// largest is in [1, 2). Null: both are used unchanged.
    /// </summary>
    public int? WeightExponent { get; init; }

    public int Count => Order.IsEmpty ? Rows : Order.Length;

    public int RowAt(int position) => Order.IsEmpty ? position : Order[position];

    /// <summary>Returns one row without inputs and offsets for each class, with the total weight of the rows of that class.</summary>
    public ExampleSpan<T> OfClasses(int classes)
    {
        var labels = new int[classes];
        var sums = new double[classes];
        double unit = Math.ScaleB(1, -(WeightExponent ?? 0));
        if (Weights.IsEmpty && classes == 2)
        {
            // Counts are exact in any order, and a sum in memory would wait for the one before.
            int ones = 0;
            for (int position = 0; position < Count; position++)
            {
                ones += Labels[RowAt(position)];
            }

            (sums[0], sums[1]) = (unit * (Count - ones), unit * ones);
        }
        else
        {
            for (int position = 0; position < Count; position++)
            {
                int row = RowAt(position);
                sums[Labels[row]] += Weights.IsEmpty ? unit : unit * double.CreateTruncating(Weights[row]);
            }
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

    /// <summary>Returns the same rows in the given order; an empty order is that of the memory.</summary>
    public ExampleSpan<T> InOrder(ReadOnlySpan<int> order) =>
        new(Inputs, Targets, Labels, Rows)
        {
            Weights = Weights, Offsets = Offsets, Order = order, WeightExponent = WeightExponent,
        };
}
