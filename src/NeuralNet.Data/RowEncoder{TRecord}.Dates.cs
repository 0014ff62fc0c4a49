using System.Runtime.CompilerServices;
using NeuralNet.Data.Columns;
using NeuralNet.Data.Numbers;

namespace NeuralNet.Data;

/// <content>Dates.</content>
public sealed partial class RowEncoder<TRecord>
{
    /// <summary>Adds a date: the inputs of its parts, in the order of <see cref="DateParts"/>, such as <c>Since.Year</c> and <c>Since.Month.sin</c>.</summary>
    /// <param name="value">Reads the date; null if it is missing. Its clock counts, whatever its kind.</param>
    /// <param name="parts">The parts.</param>
    /// <param name="missing">What stands for each number of a missing date. Default <see cref="Missing.Refuse"/>.</param>
    /// <param name="indicator">Whether a last input says that the date is missing. Default false.</param>
    /// <param name="name">The name of the column. Default the text of the delegate.</param>
    /// <exception cref="ArgumentNullException">The delegate is null.</exception>
    /// <exception cref="ArgumentException">
    /// There are no parts or unknown ones; the name is blank or too long, or the delegate is no plain property and has no name; or there is
    /// an indicator, but missing dates are refused.
    /// </exception>
    public RowEncoder<TRecord> Date(
        Func<TRecord, DateTime?> value,
        DateParts parts,
        Missing missing = default,
        bool indicator = false,
        [CallerArgumentExpression(nameof(value))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(value);
        return AddDate(value, parts, missing, indicator, name);
    }

    /// <summary>Adds a date with its offset, as <see cref="Date(Func{TRecord, DateTime?}, DateParts, Missing, bool, string)"/> does. The clock at its offset counts.</summary>
    /// <param name="value">Reads the date; null if it is missing.</param>
    /// <param name="parts">The parts.</param>
    /// <param name="missing">What stands for each number of a missing date. Default <see cref="Missing.Refuse"/>.</param>
    /// <param name="indicator">Whether a last input says that the date is missing. Default false.</param>
    /// <param name="name">The name of the column. Default the text of the delegate.</param>
    /// <exception cref="ArgumentNullException">The delegate is null.</exception>
    /// <exception cref="ArgumentException">As for a date without an offset.</exception>
    public RowEncoder<TRecord> Date(
        Func<TRecord, DateTimeOffset?> value,
        DateParts parts,
        Missing missing = default,
        bool indicator = false,
        [CallerArgumentExpression(nameof(value))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(value);
        return AddDate(record => value(record)?.DateTime, parts, missing, indicator, name);
    }

    /// <summary>Adds a date without a time, as <see cref="Date(Func{TRecord, DateTime?}, DateParts, Missing, bool, string)"/> does.</summary>
    /// <param name="value">Reads the date; null if it is missing.</param>
    /// <param name="parts">The parts, without <see cref="DateParts.TimeOfDayCyclic"/>.</param>
    /// <param name="missing">What stands for each number of a missing date. Default <see cref="Missing.Refuse"/>.</param>
    /// <param name="indicator">Whether a last input says that the date is missing. Default false.</param>
    /// <param name="name">The name of the column. Default the text of the delegate.</param>
    /// <exception cref="ArgumentNullException">The delegate is null.</exception>
    /// <exception cref="ArgumentException">As for a date with a time; or its time is asked for.</exception>
    public RowEncoder<TRecord> Date(
        Func<TRecord, DateOnly?> value,
        DateParts parts,
        Missing missing = default,
        bool indicator = false,
        [CallerArgumentExpression(nameof(value))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(value);
        return parts.HasFlag(DateParts.TimeOfDayCyclic)
            ? throw new ArgumentException("A DateOnly has no time. Leave out DateParts.TimeOfDayCyclic, or pass a DateTime.", nameof(parts))
            : AddDate(record => value(record)?.ToDateTime(TimeOnly.MinValue), parts, missing, indicator, name);
    }

    private RowEncoder<TRecord> AddDate(Func<TRecord, DateTime?> value, DateParts parts, Missing missing, bool indicator, string name) =>
        parts == DateParts.None || (parts & ~DateNumbers.All) != 0
            ? throw new ArgumentOutOfRangeException(nameof(parts), parts, "Name one or more of DateParts.")
            : With(new DateColumn<TRecord>(ColumnName.Of(name), value, parts, new NumberRule(missing, indicator).Valid()));
}
