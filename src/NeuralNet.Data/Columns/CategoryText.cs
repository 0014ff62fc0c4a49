namespace NeuralNet.Data.Columns;

/// <summary>What a text must be to be a category.</summary>
internal static class CategoryText
{
    public const int Longest = 1000;

    /// <summary>Returns why a text can't be a category, and the cure; null if it can.</summary>
    public static Problem? Problem(string text)
    {
        if (text.Length > Longest)
        {
            return Columns.Problem.LongCategory(text.Length, Longest);
        }

        for (int index = 0; index < text.Length; index++)
        {
            if (index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]))
            {
                index++;
            }
            else if (char.IsSurrogate(text[index]))
            {
                return Columns.Problem.HalfCharacter;
            }
        }

        return null;
    }
}
