namespace NeuralNet.Core.Tests.House;

/// <summary>The rows of a table in a Markdown file, each cell by the title of its column.</summary>
internal static class MarkdownTable
{
    /// <summary>The first table below a heading.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Read(string path, string heading)
    {
        string[] lines =
        [
            .. File.ReadLines(path)
                .SkipWhile(line => !(line.StartsWith('#') && line.TrimStart('#').Trim() == heading))
                .Skip(1)
                .TakeWhile(line => !line.StartsWith('#'))
                .SkipWhile(line => !line.StartsWith('|'))
                .TakeWhile(line => line.StartsWith('|')),
        ];
        lines.Should().HaveCountGreaterThan(2, $"a table is to stand below '{heading}'");
        string[] titles = Cells(lines[0]);
        return [.. lines.Skip(2).Select(line => Row(titles, Cells(line)))];
    }

    /// <summary>What stands between backticks; the cell itself where nothing does.</summary>
    public static string Code(string cell) => cell.Split('`') is [_, var code, ..] ? code : cell;

    private static Dictionary<string, string> Row(string[] titles, string[] cells)
    {
        cells.Should().HaveCount(titles.Length, $"a row has a cell for each column: {string.Join(" | ", cells)}");
        return titles.Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    private static string[] Cells(string line) => [.. line.Trim().Trim('|').Split('|').Select(cell => cell.Trim())];
}
