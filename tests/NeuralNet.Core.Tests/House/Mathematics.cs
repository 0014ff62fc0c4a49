namespace NeuralNet.Core.Tests.House;

/// <summary>docs/mathematics.md and its tables.</summary>
internal static class Mathematics
{
    public static string Path { get; } = Repository.PathOf("docs", "mathematics.md");

    /// <summary>The members and the code of the last column, but for those that have none.</summary>
    public static IReadOnlyList<(string Name, string Code)> Codes(string heading) =>
    [
        .. MarkdownTable.Read(Path, heading)
            .Select(row => (MarkdownTable.Code(row.Values.First()), row.Values.Last()))
            .Where(row => row.Item2.StartsWith('`'))
            .Select(row => (row.Item1, MarkdownTable.Code(row.Item2))),
    ];
}
