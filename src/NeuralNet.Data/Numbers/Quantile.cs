namespace NeuralNet.Data.Numbers;

/// <summary>Quantiles of sorted numbers.</summary>
internal static class Quantile
{
    /// <summary>
    /// Interpolates between the two numbers around the place share * (count - 1), as NumPy does. The median is the mean of the middle two.
    /// </summary>
    public static double Interpolated(ReadOnlySpan<double> sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        int index = (int)place;
        double after = place - index;
        if (after == 0)
        {
            return sorted[index];
        }

        // Not low + (high - low) * after, whose difference may overflow.
        double between = (sorted[index] * (1 - after)) + (sorted[index + 1] * after);
        return Math.Clamp(between, sorted[index], sorted[index + 1]);
    }

    /// <summary>
    /// Returns where the buckets after the first begin: numbers that occur, ascending, so that each bucket has one at least. Without
    /// equal numbers the sizes of two buckets differ by one at most.
    /// </summary>
    public static double[] Edges(ReadOnlySpan<double> sorted, int buckets)
    {
        var edges = new List<double>();
        double last = sorted[0];
        for (int bucket = 1; bucket < buckets; bucket++)
        {
            double edge = sorted[(int)((long)bucket * sorted.Length / buckets)];
            if (edge > last)
            {
                edges.Add(edge);
                last = edge;
            }
        }

        return [.. edges];
    }
}
