using NeuralNet.Common;
using NeuralNet.Core.Training;
using static System.FormattableString;

namespace NeuralNet.Core.Selection;

/// <summary>
/// Folds of whole groups. The largest group goes first, each to the fold that has the smallest share of what the group has: of rows, or
/// with labels of rows of each class.
/// </summary>
internal sealed class GroupedFolds(GroupIndex groups, int count) : FoldRule("grouped")
{
    public override int[] Assign(FoldRequest request)
    {
        (string parameter, int rows, int[] labels, long seed) = request;
        if (groups.GroupOfRow.Length != rows)
        {
            throw new ArgumentException(Invariant(
                $"{parameter}: Folds.Grouped has the groups of {Shown.Count(groups.GroupOfRow.Length, "row")}, but there are {rows}. Pass one group for each row."), parameter);
        }

        double[][] shares = Shares(labels.Length > 0 ? GroupIndex.Of(labels, nameof(labels)) : new(new int[rows], 1));

        // Random before the stable sort, so that groups of one size do not follow the order of the rows.
        var order = new int[groups.Count];
        Shuffling.Fill(order, seed, RandomFolds.Stream);
        int[] sizes = new int[groups.Count];
        foreach (int group in groups.GroupOfRow)
        {
            sizes[group]++;
        }

        int[] foldOfGroup = new int[groups.Count];
        int[] rowsOfFold = new int[count];
        double[][] folds = Zeros(count, shares[0].Length);
        foreach (int group in order.OrderByDescending(group => Product(shares[group], shares[group])))
        {
            int best = Best(folds, rowsOfFold, shares[group]);
            foldOfGroup[group] = best;
            rowsOfFold[best] += sizes[group];
            for (int label = 0; label < shares[group].Length; label++)
            {
                folds[best][label] += shares[group][label];
            }
        }

        return Array.ConvertAll(groups.GroupOfRow, group => foldOfGroup[group]);
    }

    /// <summary>Returns for each group its share of the rows of each class <c>[groups][classes]</c>.</summary>
    private double[][] Shares(GroupIndex classes)
    {
        var rows = new double[classes.Count];
        foreach (int label in classes.GroupOfRow)
        {
            rows[label]++;
        }

        double[][] shares = Zeros(groups.Count, classes.Count);
        for (int row = 0; row < classes.GroupOfRow.Length; row++)
        {
            shares[groups.GroupOfRow[row]][classes.GroupOfRow[row]]++;
        }

        foreach (double[] share in shares)
        {
            for (int label = 0; label < share.Length; label++)
            {
                share[label] /= rows[label];
            }
        }

        return shares;
    }

    /// <summary>
    /// The fold in which the squares of all shares grow least, the emptiest of equals: so no fold stays empty while there are groups.
    /// </summary>
    private static int Best(double[][] folds, int[] rowsOfFold, double[] share)
    {
        int best = 0;
        (double Growth, int Rows) least = (double.PositiveInfinity, 0);
        for (int fold = 0; fold < folds.Length; fold++)
        {
            (double Growth, int Rows) own = (Product(folds[fold], share), rowsOfFold[fold]);
            if (own.CompareTo(least) < 0)
            {
                best = fold;
                least = own;
            }
        }

        return best;
    }

    private static double Product(double[] one, double[] other)
    {
        double sum = 0;
        for (int label = 0; label < one.Length; label++)
        {
            sum += one[label] * other[label];
        }

        return sum;
    }

    private static double[][] Zeros(int count, int length) => [.. Enumerable.Range(0, count).Select(_ => new double[length])];
}
