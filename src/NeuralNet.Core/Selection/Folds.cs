using NeuralNet.Core.Foundation;
using NeuralNet.Core.Training;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>
/// The division of rows into folds for a cross-validation. Each row belongs to one fold, and is tested by a network trained on all other
/// folds (M. Stone, Cross-validatory choice and assessment of statistical predictions, 1974). Immutable.
/// </summary>
public sealed class Folds
{
    /// <summary>
    /// The random stream of folds, separate from the orders of epochs, which count from 0, and from the validation rows.
    /// </summary>
    private const long Stream = -2;

    private readonly int[]? _given;

    private Folds(int count, int[]? given)
    {
        Count = count;
        _given = given;
    }

    /// <summary>The number of folds, [2, inf).</summary>
    public int Count { get; }

    /// <summary>
    /// Creates folds of random rows, which depend only on the seed of the network. Their sizes differ by one row at most. With labels,
    /// each fold has the same number of rows of each class, to within one row, as in scikit-learn's <c>StratifiedKFold(shuffle=True)</c>.
    /// </summary>
    /// <param name="count">
    /// The number of folds, [2, rows]; with labels, each class that occurs needs at least as many rows. Default 5.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">count is below 2.</exception>
    public static Folds Random(int count = Defaults.Folds)
    {
        if (count < 2)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, Invariant(
                $"count is {count}; it must be 2 or more, because training needs other folds."));
        }

        return new(count, given: null);
    }

    /// <summary>
    /// Creates folds from the caller's own division, for rows that belong together, such as those of one patient, and must not be in both
    /// training and test.
    /// </summary>
    /// <param name="foldOfRow">
    /// The fold of each row <c>[rows]</c>, from 0 to the number of folds - 1; each fold needs at least one row.
    /// </param>
    /// <exception cref="ArgumentException">A number is negative, a fold has no rows, or there are fewer than two folds.</exception>
    public static Folds Given(params ReadOnlySpan<int> foldOfRow)
    {
        int last = 0;
        for (int row = 0; row < foldOfRow.Length; row++)
        {
            // If a fold number is not below the number of rows, a lower fold has no rows.
            if ((uint)foldOfRow[row] >= (uint)foldOfRow.Length)
            {
                throw new ArgumentException(Invariant(
                    $"foldOfRow has {foldOfRow[row]} at row {row}; number the folds from 0, each with at least one row."), nameof(foldOfRow));
            }

            last = Math.Max(last, foldOfRow[row]);
        }

        if (last == 0)
        {
            throw new ArgumentException("foldOfRow has fewer than two folds; number them from 0, and use at least 0 and 1.", nameof(foldOfRow));
        }

        for (int fold = 0; fold <= last; fold++)
        {
            if (!foldOfRow.Contains(fold))
            {
                throw new ArgumentException(Invariant(
                    $"foldOfRow has a row in fold {last}, but no row in fold {fold}; number the folds from 0 without gaps."), nameof(foldOfRow));
            }
        }

        return new(last + 1, foldOfRow.ToArray());
    }

    /// <summary>Returns the number and kind of folds.</summary>
    public override string ToString() => Invariant($"{Count} {(_given is null ? "random" : "given")} folds");

    /// <summary>
    /// Returns the fold of each row. Distributes the rows of each class evenly; without labels, all rows are one group.
    /// </summary>
    internal int[] Assign(string parameter, int rows, ReadOnlySpan<int> labels, long seed)
    {
        if (_given is not null)
        {
            return _given.Length == rows ? _given : throw new ArgumentException(Invariant(
                $"{parameter} has the folds of {_given.Length} rows, but there are {rows}. Pass Folds.Given one number for each row."), parameter);
        }

        if (Count > rows)
        {
            throw new ArgumentException(Invariant(
                $"{parameter} is {Count} folds, but there are {rows} row(s). Use at most as many folds as rows."), parameter);
        }

        int[] groups = labels.ToArray();
        CheckClasses(groups);
        var order = new int[rows];
        Shuffling.Fill(order, seed, Stream);
        if (groups.Length > 0)
        {
            // A stable sort keeps the random order within a class.
            order = [.. order.OrderBy(row => groups[row])];
        }

        var folds = new int[rows];
        for (int position = 0; position < rows; position++)
        {
            folds[order[position]] = position % Count;
        }

        return folds;
    }

    /// <summary>Rejects a class with fewer rows than folds, because some fold could not test it.</summary>
    private void CheckClasses(int[] labels)
    {
        foreach ((int label, int count) in labels.CountBy(label => label).OrderBy(pair => pair.Key))
        {
            if (count < Count)
            {
                throw new ArgumentException(Invariant(
                    $"labels has {count} row(s) of class {label}, too few for {Count} folds. Use fewer folds, leave out the class, or set the folds with Folds.Given."), nameof(labels));
            }
        }
    }
}
