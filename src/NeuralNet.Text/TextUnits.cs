namespace NeuralNet.Text;

/// <summary>The words or characters of a text, one after the other as UTF-8, in memory that is used again.</summary>
/// <remarks>
/// The units of a run follow each other without a gap, so the n-gram from one unit to another is one piece of bytes. Words have a space
/// between them and one after the last.
/// </remarks>
internal sealed class TextUnits
{
    private readonly Utf8Buffer _utf8 = new();
    private int[] _starts = new int[256];

    /// <summary>The number of units.</summary>
    public int Count { get; private set; }

    /// <summary>Returns the bytes of units that follow each other; of words with the space after the last.</summary>
    public ReadOnlySpan<byte> Span(int unit, int count) => _utf8.Span(_starts[unit], _starts[unit + count]);

    public void Clear()
    {
        _utf8.Clear();
        Count = 0;
        _starts[0] = 0;
    }

    /// <summary>Adds the runs of word characters that are long enough.</summary>
    public void AddWords(ReadOnlySpan<char> text, int minLength)
    {
        int position = 0;
        while (position < text.Length)
        {
            int start = position;
            int length = 0;
            while (position < text.Length && WordCharacter.LengthAt(text, position) is > 0 and var units)
            {
                position += units;
                length++;
            }

            if (length >= minLength)
            {
                _utf8.Append(text[start..position]);
                _utf8.Append((byte)' ');
                End();
            }

            position += length == 0 ? 1 : 0;
        }
    }

    /// <summary>Adds each character, and one space for several white spaces that follow each other.</summary>
    public void AddCharacters(ReadOnlySpan<char> text)
    {
        int position = 0;
        while (position < text.Length)
        {
            int spaces = SpacesAt(text, position);
            if (spaces > 1)
            {
                AddSpace();
                position += spaces;
            }
            else
            {
                position += AddCharacter(text[position..]);
            }
        }
    }

    /// <summary>Adds a space, the characters of the next word between white spaces and a space. Returns the text after it; without a word nothing is added.</summary>
    public ReadOnlySpan<char> AddPaddedWord(ReadOnlySpan<char> text)
    {
        text = text[SpacesAt(text, 0)..];
        if (text.IsEmpty)
        {
            return text;
        }

        AddSpace();
        while (!text.IsEmpty && !IsSpace(text[0]))
        {
            text = text[AddCharacter(text)..];
        }

        AddSpace();
        return text;
    }

    private static int SpacesAt(ReadOnlySpan<char> text, int position)
    {
        int end = position;
        while (end < text.Length && IsSpace(text[end]))
        {
            end++;
        }

        return end - position;
    }

    /// <summary>White space as Python has it: besides Unicode's also the four separators of ASCII.</summary>
    private static bool IsSpace(char character) => char.IsWhiteSpace(character) || character is >= '\u001C' and <= '\u001F';

    private void AddSpace()
    {
        _utf8.Append((byte)' ');
        End();
    }

    /// <summary>Adds a character and returns its length in UTF-16.</summary>
    private int AddCharacter(ReadOnlySpan<char> text)
    {
        int length = char.IsSurrogate(text[0]) && text.Length > 1 && char.IsSurrogatePair(text[0], text[1]) ? 2 : 1;
        if (char.IsAscii(text[0]))
        {
            _utf8.Append((byte)text[0]);
        }
        else
        {
            _utf8.Append(text[..length]);
        }

        End();
        return length;
    }

    /// <summary>Ends a unit where the bytes end.</summary>
    private void End()
    {
        Count++;
        if (Count == _starts.Length)
        {
            Growth.MakeRoom(ref _starts, Count, 1);
        }

        _starts[Count] = _utf8.Length;
    }
}
