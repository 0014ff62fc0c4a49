using System.Data;
using System.Globalization;
using System.Numerics;
using NeuralNet.Common;
using NeuralNet.Data.Sources;

namespace NeuralNet.Data;

/// <summary>
/// The fields of the current row of a reader, by the names of their columns. A field is missing if it is DBNull or an empty text: a number, a
/// flag or a date is then null, and a text is empty. Text is read in the invariant culture: <c>1.5</c>, <c>2026-11-30</c>. Nothing is boxed.
/// </summary>
public sealed class RecordFields
{
    private readonly IDataReader _reader;
    private readonly ColumnOrdinals _ordinals;
    private long _row = -1;

    internal RecordFields(IDataReader reader)
    {
        _reader = reader;
        _ordinals = new(reader);
    }

    private delegate bool Parser<TValue>(ReadOnlySpan<char> text, out TValue value);

    /// <summary>Reads a number of any numeric type, or a text that is one; null if it is missing. NaN and infinity are left to the encoder.</summary>
    /// <param name="column">The name of the column. If no column has it, its case may differ.</param>
    /// <exception cref="RecordException">There is no such column, or the field is no number.</exception>
    public double? Number(string column) => Number<double>(column);

    /// <summary>
    /// Reads a number as another type than double, such as <c>r.Number&lt;int&gt;("Calls")</c>; null if it is missing. A type of whole numbers
    /// refuses fractions.
    /// </summary>
    /// <param name="column">The name of the column. If no column has it, its case may differ.</param>
    /// <typeparam name="TNumber">The type of the number.</typeparam>
    /// <exception cref="RecordException">There is no such column, or the field is not a number of this type.</exception>
    public TNumber? Number<TNumber>(string column)
        where TNumber : struct, INumber<TNumber>
    {
        int ordinal = Find(column);
        if (_reader.IsDBNull(ordinal))
        {
            return null;
        }

        Type type = _reader.GetFieldType(ordinal);
        return type == typeof(string) ? Parsed<TNumber>(ordinal, column, IsWhole<TNumber>() ? $"a number of type {typeof(TNumber).Name}" : "a number", static (text, out value) =>
                TNumber.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
            : type == typeof(double) ? Converted<double, TNumber>(_reader.GetDouble(ordinal), column)
            : type == typeof(long) ? Converted<long, TNumber>(_reader.GetInt64(ordinal), column)
            : type == typeof(int) ? Converted<int, TNumber>(_reader.GetInt32(ordinal), column)
            : type == typeof(float) ? Converted<float, TNumber>(_reader.GetFloat(ordinal), column)
            : type == typeof(decimal) ? Converted<decimal, TNumber>(_reader.GetDecimal(ordinal), column)
            : type == typeof(short) ? Converted<short, TNumber>(_reader.GetInt16(ordinal), column)
            : type == typeof(byte) ? Converted<byte, TNumber>(_reader.GetByte(ordinal), column)
            : type == typeof(bool) ? _reader.GetBoolean(ordinal) ? TNumber.One : TNumber.Zero
            : throw Wrong(column, $"the field is of type {type.Name}, which is no number. Convert it in the query.");
    }

    /// <summary>
    /// Reads a text; an empty one if it is missing, which is the same to every column as null. Fields of other types are written in the
    /// invariant culture.
    /// </summary>
    /// <param name="column">The name of the column. If no column has it, its case may differ.</param>
    /// <exception cref="RecordException">There is no such column.</exception>
    public string Text(string column)
    {
        int ordinal = Find(column);
        return _reader.IsDBNull(ordinal) ? string.Empty
            : _reader.GetFieldType(ordinal) == typeof(string) ? _reader.GetString(ordinal)
            : Convert.ToString(_reader.GetValue(ordinal), CultureInfo.InvariantCulture) ?? string.Empty;
    }

    /// <summary>Reads a flag: a bool, a number that is 0 or 1, or the text <c>true</c>, <c>false</c>, <c>1</c> or <c>0</c>; null if it is missing.</summary>
    /// <param name="column">The name of the column. If no column has it, its case may differ.</param>
    /// <exception cref="RecordException">There is no such column, or the field is no flag.</exception>
    public bool? Flag(string column)
    {
        int ordinal = Find(column);
        if (!_reader.IsDBNull(ordinal) && _reader.GetFieldType(ordinal) == typeof(string))
        {
            return Parsed<bool>(ordinal, column, "a flag: true, false, 1 or 0", static (text, out value) =>
            {
                value = text is "1";
                return text is "1" or "0" || bool.TryParse(text, out value);
            });
        }

        return Number(column) switch
        {
            null => null,
            0 => false,
            1 => true,
            double number => throw Wrong(column, FormattableString.Invariant($"the field is {number}, which is no flag: 0 or 1. Convert it in the query.")),
        };
    }

    /// <summary>Reads a date, or a text that is one, as SQLite keeps it; null if it is missing.</summary>
    /// <param name="column">The name of the column. If no column has it, its case may differ.</param>
    /// <exception cref="RecordException">There is no such column, or the field is no date.</exception>
    public DateTime? Date(string column)
    {
        int ordinal = Find(column);
        if (_reader.IsDBNull(ordinal))
        {
            return null;
        }

        Type type = _reader.GetFieldType(ordinal);
        return type == typeof(DateTime) ? _reader.GetDateTime(ordinal)
            : type == typeof(string) ? Parsed<DateTime>(ordinal, column, "a date such as 2026-11-30", static (text, out value) =>
                DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out value))
            : throw Wrong(column, $"the field is of type {type.Name}, which is no date. Convert it in the query.");
    }

    /// <summary>Makes a record of the next row.</summary>
    internal TRecord Next<TRecord>(Func<RecordFields, TRecord> read)
    {
        _row++;
        _ordinals.Restart();
        try
        {
            return read(this);
        }
        catch (InvalidOperationException exception)
        {
            // Such as the value of a missing number.
            throw new RecordException(_row, null, $"the delegate that reads the row threw {exception.GetType().Name}: {Shown.Text(exception.Message)} For a value that may be missing use a nullable type.", exception);
        }
    }

    private int Find(string column)
    {
        int ordinal = _ordinals.Find(column);
        return ordinal >= 0 ? ordinal : throw Wrong(column, $"there is no such column. The columns: {_ordinals.Listed()}.");
    }

    private TValue? Parsed<TValue>(int ordinal, string column, string expected, Parser<TValue> parser)
        where TValue : struct
    {
        ReadOnlySpan<char> text = _reader.GetString(ordinal).AsSpan().Trim();
        return text.IsEmpty ? null
            : parser(text, out TValue value) ? value
            : throw Wrong(column, $"the text is '{Shown.Text(text.ToString())}', which is not {expected}. Correct the source, or read the field with Text.");
    }

    private TNumber Converted<TField, TNumber>(TField value, string column)
        where TField : struct, INumber<TField>
        where TNumber : struct, INumber<TNumber>
    {
        try
        {
            if (!IsWhole<TNumber>() || TField.IsInteger(value))
            {
                return TNumber.CreateChecked(value);
            }
        }
        catch (OverflowException)
        {
            // Too large, or NaN: refused below, as a fraction is.
        }

        throw Wrong(column, FormattableString.Invariant($"the field is {value}, which is no {typeof(TNumber).Name}. Read it as another type, such as double with Number(\"{Shown.Text(column)}\")."));
    }

    /// <summary>Whether a type has whole numbers alone.</summary>
    private static bool IsWhole<TNumber>()
        where TNumber : struct, INumber<TNumber> => TNumber.IsZero(TNumber.CreateTruncating(0.5));

    private RecordException Wrong(string column, string problem) => new(_row, column, problem);
}
