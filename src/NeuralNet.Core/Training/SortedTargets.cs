using NeuralNet.Core.Losses;

namespace NeuralNet.Core.Training;

/// <summary>Finds the zero of a sum of broken lines, one for each target.</summary>
internal static class SortedTargets
{
    /// <summary>
    /// Returns the z at which the sum of weight * line(z - target) is 0 or changes its sign. If the sum is 0 on an interval, as for the
    /// median of an even number of targets, returns the middle. Sorts the targets.
    /// </summary>
    /// <param name="targets">The targets, at least one.</param>
    /// <param name="weights">The weight of each target, above 0; null if each counts once.</param>
    /// <param name="line">A line that never falls: below 0 far to the left, above 0 far to the right.</param>
    public static double Zero(double[] targets, double[]? weights, BrokenLine line)
    {
        Sort(targets, weights);
        double position = targets[0] - line.Half;
        double slope = 0;
        double sum = 0;
        for (int index = 0; index < targets.Length; index++)
        {
            double weight = weights is null ? 1 : weights[index];
            slope += weight * line.Slope;
            sum += weight * (line.Value + (line.Slope * (position - targets[index])));
        }

        // Each target has two bends. The left bends are in order, and so are the right ones.
        int left = 0;
        int right = 0;
        while (right < targets.Length)
        {
            bool isLeft = left < targets.Length && targets[left] - line.Half <= targets[right] + line.Half;
            int index = isLeft ? left++ : right++;
            double next = isLeft ? targets[index] - line.Half : targets[index] + line.Half;
            double before = sum;
            sum += slope * (next - position);
            if (sum > 0)
            {
                return position - (before / slope);
            }

            if (sum == 0 && slope == 0 && next > position)
            {
                return position + ((next - position) / 2);
            }

            double weight = weights is null ? 1 : weights[index];
            position = next;
            sum += weight * line.Jump;
            slope += isLeft ? weight * line.Bend : -weight * line.Bend;
            if (sum > 0)
            {
                return position;
            }
        }

        return position;
    }

    /// <summary>Sorts in rising order, and equal targets by weight, so the order does not depend on the algorithm.</summary>
    private static void Sort(double[] targets, double[]? weights)
    {
        Array.Sort(targets, weights);
        for (int start = 0; weights is not null && start < targets.Length;)
        {
            int end = start + 1;
            while (end < targets.Length && targets[end] == targets[start])
            {
                end++;
            }

            Array.Sort(weights, start, end - start);
            start = end;
        }
    }
}
