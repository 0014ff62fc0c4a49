using System.Runtime.CompilerServices;
using NeuralNet.Data.Columns;
using static System.FormattableString;

namespace NeuralNet.Data;

/// <content>Columns of categories that are too many to list.</content>
public sealed partial class RowEncoder<TRecord>
{
    /// <summary>The number of columns of the feature hasher of NeuralNet.Text and of scikit-learn.</summary>
    private const int DefaultHashedInputs = 1 << 20;

    /// <summary>
    /// Adds a category with too many values to list, such as the id of a user: one of a fixed number of inputs is 1, by a hash of the
    /// category, so nothing is learned or stored, and categories that Fit did not see have inputs too. Categories whose hashes agree share
    /// an input and its weight; more inputs make that rarer. The inputs are the column's own, so it shares none with another column. Encode
    /// such records with <c>EncodeSparse</c>; a dense row has all inputs.
    /// </summary>
    /// <remarks>
    /// Hashes <c>name=category</c> in UTF-8 by MurmurHash3 (x86, 32 bits) to |hash| mod <paramref name="inputs"/>, as the
    /// <c>FeatureHasher</c> of NeuralNet.Text and of scikit-learn (without signs) do with the name and the category. A missing category (null
    /// or empty) is one of its own, <c>name=</c>. A category may have any length; half of a surrogate pair counts as U+FFFD.
    /// </remarks>
    /// <param name="value">Reads the category; null or empty if it is missing. Upper and lower case differ.</param>
    /// <param name="inputs">The number of inputs, [1, inf). Default 2^20. A power of two spreads the categories evenly.</param>
    /// <param name="seed">The seed of the hash. Default 0.</param>
    /// <param name="refuseMissing">Whether a missing category (null or empty) is an error. Default false.</param>
    /// <param name="name">The name of the column. Default the text of the delegate.</param>
    /// <exception cref="ArgumentNullException">The delegate is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are no inputs.</exception>
    /// <exception cref="ArgumentException">The name is blank or too long, or the delegate is no plain property and has no name.</exception>
    public RowEncoder<TRecord> HashedCategory(
        Func<TRecord, string?> value,
        int inputs = DefaultHashedInputs,
        uint seed = 0,
        bool refuseMissing = false,
        [CallerArgumentExpression(nameof(value))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(value);
        return AddHashed([new(ColumnName.Of(name), value)], inputs, seed, refuseMissing);
    }

    /// <summary>
    /// Adds the combinations of two or more categories, hashed as one category: <c>HashedCross([v => v.City, v => v.Weekday])</c>, so that a
    /// combination may count for more than its parts. The column is named <c>City x Weekday</c>.
    /// </summary>
    /// <remarks>
    /// Hashes <c>City=Bern&amp;Weekday=Monday</c>, as <c>FeatureHasher.Cross</c> of NeuralNet.Text does: the category
    /// <c>Bern&amp;Weekday=Monday</c> of a hashed column City has the same input. The order of the categories matters. Otherwise as
    /// <see cref="HashedCategory"/>; each part may be missing.
    /// </remarks>
    /// <param name="values">Read the categories, two or more; null or empty if one is missing.</param>
    /// <param name="inputs">The number of inputs, [1, inf). Default 2^20.</param>
    /// <param name="seed">The seed of the hash. Default 0.</param>
    /// <param name="refuseMissing">Whether a missing part is an error. Default false.</param>
    /// <param name="names">The names of the categories, separated by commas: <c>"City, Weekday"</c>. Default the texts of the delegates.</param>
    /// <exception cref="ArgumentNullException">The delegates are null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are no inputs.</exception>
    /// <exception cref="ArgumentException">
    /// There are fewer than two categories, a delegate is null, there are not as many names as categories, or a name is wrong as for
    /// <see cref="HashedCategory"/>.
    /// </exception>
    public RowEncoder<TRecord> HashedCross(
        IReadOnlyList<Func<TRecord, string?>> values,
        int inputs = DefaultHashedInputs,
        uint seed = 0,
        bool refuseMissing = false,
        [CallerArgumentExpression(nameof(values))] string names = "")
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count < 2)
        {
            throw new ArgumentException(Invariant($"A cross needs two categories or more, and there are {values.Count}. Pass HashedCategory for one."), nameof(values));
        }

        if (values.Contains(null!))
        {
            throw new ArgumentException("A category of the cross is null.", nameof(values));
        }

        string[] each = ColumnName.Each(names);
        return each.Length == values.Count
            ? AddHashed([.. each.Zip(values, (name, value) => new HashedPart<TRecord>(ColumnName.Of(name, nameof(names)), value))], inputs, seed, refuseMissing)
            : throw new ArgumentException(
                Invariant($"The cross of {values.Count} categories has {each.Length} of their names: '{Common.Shown.Text(names ?? string.Empty)}'. Pass lambdas in brackets, or names: \"City, Weekday\"."), nameof(names));
    }

    private RowEncoder<TRecord> AddHashed(HashedPart<TRecord>[] parts, int inputs, uint seed, bool refuseMissing)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        return With(new HashedColumn<TRecord>(parts, inputs, seed, refuseMissing));
    }
}
