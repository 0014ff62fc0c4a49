using System.Numerics;
using System.Runtime.CompilerServices;
using NeuralNet.Data.Columns;
using static System.FormattableString;

namespace NeuralNet.Data;

/// <content>Columns of which one input is 1.</content>
public sealed partial class RowEncoder<TRecord>
{
    private const int DefaultMaximumCategories = 1000;

    /// <summary>The number of buckets of scikit-learn's <c>KBinsDiscretizer</c>.</summary>
    private const int DefaultBuckets = 5;
    private const int MostBuckets = 10_000;

    /// <summary>
    /// Adds a category: an input for each text of the records of Fit, such as <c>Contract=monthly</c>, in ordinal order, 1 if the record
    /// has it, otherwise 0. A missing one (null or empty) is a category of its own, the last, <c>Contract is missing</c>; if Fit had
    /// none, it is an unknown one.
    /// </summary>
    /// <param name="value">Reads the category; null or empty if it is missing. Upper and lower case differ. At most 1,000 characters.</param>
    /// <param name="unknown">
    /// What a category becomes that the records of Fit did not have. Default null: if Fit had rare categories (see
    /// <paramref name="minimumCount"/>), it is one of them, since it has no records; otherwise it is refused, as by
    /// <see cref="UnknownCategory.Refuse"/>. A given choice always counts: the rare categories are then kept by name, so that an unknown one
    /// differs from them.
    /// </param>
    /// <param name="minimumCount">
    /// How many records a category needs for an input of its own, [1, inf). The rarer ones share one, <c>Contract is rare</c>, and unless
    /// <paramref name="unknown"/> is given unknown ones share it too. Above 1 Fit counts every text, also those of which there will be no
    /// input. Default 1: no category is rare.
    /// </param>
    /// <param name="maximumCategories">
    /// How many categories may have an input of their own, [1, 100,000]; more are an error, also more rare ones that
    /// are kept by name. Default 1,000: more of them are mostly ids,
    /// of which scikit-learn makes an input each.
    /// </param>
    /// <param name="dropFirst">
    /// Whether the first category has no input. All inputs of a category add up to 1, as the bias; without a penalty their weights are then
    /// not unique. Default false, as in scikit-learn: predictions are the same, and a penalty treats all categories alike.
    /// </param>
    /// <param name="refuseMissing">Whether a missing category (null or empty) is an error. Default false.</param>
    /// <param name="name">The name of the column. Default the text of the delegate.</param>
    /// <exception cref="ArgumentNullException">The delegate is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ArgumentException">
    /// The name is blank or too long, or the delegate is no plain property and has no name; or <paramref name="dropFirst"/> is combined with
    /// <see cref="UnknownCategory.Zeros"/>.
    /// </exception>
    public RowEncoder<TRecord> Category(
        Func<TRecord, string?> value,
        UnknownCategory? unknown = null,
        int minimumCount = 1,
        int maximumCategories = DefaultMaximumCategories,
        bool dropFirst = false,
        bool refuseMissing = false,
        [CallerArgumentExpression(nameof(value))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(value);
        return With(new CategoryColumn<TRecord>(
            ColumnName.Of(name), value, new CategoryRule(unknown, minimumCount, maximumCategories, dropFirst, refuseMissing).Valid()));
    }

    /// <summary>
    /// Adds the pairs of two categories: an input for each pair of the records of Fit, such as <c>Contract=monthly &amp; Payment=card</c>,
    /// so that a pair may count for more than its parts. Each part may be missing (null or empty). The column is named
    /// <c>Contract x Payment</c>.
    /// </summary>
    /// <param name="first">Reads the first category; null or empty if it is missing.</param>
    /// <param name="second">Reads the second category; null or empty if it is missing.</param>
    /// <param name="unknown">
    /// What a pair becomes that the records of Fit did not have, as in Category. Default null: a rare one, if there are any, otherwise refused.
    /// </param>
    /// <param name="minimumCount">
    /// How many records a pair needs for an input of its own, [1, inf); the rarer ones share one, as in Category. Default 1.
    /// </param>
    /// <param name="maximumCategories">How many pairs may have an input of their own, [1, 100,000]; more are an error. Default 1,000.</param>
    /// <param name="dropFirst">Whether the first pair has no input. Default false.</param>
    /// <param name="refuseMissing">Whether a missing part is an error. Default false.</param>
    /// <param name="firstName">The name of the first category. Default the text of its delegate.</param>
    /// <param name="secondName">The name of the second category. Default the text of its delegate.</param>
    /// <exception cref="ArgumentNullException">A delegate is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ArgumentException">As for Category.</exception>
    public RowEncoder<TRecord> Cross(
        Func<TRecord, string?> first,
        Func<TRecord, string?> second,
        UnknownCategory? unknown = null,
        int minimumCount = 1,
        int maximumCategories = DefaultMaximumCategories,
        bool dropFirst = false,
        bool refuseMissing = false,
        [CallerArgumentExpression(nameof(first))] string firstName = "",
        [CallerArgumentExpression(nameof(second))] string secondName = "")
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return With(new CrossColumn<TRecord>(
            ColumnName.Of(firstName, nameof(firstName)),
            ColumnName.Of(secondName, nameof(secondName)),
            first,
            second,
            new CategoryRule(unknown, minimumCount, maximumCategories, dropFirst, refuseMissing).Valid()));
    }

    /// <summary>
    /// Adds buckets of a number: an input for each, such as <c>10&lt;=Income&lt;20</c>, so that a network can learn a curve. Fit divides
    /// its numbers into buckets of equal size, as scikit-learn's <c>KBinsDiscretizer</c> does by default. A bucket begins at one of the
    /// numbers, and equal ones stay together, so there may be fewer buckets, but none is empty. Numbers outside are in the first or the
    /// last.
    /// </summary>
    /// <param name="value">Reads the number, of any numeric type; it must be finite.</param>
    /// <param name="count">The number of buckets, [2, 10,000]. Default 5.</param>
    /// <param name="name">The name of the column. Default the text of the delegate.</param>
    /// <exception cref="ArgumentNullException">The delegate is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of buckets is out of range.</exception>
    /// <exception cref="ArgumentException">The name is blank or too long, or the delegate is no plain property and has no name.</exception>
    public RowEncoder<TRecord> Buckets<TNumber>(
        Func<TRecord, TNumber> value, int count = DefaultBuckets, [CallerArgumentExpression(nameof(value))] string name = "")
        where TNumber : struct, INumber<TNumber>
    {
        ArgumentNullException.ThrowIfNull(value);
        return AddBuckets(NumberSource<TRecord>.Of(value), count, refuseMissing: true, name);
    }

    /// <summary>Adds buckets of a number that may be missing. If it was in Fit, null has a last input of its own, <c>Income is missing</c>.</summary>
    /// <param name="value">Reads the number, of any numeric type; null if it is missing, otherwise finite.</param>
    /// <param name="count">The number of buckets, [2, 10,000]. Default 5.</param>
    /// <param name="refuseMissing">Whether null is an error. Default false; a null is an error in any case if Fit had none.</param>
    /// <param name="name">The name of the column. Default the text of the delegate.</param>
    /// <exception cref="ArgumentNullException">The delegate is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of buckets is out of range.</exception>
    /// <exception cref="ArgumentException">The name is blank or too long, or the delegate is no plain property and has no name.</exception>
    public RowEncoder<TRecord> Buckets<TNumber>(
        Func<TRecord, TNumber?> value,
        int count = DefaultBuckets,
        bool refuseMissing = false,
        [CallerArgumentExpression(nameof(value))] string name = "")
        where TNumber : struct, INumber<TNumber>
    {
        ArgumentNullException.ThrowIfNull(value);
        return AddBuckets(NumberSource<TRecord>.Of(value), count, refuseMissing, name);
    }

    private RowEncoder<TRecord> AddBuckets(NumberSource<TRecord> source, int count, bool refuseMissing, string name) =>
        count is < 2 or > MostBuckets
            ? throw new ArgumentOutOfRangeException(nameof(count), count, Invariant($"The number of buckets must be in [2, {MostBuckets}]."))
            : With(new BucketColumn<TRecord>(ColumnName.Of(name), source, count, refuseMissing));
}
