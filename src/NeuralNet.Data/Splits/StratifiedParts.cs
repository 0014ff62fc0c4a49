using NeuralNet.Common;

namespace NeuralNet.Data.Splits;

/// <summary>
/// Gives each part its share of each class, rounded down or up. What rounding takes from a part in one class it gets back in the next, so
/// that many small classes do not shift the shares of all rows.
/// </summary>
internal static class StratifiedParts
{
    public static int[] Assign(GroupIndex classes, Parts parts, long seed)
    {
        int[] partOfRow = new int[classes.GroupOfRow.Length];
        double[] lacking = new double[parts.Shares.Count];
        foreach (IGrouping<int, int> rows in RandomOrder.Of(partOfRow.Length, seed).GroupBy(row => classes.GroupOfRow[row]).OrderBy(rows => rows.Key))
        {
            int[] ofClass = [.. rows];
            int next = 0;
            foreach ((int part, int size) in Sizes(ofClass.Length, parts, lacking).Index())
            {
                foreach (int row in ofClass.AsSpan(next, size))
                {
                    partOfRow[row] = part;
                }

                next += size;
            }
        }

        return partOfRow;
    }

    /// <summary>
    /// Returns the rows of one class in each part. The rows that rounding down leaves go to the parts that lack most, one for each; to
    /// the test of equals.
    /// </summary>
    private static int[] Sizes(int rows, Parts parts, double[] lacking)
    {
        // A share may lie a rounding error below the whole number that it means.
        const double Tiny = 1e-9;
        int[] sizes = new int[lacking.Length];
        bool[] mayRoundUp = new bool[lacking.Length];
        for (int part = 0; part < sizes.Length; part++)
        {
            double exact = parts.Shares[part] * rows;
            sizes[part] = (int)Math.Floor(exact + Tiny);
            mayRoundUp[part] = exact - sizes[part] > Tiny;
            lacking[part] += exact - sizes[part];
        }

        for (int left = rows - sizes.Sum(); left > 0; left--)
        {
            int most = Enumerable.Range(0, sizes.Length).Reverse().Where(part => mayRoundUp[part]).MaxBy(part => lacking[part]);
            sizes[most]++;
            mayRoundUp[most] = false;
            lacking[most]--;
        }

        return sizes;
    }
}
