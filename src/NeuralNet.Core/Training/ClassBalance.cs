using System.Numerics;
using NeuralNet.Core.Foundation;

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
        this SampleWeights<T> sampleWeights, in ExampleSource<T> source, int classes, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var rows = new double[classes];
        if (!TryCount(sampleWeights, source, rows, cancellationToken))
        {
            return false;
        }

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

    /// <summary>
    /// Sums the weights of the rows of each class, up to a common factor: they are normalized by the largest weight so far.
    /// </summary>
    private static bool TryCount<T>(
        SampleWeights<T> sampleWeights, in ExampleSource<T> source, double[] rows, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int exponent = SampleWeights<T>.LeastExponent;
        foreach (ref readonly ExampleSpan<T> part in source)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return false;
            }

            int needed = Math.Max(exponent, SampleWeights<T>.ExponentOf(part));
            double shrunk = Math.ScaleB(1, exponent - needed);
            for (int label = 0; label < rows.Length; label++)
            {
                rows[label] *= shrunk;
            }

            exponent = needed;
            double unit = double.CreateTruncating(SampleWeights<T>.Unit(exponent));
            for (int position = 0; position < part.Count; position++)
            {
                int row = part.RowAt(position);
                rows[sampleWeights.ClassOf(part, row)] += part.Weights.IsEmpty ? unit : double.CreateTruncating(part.Weights[row]) * unit;
            }
        }

        return true;
    }
}
