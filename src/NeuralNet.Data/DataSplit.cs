using System.Collections.ObjectModel;
using NeuralNet.Common;
using NeuralNet.Data.Splits;
using static System.FormattableString;

namespace NeuralNet.Data;

/// <summary>
/// A division of rows into three parts: one to train, one to choose settings (validation; optional) and one to judge the result (test). Each
/// row is in one part. Immutable, and the same bits on every machine.
/// </summary>
/// <remarks>
/// Fit the encoder with the training records alone: <c>description.Fit(train)</c>. Whatever it learns from records of the test makes the
/// metrics too good. For many tests instead of one use a cross-validation, with <see cref="Core.Folds"/>.
/// </remarks>
public sealed class DataSplit
{
    private const double TestFraction = 0.2;

    private DataSplit(int[] partOfRow, Parts parts, string parameter)
    {
        if (partOfRow.Distinct().Count() < parts.Count)
        {
            throw new ArgumentException(Invariant(
                $"{parameter}: {partOfRow.Length} row(s) are too few for {parts.Count} parts with these shares; one would be empty. Use more rows, or other shares."), parameter);
        }

        RowCount = partOfRow.Length;
        Train = Rows(partOfRow, Parts.Train);
        Validation = Rows(partOfRow, Parts.Validation);
        Test = Rows(partOfRow, Parts.Test);
    }

    /// <summary>The number of rows of all parts, [2, inf).</summary>
    public int RowCount { get; }

    /// <summary>The indices of the training rows, at least one, in ascending order.</summary>
    public IReadOnlyList<int> Train { get; }

    /// <summary>The indices of the validation rows, in ascending order; empty if none were asked for.</summary>
    public IReadOnlyList<int> Validation { get; }

    /// <summary>The indices of the test rows, at least one, in ascending order.</summary>
    public IReadOnlyList<int> Test { get; }

    /// <summary>Divides independent rows at random.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="test">The share of the test rows, (0, 1). Default 0.2, of which a metric is known well with some hundred rows.</param>
    /// <param name="validation">The share of the validation rows, [0, 1 - test). Default 0: <c>Fit</c> and a cross-validation draw their own.</param>
    /// <param name="seed">The seed. The same seed gives the same parts. Default 0, as for a network.</param>
    /// <exception cref="ArgumentOutOfRangeException">A share is out of range, or rows is negative.</exception>
    /// <exception cref="ArgumentException">A part would have no rows.</exception>
    public static DataSplit Random(int rows, double test = TestFraction, double validation = 0, long seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        var parts = Parts.Of(test, validation);
        return new(StratifiedParts.Assign(new(new int[rows], 1), parts, seed), parts, nameof(rows));
    }

    /// <summary>
    /// Divides rows at random so that each part has its share of each class, to within one row. Use it for classes, most of all for rare ones.
    /// </summary>
    /// <param name="labels">The class of each row <c>[rows]</c>: numbers, names or flags. None is null.</param>
    /// <param name="test">The share of the test rows, (0, 1). Default 0.2.</param>
    /// <param name="validation">The share of the validation rows, [0, 1 - test). Default 0.</param>
    /// <param name="seed">The seed. Default 0.</param>
    /// <typeparam name="TLabel">The type of a class, compared by <c>Equals</c>.</typeparam>
    /// <exception cref="ArgumentNullException">labels is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A share is out of range.</exception>
    /// <exception cref="ArgumentException">A label is null, or a class has fewer rows than there are parts.</exception>
    public static DataSplit Stratified<TLabel>(
        IEnumerable<TLabel> labels, double test = TestFraction, double validation = 0, long seed = 0)
        where TLabel : notnull
    {
        var parts = Parts.Of(test, validation);
        TLabel[] given = [.. labels ?? throw new ArgumentNullException(nameof(labels))];
        var classes = GroupIndex.Of(given, nameof(labels));
        foreach ((TLabel label, int count) in given.CountBy(label => label))
        {
            if (count < parts.Count)
            {
                throw new ArgumentException(Invariant(
                    $"labels has {count} row(s) of class '{Shown.Text(label.ToString())}', too few for {parts.Count} parts. Leave out the class, or use DataSplit.Random."), nameof(labels));
            }
        }

        return new(StratifiedParts.Assign(classes, parts, seed), parts, nameof(labels));
    }

    /// <summary>
    /// Divides whole groups at random, for rows that belong together, such as those of one customer: a group is never in two parts. The
    /// shares are of rows, and exact to within a group.
    /// </summary>
    /// <param name="groups">The group of each row <c>[rows]</c>, such as a customer's number. None is null.</param>
    /// <param name="test">The share of the test rows, (0, 1). Default 0.2.</param>
    /// <param name="validation">The share of the validation rows, [0, 1 - test). Default 0.</param>
    /// <param name="seed">The seed. Default 0.</param>
    /// <typeparam name="TGroup">The type of a group, compared by <c>Equals</c>.</typeparam>
    /// <exception cref="ArgumentNullException">groups is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A share is out of range.</exception>
    /// <exception cref="ArgumentException">A group is null, or there are fewer groups than parts.</exception>
    public static DataSplit Grouped<TGroup>(
        IEnumerable<TGroup> groups, double test = TestFraction, double validation = 0, long seed = 0)
        where TGroup : notnull
    {
        var parts = Parts.Of(test, validation);
        var index = GroupIndex.Of(groups, nameof(groups));
        return index.Count >= parts.Count ? new(GroupedParts.Assign(index, parts, seed), parts, nameof(groups)) : throw new ArgumentException(Invariant(
            $"groups has {index.Count} different group(s), too few for {parts.Count} parts: a group is never divided. Use DataSplit.Random, or finer groups."), nameof(groups));
    }

    /// <summary>
    /// Divides rows by time: the earliest to train, later ones for the validation, the latest for the test, as the network will be used.
    /// Rows of the same time are in one part, so the shares are exact to within such rows. Nothing is random.
    /// </summary>
    /// <param name="times">The time of each row <c>[rows]</c>, in any order: dates, or numbers that grow with time. None is null or NaN.</param>
    /// <param name="test">The share of the test rows, (0, 1). Default 0.2.</param>
    /// <param name="validation">The share of the validation rows, [0, 1 - test). Default 0.</param>
    /// <typeparam name="TTime">The type of a time.</typeparam>
    /// <exception cref="ArgumentNullException">times is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A share is out of range.</exception>
    /// <exception cref="ArgumentException">A time is null or NaN, or there are fewer different times than parts.</exception>
    public static DataSplit ByTime<TTime>(IEnumerable<TTime> times, double test = TestFraction, double validation = 0)
        where TTime : IComparable<TTime>
    {
        var parts = Parts.Of(test, validation);
        return ByTime(Chronology.Of(times, nameof(times)), parts, nameof(times));
    }

    /// <summary>Divides rows by times of a nullable type, such as the dates of a file. A row without a time is an error all the same.</summary>
    /// <param name="times">The time of each row <c>[rows]</c>, in any order. None is null or NaN.</param>
    /// <param name="test">The share of the test rows, (0, 1). Default 0.2.</param>
    /// <param name="validation">The share of the validation rows, [0, 1 - test). Default 0.</param>
    /// <typeparam name="TTime">The type of a time.</typeparam>
    /// <exception cref="ArgumentNullException">times is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A share is out of range.</exception>
    /// <exception cref="ArgumentException">A time is null or NaN, which names its row, or there are fewer different times than parts.</exception>
    public static DataSplit ByTime<TTime>(IEnumerable<TTime?> times, double test = TestFraction, double validation = 0)
        where TTime : struct, IComparable<TTime>
    {
        var parts = Parts.Of(test, validation);
        return ByTime(Chronology.OfNullable(times, nameof(times)), parts, nameof(times));
    }

    /// <summary>Selects the items of each part: records, labels or weights, one for each row.</summary>
    /// <param name="items">The items <c>[rows]</c>.</param>
    /// <returns>Three new arrays, in the order of the rows; the validation is empty if none was asked for.</returns>
    /// <exception cref="ArgumentNullException">items is null.</exception>
    /// <exception cref="ArgumentException">There is another number of items than of rows.</exception>
    public (TItem[] Train, TItem[] Validation, TItem[] Test) Select<TItem>(IReadOnlyList<TItem> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return items.Count == RowCount ? (Pick(Train), Pick(Validation), Pick(Test)) : throw new ArgumentException(Invariant(
            $"items has {items.Count} items, but {Shown.Count(RowCount, "row")} were divided. Pass one item for each row."), nameof(items));
        TItem[] Pick(IReadOnlyList<int> rows) => [.. rows.Select(row => items[row])];
    }

    /// <summary>The number of rows of each part.</summary>
    public override string ToString() => Invariant($"{Shown.Count(Train.Count, "row")} to train, {Validation.Count} to validate, {Test.Count} to test");

    private static DataSplit ByTime(Chronology chronology, Parts parts, string parameter) => chronology.Times >= parts.Count
        ? new(parts.Cut(chronology), parts, parameter)
        : throw new ArgumentException(Invariant(
            $"{parameter} has {chronology.Times} different time(s), too few for {parts.Count} parts: equal times stay together. Use finer times."), parameter);

    private static ReadOnlyCollection<int> Rows(int[] partOfRow, int part) =>
        Array.AsReadOnly([.. Enumerable.Range(0, partOfRow.Length).Where(row => partOfRow[row] == part)]);
}
