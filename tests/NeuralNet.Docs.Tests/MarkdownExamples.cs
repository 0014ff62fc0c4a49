namespace NeuralNet.Docs.Tests;

/// <summary>
/// The C# blocks of a Markdown file, each with the text block that follows it: what it prints. A block after the comment
/// <c>shared</c> is a file of every program in the document.
/// </summary>
internal static class MarkdownExamples
{
    public static IReadOnlyList<MarkdownExample> Read(string path)
    {
        string text = File.ReadAllText(path);
        return [.. ExampleText.Block().Matches(text).Select(match => new MarkdownExample(
            1 + text.AsSpan(0, match.Index).Count('\n'),
            match.Groups["code"].Value,
            match.Groups["output"].Success ? match.Groups["output"].Value : null,
            match.Groups["shared"].Success))];
    }
}
