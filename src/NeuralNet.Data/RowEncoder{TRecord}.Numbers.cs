using System.Numerics;
using System.Runtime.CompilerServices;
using NeuralNet.Data.Columns;
using NeuralNet.Data.Numbers;

namespace NeuralNet.Data;

/// <content>Columns that become numbers.</content>
public sealed partial class RowEncoder<TRecord>
{
    /// <summary>Adds a number: one input.</summary>
    /// <param name="value">Reads the number, of any numeric type; it must be finite, and is converted to double.</param>
    /// <param name="transform">How the number becomes an input. Default <see cref="NumberTransform.None"/>.</param>
    /// <param name="name">The name of the column. Default the text of the delegate.</param>
    /// <exception cref="ArgumentNullException">The delegate is null.</exception>
    /// <exception cref="ArgumentException">The name is blank or too long, or the delegate is no plain property and has no name.</exception>
    public RowEncoder<TRecord> Number<TNumber>(
        Func<TRecord, TNumber> value, NumberTransform transform = default, [CallerArgumentExpression(nameof(value))] string name = "")
        where TNumber : struct, INumber<TNumber>
    {
        ArgumentNullException.ThrowIfNull(value);
        return AddNumber(NumberSource<TRecord>.Of(value), new(Missing.Refuse, HasIndicator: false, transform), name);
    }

    /// <summary>Adds a number that may be missing: one input, or two with an indicator.</summary>
    /// <param name="value">Reads the number, of any numeric type; null if it is missing, otherwise finite.</param>
    /// <param name="missing">
    /// What stands for a missing number, before the transform. Default <see cref="Missing.Refuse"/>. At encoding too: a number may be
    /// missing that never was in Fit.
    /// </param>
    /// <param name="indicator">
    /// Whether a second input, <c>Age is missing</c>, is 1 if the number is missing, otherwise 0: that it is missing may say more than the
    /// number. Default false, as in scikit-learn's <c>SimpleImputer</c>.
    /// </param>
    /// <param name="transform">How the number becomes an input. Default <see cref="NumberTransform.None"/>.</param>
    /// <param name="name">The name of the column. Default the text of the delegate.</param>
    /// <exception cref="ArgumentNullException">The delegate is null.</exception>
    /// <exception cref="ArgumentException">
    /// The name is blank or too long, or the delegate is no plain property and has no name; or there is an indicator, but missing numbers are
    /// refused; or the constant has no logarithm.
    /// </exception>
    public RowEncoder<TRecord> Number<TNumber>(
        Func<TRecord, TNumber?> value,
        Missing missing = default,
        bool indicator = false,
        NumberTransform transform = default,
        [CallerArgumentExpression(nameof(value))] string name = "")
        where TNumber : struct, INumber<TNumber>
    {
        ArgumentNullException.ThrowIfNull(value);
        return AddNumber(NumberSource<TRecord>.Of(value), new(missing, indicator, transform), name);
    }

    /// <summary>Adds a flag: one input, 1 for true and 0 for false.</summary>
    /// <param name="value">Reads the flag.</param>
    /// <param name="name">The name of the column. Default the text of the delegate.</param>
    /// <exception cref="ArgumentNullException">The delegate is null.</exception>
    /// <exception cref="ArgumentException">The name is blank or too long, or the delegate is no plain property and has no name.</exception>
    public RowEncoder<TRecord> Flag(Func<TRecord, bool> value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(value);
        return With(new FlagColumn<TRecord>(ColumnName.Of(name), record => value(record), new(Missing.Refuse, HasIndicator: false)));
    }

    /// <summary>Adds a flag that may be missing: one input, or two with an indicator.</summary>
    /// <param name="value">Reads the flag; null if it is missing.</param>
    /// <param name="missing">What stands for a missing flag, such as the share of true (<see cref="Missing.Mean"/>). Default <see cref="Missing.Refuse"/>.</param>
    /// <param name="indicator">Whether a second input says that the flag is missing. Default false.</param>
    /// <param name="name">The name of the column. Default the text of the delegate.</param>
    /// <exception cref="ArgumentNullException">The delegate is null.</exception>
    /// <exception cref="ArgumentException">
    /// The name is blank or too long, or the delegate is no plain property and has no name; or there is an indicator, but missing flags are
    /// refused.
    /// </exception>
    public RowEncoder<TRecord> Flag(
        Func<TRecord, bool?> value, Missing missing = default, bool indicator = false, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(value);
        return With(new FlagColumn<TRecord>(ColumnName.Of(name), value, new NumberRule(missing, indicator).Valid()));
    }

    /// <summary>
    /// Adds ordered levels: one input, 0 for the first level, 1 for the second and so on. A text that is no level is an error, as in
    /// scikit-learn's <c>OrdinalEncoder</c>.
    /// </summary>
    /// <param name="value">Reads the level; null or empty if it is missing. Upper and lower case differ.</param>
    /// <param name="levels">
    /// The levels, at least two, all different, from low to high. With an empty text among them a missing level, null too, is that one.
    /// </param>
    /// <param name="missing">What stands for a missing level, as a number of its order. Default <see cref="Missing.Refuse"/>.</param>
    /// <param name="indicator">Whether a second input says that the level is missing. Default false.</param>
    /// <param name="name">The name of the column. Default the text of the delegate.</param>
    /// <exception cref="ArgumentNullException">The delegate or the list of levels is null.</exception>
    /// <exception cref="ArgumentException">
    /// There are fewer than two levels, one is null, too long or there twice; the name is blank or too long, or the delegate is no plain
    /// property and has no name; or there is an indicator, but missing levels are refused.
    /// </exception>
    public RowEncoder<TRecord> Ordered(
        Func<TRecord, string?> value,
        IEnumerable<string> levels,
        Missing missing = default,
        bool indicator = false,
        [CallerArgumentExpression(nameof(value))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(levels);
        return With(new OrderedColumn<TRecord>(ColumnName.Of(name), value, levels, new NumberRule(missing, indicator).Valid()));
    }

    private RowEncoder<TRecord> AddNumber(NumberSource<TRecord> source, NumberRule rule, string name) =>
        With(new NumberColumn<TRecord>(ColumnName.Of(name), source, rule.Valid()));
}
