using System.Globalization;
using System.Text;

namespace NeuralNet.Onnx;

/// <summary>Text of a file in a message: on one line, without what a terminal or a log obeys, and short.</summary>
internal static class FileText
{
    private const int MostCharacters = 60;

    /// <summary>The text with escapes such as <c>\u000A</c> in place of controls, line breaks and marks of direction; cut where it is long.</summary>
    public static string Shown(this string text, int most = MostCharacters)
    {
        var shown = new StringBuilder();
        foreach (Rune rune in text.EnumerateRunes())
        {
            string next = IsPrinted(rune) ? rune.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
            if (shown.Length + next.Length > most)
            {
                return shown.Append("...").ToString();
            }

            shown.Append(next);
        }

        return shown.ToString();
    }

    private static bool IsPrinted(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
