using static System.FormattableString;

namespace NeuralNet.Common;

/// <summary>Numbers for groups: of households, patients or classes, in the order of their first rows.</summary>
/// <param name="GroupOfRow">The number of the group of each row <c>[rows]</c>.</param>
/// <param name="Count">The number of groups.</param>
internal readonly record struct GroupIndex(int[] GroupOfRow, int Count)
{
    /// <summary>Numbers the groups; rejects a missing one.</summary>
    public static GroupIndex Of<TGroup>(IEnumerable<TGroup> groups, string parameter)
        where TGroup : notnull
    {
        ArgumentNullException.ThrowIfNull(groups, parameter);
        var numbers = new Dictionary<TGroup, int>();
        var groupOfRow = new List<int>();
        foreach (TGroup group in groups)
        {
            if (group is null)
            {
                throw new ArgumentException(Invariant(
                    $"{parameter} is null at row {groupOfRow.Count}. Give a row without a group one of its own, or leave it out."), parameter);
            }

            if (!numbers.TryGetValue(group, out int number))
            {
                number = numbers.Count;
                numbers.Add(group, number);
            }

            groupOfRow.Add(number);
        }

        return new([.. groupOfRow], numbers.Count);
    }
}
