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
        ? code.ClassOf(examples.Targets.Slice(row * outputs, outputs))
        : examples.Labels[row];

    /// <summary>
    /// Lets each class count as much as any other, rows / (classes * rows of the class), so that the mean weight is 1
    /// (G. King and L. Zeng, Logistic regression in rare events data, 2001). A class without rows keeps 1.
    /// </summary>
    public void Balance(in ExampleSource<T> source, int classes)
    {
        var counts = new long[classes];
        long rows = 0;
        foreach (ExampleSpan<T> part in source)
        {
            for (int position = 0; position < part.Count; position++)
            {
                counts[ClassOf(part, part.RowAt(position))]++;
            }

            rows += part.Count;
        }

        var weights = new T[classes];
        for (int label = 0; label < classes; label++)
        {
            weights[label] = counts[label] == 0 ? T.One : T.CreateTruncating((double)rows / classes / counts[label]);
        }

        OfClasses = weights;
    }
}
