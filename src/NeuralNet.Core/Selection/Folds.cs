using NeuralNet.Common;
using NeuralNet.Core.Data;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Selection;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>
/// The division of rows into folds for a cross-validation. Each row belongs to one fold, and is tested by a network trained on all other
/// folds (M. Stone, Cross-validatory choice and assessment of statistical predictions, 1974); with <see cref="ByTime"/> by one trained on
/// earlier rows. Immutable.
/// </summary>
public sealed class Folds
{
    private readonly FoldRule _rule;

    private Folds(int count, FoldRule rule)
    {
        Count = count;
        _rule = rule;
    }

    /// <summary>No folds: a path of penalties is trained on all rows, and not cross-validated.</summary>
    public static Folds None { get; } = new(0, new NoFolds());

    /// <summary>The number of folds, [2, inf); 0 for <see cref="None"/>.</summary>
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
        CheckCount(count);
        return new(count, new RandomFolds(count));
    }

    /// <summary>
    /// Creates folds of whole groups, for rows that belong together, such as those of one patient, and must not be in both training and
    /// test. Without labels the folds have about the same number of rows, as in scikit-learn's <c>GroupKFold</c>; with labels about the
    /// same number of rows of each class, as in its <c>StratifiedGroupKFold</c>, though a class of few groups may be missing in a fold. The
    /// seed of the network decides between groups of one size.
    /// </summary>
    /// <param name="groups">The group of each row <c>[rows]</c>, such as a customer's number. None is null.</param>
    /// <param name="count">The number of folds, [2, groups]. Default 5.</param>
    /// <typeparam name="TGroup">The type of a group, compared by <c>Equals</c>.</typeparam>
    /// <exception cref="ArgumentNullException">groups is null.</exception>
    /// <exception cref="ArgumentException">A group is null, or there are fewer groups than folds.</exception>
    /// <exception cref="ArgumentOutOfRangeException">count is below 2.</exception>
    public static Folds Grouped<TGroup>(IEnumerable<TGroup> groups, int count = Defaults.Folds)
        where TGroup : notnull
    {
        CheckCount(count);
        var index = GroupIndex.Of(groups, nameof(groups));
        return index.Count >= count ? new(count, new GroupedFolds(index, count)) : throw new ArgumentException(Invariant(
            $"groups has {index.Count} different group(s), too few for {count} folds: a group is never divided. Use fewer folds."), nameof(groups));
    }

    /// <summary>
    /// Creates folds of later and later rows: each is tested by a network trained on all earlier rows, so no prediction knows the future,
    /// as in scikit-learn's <c>TimeSeriesSplit</c>. The earliest rows are trained on only; <see cref="CrossValidation{TMetrics}.TestRows"/>
    /// lists the others. The parts have the same number of rows, except that rows of the same time stay together.
    /// </summary>
    /// <param name="times">The time of each row <c>[rows]</c>, in any order: dates, or numbers that grow with time. None is null or NaN.</param>
    /// <param name="count">The number of folds, [2, different times - 1]. Default 5.</param>
    /// <typeparam name="TTime">The type of a time.</typeparam>
    /// <exception cref="ArgumentNullException">times is null.</exception>
    /// <exception cref="ArgumentException">A time is null or NaN, or there are not more different times than folds.</exception>
    /// <exception cref="ArgumentOutOfRangeException">count is below 2.</exception>
    public static Folds ByTime<TTime>(IEnumerable<TTime> times, int count = Defaults.Folds)
        where TTime : IComparable<TTime>
    {
        CheckCount(count);
        return ByTime(Chronology.Of(times, nameof(times)), count, nameof(times));
    }

    /// <summary>Creates folds of times of a nullable type, such as the dates of a file. A row without a time is an error all the same.</summary>
    /// <param name="times">The time of each row <c>[rows]</c>, in any order. None is null or NaN.</param>
    /// <param name="count">The number of folds, [2, different times - 1]. Default 5.</param>
    /// <typeparam name="TTime">The type of a time.</typeparam>
    /// <exception cref="ArgumentNullException">times is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">count is out of range.</exception>
    /// <exception cref="ArgumentException">A time is null or NaN, which names its row, or there are not more different times than folds.</exception>
    public static Folds ByTime<TTime>(IEnumerable<TTime?> times, int count = Defaults.Folds)
        where TTime : struct, IComparable<TTime>
    {
        CheckCount(count);
        return ByTime(Chronology.OfNullable(times, nameof(times)), count, nameof(times));
    }

    /// <summary>
    /// Creates folds from the caller's own division.
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

        return new(last + 1, new GivenFolds(foldOfRow.ToArray()));
    }

    /// <summary>
    /// Returns the rows of each fold, for trainings of your own, such as those with an encoder that is fitted for each fold: the same folds as
    /// those of a cross-validation with this seed.
    /// </summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="labels">The class of each row <c>[rows]</c>, so that each fold has its share of each class. Default empty: none.</param>
    /// <param name="seed">The seed, which random folds depend on. Default 0, as for a network.</param>
    /// <returns>The indices of the rows to train on and to test for each fold, each in ascending order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">rows is negative.</exception>
    /// <exception cref="ArgumentException">
    /// There is another number of labels than of rows, or a blank one; the folds were made for another number of rows; or there are more folds
    /// than rows, or than rows of a class.
    /// </exception>
    public IReadOnlyList<(int[] Train, int[] Test)> Split(int rows, Labels labels = default, long seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ReadOnlySpan<int> classes = labels.Indices(
            nameof(labels), classes: 2, new(labels.Names.IsEmpty ? null : ClassNameIndex.Different(labels.Names, nameof(labels))));
        if (!classes.IsEmpty && classes.Length != rows)
        {
            Throw.Argument_LabelCount(nameof(labels), classes.Length, rows);
        }

        AssignedFolds assigned = Assign(nameof(rows), rows, classes, seed);
        return [.. Enumerable.Range(0, assigned.Count).Select(fold => (assigned.TrainingRowsOf(fold), assigned.TestRowsOf(fold)))];
    }

    /// <summary>Returns the number and kind of folds.</summary>
    public override string ToString() => Count == 0 ? "no folds" : Invariant($"{Count} {_rule.Kind} folds");

    /// <summary>Divides rows.</summary>
    internal AssignedFolds Assign(string parameter, int rows, ReadOnlySpan<int> labels, long seed) =>
        new(FoldOfRow(parameter, rows, labels, seed), _rule.TrainsOnEarlier);

    /// <summary>Returns the fold that tests each row, -1 for a row that none tests.</summary>
    internal int[] FoldOfRow(string parameter, int rows, ReadOnlySpan<int> labels, long seed) =>
        _rule.Assign(new(parameter, rows, labels.ToArray(), seed));

    private static Folds ByTime(Chronology chronology, int count, string parameter) =>
        chronology.Times > count ? new(count, new TimeFolds(chronology, count)) : throw new ArgumentException(Invariant(
            $"{parameter} has {chronology.Times} different time(s), too few for {count} folds: each is tested after earlier times, and equal times stay together. Use fewer folds, or finer times."), parameter);

    private static void CheckCount(int count)
    {
        if (count < 2)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, Invariant(
                $"count is {count}; it must be 2 or more, because training needs other folds."));
        }
    }
}
