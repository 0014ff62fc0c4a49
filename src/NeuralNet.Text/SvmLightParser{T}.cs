using System.Globalization;
using System.Numerics;
using System.Text;
using NeuralNet.Common;
using static System.FormattableString;

namespace NeuralNet.Text;

/// <summary>Parses lines of SVMlight files and adds them to a batch.</summary>
internal sealed class SvmLightParser<T>(int firstIndex, SvmLightOptions options)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>So many digits fit in 64 bits.</summary>
    private const int MostDigits = 18;

    /// <summary>The first bytes of a token, more than messages show.</summary>
    private const int MostShown = 1000;

    /// <summary>The powers of ten that a double holds exactly.</summary>
    private static readonly double[] _powersOf10 =
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    ];

    /// <summary>The index after the last one that is allowed.</summary>
    private readonly long _endIndex = (long)firstIndex + (options.InputCount ?? int.MaxValue);

    /// <summary>Parses a line.</summary>
    /// <returns>Whether there is a row: false for an empty line and one with a comment alone.</returns>
    /// <exception cref="SvmLightException">The line is malformed.</exception>
    public bool Parse(ReadOnlySpan<byte> whole, long number, SvmLightBatch<T> batch)
    {
        int comment = whole.IndexOf((byte)'#');
        ReadOnlySpan<byte> line = comment < 0 ? whole : whole[..comment];
        int position = number == 1 && line.StartsWith("\uFEFF"u8) ? 3 : 0;
        position = SkipSpaces(line, position);
        if (position == line.Length)
        {
            return false;
        }

        position = ParseLabel(line, position, number, batch);
        position = SkipSpaces(line, position);
        if (line[position..].StartsWith("qid:"u8))
        {
            if (!options.IgnoreQueryIds)
            {
                throw new SvmLightException(number, position + 1,
                    "the line has a query id, which joins the lines of a ranking; rows here stand each for itself. Set IgnoreQueryIds to leave it out.");
            }

            position = SkipSpaces(line, TokenEnd(line, position));
        }

        long before = (long)firstIndex - 1;
        while (position < line.Length)
        {
            int start = position;
            long index = 0;
            while (position < line.Length && (uint)(line[position] - '0') <= 9 && index <= uint.MaxValue)
            {
                index = (index * 10) + (line[position++] - '0');
            }

            if (position == start || position == line.Length || line[position] != ':' || index <= before || index >= _endIndex)
            {
                throw BadIndex(line, start, number, before);
            }

            position++;
            T value = ParseNumber<T>(line, ref position, number);
            batch.Add((int)(index - firstIndex), value);
            before = index;
            position = SkipSpaces(line, position);
        }

        batch.EndRow();
        return true;
    }

    private static int SkipSpaces(ReadOnlySpan<byte> line, int position)
    {
        while (position < line.Length && IsSpace(line[position]))
        {
            position++;
        }

        return position;
    }

    private static bool IsSpace(byte character) => character is (byte)' ' or (byte)'\t' or (byte)'\r';

    private static int TokenEnd(ReadOnlySpan<byte> line, int position)
    {
        while (position < line.Length && !IsSpace(line[position]))
        {
            position++;
        }

        return position;
    }

    /// <summary>Parses the number up to the next space.</summary>
    private static TNumber ParseNumber<TNumber>(ReadOnlySpan<byte> line, ref int position, long number)
        where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber>
    {
        int start = position;
        bool isNegative = position < line.Length && line[position] == '-';
        position += isNegative || (position < line.Length && line[position] == '+') ? 1 : 0;
        int first = position;
        int point = -1;
        long digits = 0;
        for (; position < line.Length; position++)
        {
            uint digit = line[position] - (uint)'0';
            if (digit <= 9)
            {
                // What overflows here is not used below.
                digits = (digits * 10) + digit;
            }
            else if (line[position] == '.' && point < 0)
            {
                point = position;
            }
            else
            {
                break;
            }
        }

        int count = position - first - (point < 0 ? 0 : 1);
        if ((position == line.Length || IsSpace(line[position])) && count is > 0 and <= MostDigits && digits <= 1L << 53)
        {
            // Both are exact, so the quotient is the number rounded once.
            double rounded = point < 0 ? digits : digits / _powersOf10[position - point - 1];
            if (typeof(TNumber) == typeof(double) || !IsHalfway(rounded))
            {
                return TNumber.CreateTruncating(isNegative ? -rounded : rounded);
            }
        }

        position = TokenEnd(line, position);
        ReadOnlySpan<byte> token = line[start..position];
        return TryParse(token, out TNumber value) && TNumber.IsFinite(value) ? value : throw BadNumber(token, start, number);
    }

    /// <summary>Parses any number. The framework would accept zero bytes at the end.</summary>
    private static bool TryParse<TNumber>(ReadOnlySpan<byte> token, out TNumber value)
        where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber> =>
        TNumber.TryParse(token, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && !token.Contains((byte)0);

    /// <summary>
    /// Whether a double is in the middle between two floats: then the number it was rounded from decides. In all other cases rounding twice
    /// is rounding once.
    /// </summary>
    private static bool IsHalfway(double value) => (BitConverter.DoubleToUInt64Bits(value) & 0x1FFFFFFF) == 0x10000000;

    private static string Show(ReadOnlySpan<byte> token) => Shown.Text(Encoding.UTF8.GetString(token[..Math.Min(token.Length, MostShown)]));

    private static SvmLightException BadNumber(ReadOnlySpan<byte> token, int start, long number)
    {
        string shown = Show(token);
        return new(number, start + 1, token switch
        {
            [] => "the index has no value. Write index:value, such as 3:0.5, without spaces.",
            _ when token.Contains((byte)',') => $"'{shown}' is no number, since it has a comma. Write decimals with a point; a line has one label.",
            _ when IsName(token) || TryParse(token, out T _) => $"'{shown}' is not finite. Leave the column out, or the line.",
            _ => $"'{shown}' is no number.",
        });
    }

    /// <summary>Whether a text is a name of NaN or infinity that the framework does not know.</summary>
    private static bool IsName(ReadOnlySpan<byte> token)
    {
        ReadOnlySpan<byte> name = token[0] is (byte)'+' or (byte)'-' ? token[1..] : token;
        return Ascii.EqualsIgnoreCase(name, "inf"u8) || Ascii.EqualsIgnoreCase(name, "nan"u8);
    }

    private int ParseLabel(ReadOnlySpan<byte> line, int start, long number, SvmLightBatch<T> batch)
    {
        int position = start;
        ReadOnlySpan<byte> token = line[start..TokenEnd(line, start)];
        if (token.Contains((byte)':'))
        {
            throw new SvmLightException(number, start + 1, $"the line begins with '{Show(token)}' instead of a label. Write the label first; 0 if it is unknown.");
        }

        if (options.Labels == SvmLightLabels.Numbers)
        {
            batch.AddTarget(ParseNumber<T>(line, ref position, number));
            return position;
        }

        // A float would not hold every class.
        double label = ParseNumber<double>(line, ref position, number);
        switch (options.Labels)
        {
            case SvmLightLabels.Classes when double.IsInteger(label) && label is >= 0 and <= int.MaxValue:
                batch.AddClass((int)label);
                return position;
            case SvmLightLabels.Classes:
                throw new SvmLightException(number, start + 1,
                    $"'{Show(token)}' is no class, a whole number from 0 on. For -1 and +1 set Labels to SvmLightLabels.Signs, for targets to SvmLightLabels.Numbers.");
            default:
                batch.AddSign(label is 1 or -1 ? label > 0 : throw new SvmLightException(number, start + 1,
                    $"'{Show(token)}' is neither -1 nor +1. For classes from 0 on set Labels to SvmLightLabels.Classes, for targets to SvmLightLabels.Numbers."));
                return position;
        }
    }

    private SvmLightException BadIndex(ReadOnlySpan<byte> line, int start, long number, long before)
    {
        ReadOnlySpan<byte> token = line[start..TokenEnd(line, start)];
        int colon = token.IndexOf((byte)':');
        bool isNegative = token[0] == '-';
        ReadOnlySpan<byte> digits = colon < 0 ? [] : token[(isNegative ? 1 : 0)..colon];
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return new(number, start + 1, $"'{Show(token)}' is no column with its value. Write index:value, such as 3:0.5; a comment begins with #.");
        }

        string shown = Show(token[..colon]);
        long index = isNegative ? -1 : long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long parsed) ? parsed : long.MaxValue;
        return new(number, start + 1, index switch
        {
            0 when firstIndex == 1 => "the index 0 is below the first one, 1. If the file counts from 0, pass firstIndex: 0.",
            < 0 => Invariant($"the index {shown} is below the first one, {firstIndex}."),
            _ when index >= _endIndex && options.InputCount is { } inputs =>
                Invariant($"the index {shown} is beyond the {Shown.Count(inputs, "column")}, the last of which is {_endIndex - 1}. Raise InputCount, or leave the column out."),
            _ when index >= _endIndex =>
                Invariant($"the index {shown} is beyond the last possible one, {_endIndex - 1}. Give the columns smaller indices, as FeatureHasher does with names."),
            _ when index == before => $"the index {shown} is there twice. Add up its values, or leave one out.",
            _ => Invariant($"the index {shown} follows {before}. Sort the indices of each line."),
        });
    }
}
