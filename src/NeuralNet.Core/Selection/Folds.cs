using NeuralNet.Core.Foundation;
using NeuralNet.Core.Training;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>
/// How the rows of a cross-validation are divided: each row belongs to one fold, and is tested by a network that was trained
/// on all other folds (M. Stone, Cross-validatory choice and assessment of statistical predictions, 1974). Immutable.
/// </summary>
public sealed class Folds
{
    /// <summary>Apart from the orders of epochs, which count from 0, and from the rows held out for validation.</summary>
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
    /// Folds of random rows, by the seed of the network alone, whose sizes differ by one row at most. Where there are labels
    /// each fold has, to within one row, the same number of rows of each class, as in scikit-learn's
    /// <c>StratifiedKFold(shuffle=True)</c>.
    /// </summary>
    /// <param name="count">The number of folds, [2, rows]; with labels, of each class that is present at least as many rows. Default 5.</param>
    /// <exception cref="ArgumentOutOfRangeException">Below 2.</exception>
    public static Folds Random(int count = Defaults.Folds)
    {
        if (count < 2)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, Invariant(
                $"count is {count}; it must be 2 or more, so that there are other folds to train on."));
        }

        return new(count, given: null);
    }

    /// <summary>
    /// The caller's own folds: for rows that belong together, such as those of one patient, and must not be both trained on
    /// and tested.
    /// </summary>
    /// <param name="foldOfRow">The fold of each row <c>[rows]</c>, from 0 to the number of folds - 1, each with a row at least.</param>
    /// <exception cref="ArgumentException">A number is negative, a fold has no rows, or there are fewer than two folds.</exception>
    public static Folds Given(params ReadOnlySpan<int> foldOfRow)
    {
        int last = 0;
        for (int row = 0; row < foldOfRow.Length; row++)
        {
            // Were a fold number not below the number of rows, some fold below it would be without rows.
            if ((uint)foldOfRow[row] >= (uint)foldOfRow.Length)
            {
                throw new ArgumentException(Invariant(
                    $"foldOfRow has {foldOfRow[row]} at row {row}; number the folds from 0, each with a row at least."), nameof(foldOfRow));
            }

            last = Math.Max(last, foldOfRow[row]);
        }

        if (last == 0)
        {
            throw new ArgumentException("foldOfRow names fewer than two folds; number them from 0, and use 0 and 1 at least.", nameof(foldOfRow));
        }

        for (int fold = 0; fold <= last; fold++)
        {
            if (!foldOfRow.Contains(fold))
            {
                throw new ArgumentException(Invariant(
                    $"foldOfRow has {last} for a row and {fold} for none; number the folds from 0 without a gap."), nameof(foldOfRow));
            }
        }

        return new(last + 1, foldOfRow.ToArray());
    }

    /// <summary>How the folds are made.</summary>
    public override string ToString() => Invariant($"{Count} {(_given is null ? "random" : "given")} folds");

    /// <summary>The fold of each row; the groups, labels of the rows or none, are shared out evenly.</summary>
    internal int[] Assign(string parameter, int rows, ReadOnlySpan<int> labels, long seed)
    {
        if (_given is not null)
        {
            return _given.Length == rows ? _given : throw new ArgumentException(Invariant(
                $"{parameter} are given for {_given.Length} rows, and there are {rows}. Give Folds.Given one number for each row."), parameter);
        }

        if (Count > rows)
        {
            throw new ArgumentException(Invariant(
                $"{parameter} are {Count}, and there are {rows} row(s). Use at most as many folds as rows."), parameter);
        }

        int[] groups = labels.ToArray();
        CheckClasses(groups);
        var order = new int[rows];
        Shuffling.Fill(order, seed, Stream);
        if (groups.Length > 0)
        {
            // Stable: within a class the random order stays.
            order = [.. order.OrderBy(row => groups[row])];
        }

        var folds = new int[rows];
        for (int position = 0; position < rows; position++)
        {
            folds[order[position]] = position % Count;
        }

        return folds;
    }

    /// <summary>Refuses a class of which some fold would have no row: what is not there can't be tested.</summary>
    private void CheckClasses(int[] labels)
    {
        foreach ((int label, int count) in labels.CountBy(label => label).OrderBy(pair => pair.Key))
        {
            if (count < Count)
            {
                throw new ArgumentException(Invariant(
                    $"labels has {count} row(s) of class {label}, too few for each of {Count} folds to have one. Use fewer folds, leave the class out, or give the folds with Folds.Given."), nameof(labels));
            }
        }
    }
}
