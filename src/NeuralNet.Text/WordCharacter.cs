using System.Buffers;
using System.Text;

namespace NeuralNet.Text;

/// <summary>The characters of words, as Python's <c>\w</c> has them: letters, numbers of any kind and the underscore, but no combining marks.</summary>
internal static class WordCharacter
{
    /// <summary>Returns the number of UTF-16 code units of the word character at a position, or 0 if there is none.</summary>
    public static int LengthAt(ReadOnlySpan<char> text, int position)
    {
        char character = text[position];
        if (char.IsAscii(character))
        {
            return char.IsAsciiLetterOrDigit(character) || character == '_' ? 1 : 0;
        }

        return Rune.DecodeFromUtf16(text[position..], out Rune rune, out int length) == OperationStatus.Done
            && (Rune.IsLetter(rune) || Rune.IsNumber(rune)) ? length : 0;
    }
}
