namespace NeuralNet.TextExample;

/// <summary>One draw of a set of texts: 30 % are held out, at most 2,000, and the others are labelled one after the other.</summary>
/// <param name="HeldOut">The rows held out.</param>
/// <param name="Order">
/// The other rows, in the order in which they are labelled: in rounds, each with one text of each class that still has one.
/// </param>
internal sealed record Draw(int[] HeldOut, int[] Order)
{
    private const int MostHeldOut = 2000;

    public static Draw Of(LabelledTexts data, int seed)
    {
        var random = new Random(seed);
        int[] rows = [.. Enumerable.Range(0, data.Texts.Length)];
        random.Shuffle(rows);
        int held = Math.Min(MostHeldOut, rows.Length * 3 / 10);
        IEnumerable<int> rounds = rows[held..]
            .GroupBy(row => data.Labels[row])
            .SelectMany(rowsOfClass => rowsOfClass.Select((row, round) => (Row: row, Round: round)))
            .OrderBy(one => one.Round)
            .ThenBy(_ => random.Next())
            .Select(one => one.Row);
        return new(rows[..held], [.. rounds]);
    }
}
