using System.Globalization;
using System.Text;

namespace NeuralNet.Core.Foundation;

/// <summary>Text of files and users as messages show it: in one line, moving no cursor, hiding nothing, turning no direction, and short.</summary>
internal static class Shown
{
    /// <summary>As many characters of a text as are shown.</summary>
    public const int Longest = 100;

    /// <summary>As many characters of a whole message of a file.</summary>
    public const int LongestMessage = 2000;

    /// <summary>What the plane of invisible tags begins with.</summary>
    private const char Tags = '\uDB40';

    /// <summary>The text, what can't be seen in it as <c>\u000A</c>, and its length where it is cut.</summary>
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

    /// <summary>Whether a character can be seen, or is a space. Control and format characters, separators of lines and half characters can't.</summary>
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
