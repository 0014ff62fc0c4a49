using System.Numerics;
using System.Runtime.CompilerServices;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Training;

/// <summary>Learns the weights of balanced classes.</summary>
internal static class ClassBalance
{
    /// <summary>
    /// Makes each class count as much as any other: its weight is rows / (classes * rows of the class), so the mean weight is 1
    /// (G. King and L. Zeng, Logistic regression in rare events data, 2001). A row counts as its own weight says. A class without
    /// rows is not counted as a class, and keeps 1. Returns false, and changes nothing, if that was cancelled.
    /// </summary>
    public static bool TryBalance<T>(
        this SampleWeights<T> sampleWeights, in ExampleSource<T> source, int classes, int height, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var tree = new SumTree<WeightedSums>(height, () => new(classes));
        if (!TryCount(sampleWeights, source, tree, cancellationToken))
        {
            return false;
        }

        double[] rows = tree.Total().Sums;

        double all = 0;
        int present = 0;
        foreach (double count in rows)
        {
            all += count;
            present += count > 0 ? 1 : 0;
        }

        var ofClasses = new T[classes];
        for (int label = 0; label < classes; label++)
        {
            ofClasses[label] = rows[label] == 0 ? T.One : T.CreateTruncating(all / (present * rows[label]));
            if (!T.IsFinite(ofClasses[label]))
            {
                Throw.Argument_NotBalanceable("sampleWeights", label, rows[label] / all, typeof(T).Name);
            }
        }

        sampleWeights.OfClasses = ofClasses;
        return true;
    }

    /// <summary>Sums the weights of the rows of each class, up to a common factor: they are normalized by the largest weight.</summary>
    private static bool TryCount<T>(
        SampleWeights<T> sampleWeights,
        in ExampleSource<T> source,
        SumTree<WeightedSums> tree,
        CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int? exponent = null;
        foreach (ref readonly ExampleSpan<T> part in source)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return false;
            }

            ExampleSpan<T> normalized = SampleWeights<T>.Normalized(part, tree, ref exponent);
            for (int start = 0; start < part.Count;)
            {
                int rows = Math.Min(tree.Room, part.Count - start);
                AddToBlock(sampleWeights, normalized, start, rows, tree.Current.Sums);
                tree.Advance(rows);
                start += rows;
            }
        }

        return true;
    }

    [MethodImpl(Jit.Loop)]
    private static void AddToBlock<T>(
        SampleWeights<T> sampleWeights, in ExampleSpan<T> examples, int start, int count, double[] rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int position = start; position < start + count; position++)
        {
            int row = examples.RowAt(position);
            rows[sampleWeights.ClassOf(examples, row)] += double.CreateTruncating(SampleWeights<T>.OfRow(examples, row));
        }
    }
}
