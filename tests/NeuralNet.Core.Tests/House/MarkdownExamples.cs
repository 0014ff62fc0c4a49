using System.Text.RegularExpressions;

namespace NeuralNet.Core.Tests.House;

/// <summary>The C# blocks of a Markdown file, each with the text block that follows it: what it prints.</summary>
internal static partial class MarkdownExamples
{
    public static IReadOnlyList<(int Line, string Code, string? Output)> Read(string path)
    {
        string text = File.ReadAllText(path);
        return [.. Block().Matches(text).Select(match => (
            1 + text.AsSpan(0, match.Index).Count('\n'),
            match.Groups["code"].Value,
            match.Groups["output"].Success ? match.Groups["output"].Value : null))];
    }

    [GeneratedRegex(@"^```csharp\n(?<code>.*?)^```\n(?:```text\n(?<output>.*?)^```$)?", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
