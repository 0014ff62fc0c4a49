using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Training;

/// <summary>How much each row counts: its own weight times that of its class.</summary>
internal sealed class RowWeights<T>(TargetCode<T> code, int outputs)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The weight of each class; null where each counts once, or where that is still to be learned.</summary>
    public T[]? OfClasses { get; set; }

    /// <summary>Whether every row counts once, so that there is nothing to multiply by.</summary>
    public bool AreOne(in ExampleSpan<T> examples) => examples.Weights.IsEmpty && OfClasses is null;

    public T Of(in ExampleSpan<T> examples, int row)
    {
        T weight = examples.Weights.IsEmpty ? T.One : examples.Weights[row];
        return OfClasses is null ? weight : weight * OfClasses[ClassOf(examples, row)];
    }

    /// <summary>The weight of the class of a target of one output, or 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T OfTarget(T target) => OfClasses is null ? T.One : OfClasses[code.ClassOf(new ReadOnlySpan<T>(in target))];

    public int ClassOf(in ExampleSpan<T> examples, int row) => examples.Labels.IsEmpty
        ? code.ClassOf(TargetsOf(examples, row))
        : examples.Labels[row];

    /// <summary>The targets <c>[outputs]</c> of a row; empty where it has a label.</summary>
    public ReadOnlySpan<T> TargetsOf(in ExampleSpan<T> examples, int row) =>
        examples.Labels.IsEmpty ? examples.Targets.Slice(row * outputs, outputs) : default;

    /// <summary>
    /// Lets each class count as much as any other, rows / (classes * rows of the class), so that the mean weight is 1
    /// (G. King and L. Zeng, Logistic regression in rare events data, 2001); a row counts as its own weight says. A class
    /// without rows is none of the classes and keeps 1. False where it was cancelled, and nothing is changed.
    /// </summary>
    public bool TryBalance(in ExampleSource<T> source, int classes, CancellationToken cancellationToken)
    {
        var rows = new double[classes];
        foreach (ExampleSpan<T> part in source)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return false;
            }

            for (int position = 0; position < part.Count; position++)
            {
                int row = part.RowAt(position);
                rows[ClassOf(part, row)] += part.Weights.IsEmpty ? 1 : double.CreateTruncating(part.Weights[row]);
            }
        }

        double all = 0;
        int present = 0;
        foreach (double count in rows)
        {
            all += count;
            present += count > 0 ? 1 : 0;
        }

        OfClasses = Array.ConvertAll(rows, count => count == 0 ? T.One : T.CreateTruncating(all / (present * count)));
        return true;
    }
}
