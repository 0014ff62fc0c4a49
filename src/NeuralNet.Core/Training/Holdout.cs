namespace NeuralNet.Core.Training;

/// <summary>Sets rows aside for validation.</summary>
internal static class Holdout
{
    /// <summary>Apart from the orders of epochs, which count from 0.</summary>
    private const long Stream = -1;

    /// <summary>
    /// Divides the rows into those to train on and those held out, each in rising order, by the seed alone: of each group
    /// the given share, rounded, but of two or more rows at least one goes to either side. Without groups (empty) all rows are one.
    /// </summary>
    public static (int[] Training, int[] Validation) Split(int rows, ReadOnlySpan<int> groups, double share, long seed)
    {
        var order = new int[rows];
        Shuffling.Fill(order, seed, Stream);
        int count = 1;
        foreach (int group in groups)
        {
            count = Math.Max(count, group + 1);
        }

        var wanted = new int[count];
        for (int row = 0; row < rows; row++)
        {
            wanted[groups.IsEmpty ? 0 : groups[row]]++;
        }

        for (int group = 0; group < count; group++)
        {
            int members = wanted[group];
            wanted[group] = members < 2 ? 0 : Math.Clamp((int)Math.Round(share * members), 1, members - 1);
        }

        var isHeldOut = new bool[rows];
        foreach (int row in order)
        {
            int group = groups.IsEmpty ? 0 : groups[row];
            if (wanted[group] > 0)
            {
                wanted[group]--;
                isHeldOut[row] = true;
            }
        }

        int[] all = [.. Enumerable.Range(0, rows)];
        return (Array.FindAll(all, row => !isHeldOut[row]), Array.FindAll(all, row => isHeldOut[row]));
    }
}
