using System.Globalization;
using System.Text;

namespace NeuralNet.Common;

/// <summary>
/// Formats text of files and users for messages: short, on one line, with nothing hidden, and without characters that move the cursor or
/// change the text direction.
/// </summary>
internal static class Shown
{
    /// <summary>The maximum number of characters shown of a text.</summary>
    public const int Longest = 100;

    /// <summary>The maximum number of characters of a message about a file.</summary>
    public const int LongestMessage = 2000;

    /// <summary>The high surrogate of the plane of invisible tags.</summary>
    private const char Tags = '\uDB40';

    /// <summary>Returns a number with the noun that it counts: <c>1 row</c>, <c>2 rows</c>.</summary>
    /// <param name="number">The number.</param>
    /// <param name="one">The noun for one.</param>
    /// <param name="many">The noun for several. Default with an s.</param>
    public static string Count(long number, string one, string? many = null) =>
        FormattableString.Invariant($"{number} {(number == 1 ? one : many ?? $"{one}s")}");

    /// <summary>Returns the text with invisible characters as <c>\u000A</c>, and with its length if it is cut.</summary>
    public static string Text(string? text, int most = Longest)
    {
        text ??= "null";
        int end = Math.Min(text.Length, most);
        if (end < text.Length && char.IsHighSurrogate(text[end - 1]))
        {
            end--;
        }

        int plain = 0;
        while (plain < end && IsPlain(text, plain))
        {
            plain++;
        }

        if (plain == text.Length)
        {
            return text;
        }

        var shown = new StringBuilder(text, 0, plain, end + 32);
        for (int index = plain; index < end; index++)
        {
            if (IsPlain(text, index))
            {
                shown.Append(text[index]);
            }
            else
            {
                shown.Append(@"\u").Append(((int)text[index]).ToString("X4", CultureInfo.InvariantCulture));
            }
        }

        return end == text.Length
            ? shown.ToString()
            : shown.Append("... (").Append(text.Length.ToString(CultureInfo.InvariantCulture)).Append(" characters)").ToString();
    }

    /// <summary>
    /// Checks whether a character is visible or a space: no control or format character, line separator or half of a surrogate pair.
    /// </summary>
    private static bool IsPlain(string text, int index) => text[index] switch
    {
        < ' ' or (>= '\u007F' and <= '\u009F') or '\u00AD' => false,
        < '\u0600' => true,
        <= '\u0605' or '\u061C' or '\u06DD' or '\u070F' or '\u0890' or '\u0891' or '\u08E2' or '\u180E' => false,
        (>= '\u200B' and <= '\u200F') or (>= '\u2028' and <= '\u202E') or (>= '\u2060' and <= '\u206F') => false,
        '\uFEFF' or (>= '\uFFF9' and <= '\uFFFB') => false,
        var half when char.IsHighSurrogate(half) => half != Tags && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]),
        var half when char.IsLowSurrogate(half) => index > 0 && char.IsHighSurrogate(text[index - 1]) && text[index - 1] != Tags,
        _ => true,
    };
}
