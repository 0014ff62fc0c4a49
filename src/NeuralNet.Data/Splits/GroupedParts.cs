using NeuralNet.Common;

namespace NeuralNet.Data.Splits;

/// <summary>Gives whole groups in a random order each to the part that lacks most of its share. None stays empty.</summary>
internal static class GroupedParts
{
    public static int[] Assign(GroupIndex groups, Parts parts, long seed)
    {
        int[] sizes = new int[groups.Count];
        foreach (int group in groups.GroupOfRow)
        {
            sizes[group]++;
        }

        int[] partOfGroup = new int[groups.Count];
        int[] rows = new int[parts.Shares.Count];
        int seen = 0;
        foreach ((int position, int group) in RandomOrder.Of(groups.Count, seed).Index())
        {
            seen += sizes[group];
            int[] open = [.. Enumerable.Range(0, rows.Length).Where(part => parts.Shares[part] > 0)];
            int[] empty = [.. open.Where(part => rows[part] == 0)];
            int chosen = (empty.Length == groups.Count - position ? empty : open).MaxBy(part => (parts.Shares[part] * seen) - rows[part]);
            partOfGroup[group] = chosen;
            rows[chosen] += sizes[group];
        }

        return Array.ConvertAll(groups.GroupOfRow, group => partOfGroup[group]);
    }
}
