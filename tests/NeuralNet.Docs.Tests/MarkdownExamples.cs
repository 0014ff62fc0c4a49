using System.Text.RegularExpressions;

namespace NeuralNet.Docs.Tests;

/// <summary>
/// The C# blocks of a Markdown file, each with the text block that follows it: what it prints. A block after the comment
/// <c>shared</c> is a file of every program in the document. A block after the comment <c>continued</c> goes on where the block before it
/// ended, like a cell of a notebook: both are one program.
/// </summary>
internal static class MarkdownExamples
{
    public static IReadOnlyList<MarkdownExample> Read(string path) => Of(File.ReadAllText(path));

    public static IReadOnlyList<MarkdownExample> Of(string text)
    {
        var examples = new List<MarkdownExample>();
        foreach (Match match in ExampleText.Block().Matches(text))
        {
            string code = match.Groups["code"].Value;
            string? output = match.Groups["output"].Success ? match.Groups["output"].Value : null;
            if (match.Groups["continued"].Success)
            {
                MarkdownExample before = examples[^1];
                examples[^1] = before with { Code = $"{before.Code}\n{code}", Output = before.Output + output };
            }
            else
            {
                examples.Add(new(match.Index, 1 + text.AsSpan(0, match.Index).Count('\n'), code, output, match.Groups["shared"].Success));
            }
        }

        return examples;
    }
}
