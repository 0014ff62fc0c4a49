namespace NeuralNet.Core.Training;

/// <summary>Sets rows aside for validation.</summary>
internal static class Holdout
{
    /// <summary>The group of rows that do not count. They are not held out.</summary>
    public const int NoGroup = -1;

    /// <summary>A random stream of its own: those of the epochs count from 0.</summary>
    private const long Stream = -1;

    /// <summary>
    /// Divides the rows into training rows and held-out rows, both in rising order. Holds out the given share, rounded, of each group
    /// (0 and up); a group of two or more rows gets at least one row on each side. The result depends only on groups, share and seed.
    /// </summary>
    public static (int[] Training, int[] Validation) Split(ReadOnlySpan<int> groups, double share, long seed)
    {
        int count = 0;
        foreach (int group in groups)
        {
            count = Math.Max(count, group + 1);
        }

        var wanted = new int[count];
        foreach (int group in groups)
        {
            if (group != NoGroup)
            {
                wanted[group]++;
            }
        }

        for (int group = 0; group < count; group++)
        {
            int members = wanted[group];
            wanted[group] = members < 2 ? 0 : Math.Clamp((int)Math.Round(share * members), 1, members - 1);
        }

        var order = new int[groups.Length];
        Shuffling.Fill(order, seed, Stream);
        var isHeldOut = new bool[groups.Length];
        foreach (int row in order)
        {
            if (groups[row] != NoGroup && wanted[groups[row]] > 0)
            {
                wanted[groups[row]]--;
                isHeldOut[row] = true;
            }
        }

        int[] all = [.. Enumerable.Range(0, groups.Length)];
        return (Array.FindAll(all, row => !isHeldOut[row]), Array.FindAll(all, row => isHeldOut[row]));
    }
}
