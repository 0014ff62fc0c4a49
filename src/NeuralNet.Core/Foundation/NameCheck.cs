namespace NeuralNet.Core.Foundation;

/// <summary>Checks names that a caller gives to parts of a network.</summary>
internal static class NameCheck
{
    /// <summary>Returns an immutable copy; rejects missing, blank and duplicate names.</summary>
    public static IReadOnlyList<string> Copy(string parameter, ReadOnlySpan<string> names, int count, string shape)
    {
        if (names.Length != count)
        {
            Throw.Argument_WrongLength(parameter, names.Length, count, shape);
        }

        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int index = 0; index < names.Length; index++)
        {
            string name = names[index];
            if (string.IsNullOrWhiteSpace(name))
            {
                Throw.Argument_BlankName(parameter, name, index);
            }

            CheckUnicode(parameter, name);
            if (!places.TryAdd(name, index))
            {
                Throw.Argument_NameTwice(parameter, name, places[name], index);
            }
        }

        return Array.AsReadOnly(names.ToArray());
    }

    /// <summary>Rejects text that a file can't hold.</summary>
    public static void CheckUnicode(string parameter, string text)
    {
        for (int index = 0; index < text.Length; index++)
        {
            if (index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]))
            {
                index++;
            }
            else if (char.IsSurrogate(text[index]))
            {
                Throw.Argument_HalfCharacter(parameter, index);
            }
        }
    }
}
