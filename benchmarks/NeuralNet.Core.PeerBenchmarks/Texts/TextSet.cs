namespace NeuralNet.Core.PeerBenchmarks.Texts;

/// <summary>Texts with a class each, in a seeded order: the first four fifths are learned, the others held out.</summary>
/// <param name="Name">The name of the file without its end.</param>
/// <param name="Classes">The names of the classes, in ordinal order.</param>
/// <param name="Texts">The texts.</param>
/// <param name="Labels">The class of each text.</param>
internal sealed record TextSet(string Name, string[] Classes, string[] Texts, int[] Labels)
{
    private const int Seed = 1;

    /// <summary>The number of texts to learn.</summary>
    public int Learned => Texts.Length * 4 / 5;

    /// <summary>Reads a file of <c>docs/text/fetch.py</c>: a header, then a label and a text in each line, quoted where needed.</summary>
    public static TextSet Read(string path)
    {
        string[][] rows = [.. File.ReadLines(path).Skip(1).Select(line => line.Split(',', 2))];
        new Random(Seed).Shuffle(rows);
        string[] classes = [.. rows.Select(row => row[0]).Distinct().Order(StringComparer.Ordinal)];
        return new(
            Path.GetFileNameWithoutExtension(path),
            classes,
            [.. rows.Select(row => Unquoted(row[1]))],
            [.. rows.Select(row => Array.BinarySearch(classes, row[0], StringComparer.Ordinal))]);
    }

    private static string Unquoted(string cell) =>
        cell.StartsWith('"') ? cell[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : cell;
}
