using System.Text.RegularExpressions;

namespace NeuralNet.Docs.Tests;

/// <summary>Links between documents, and to other files of the repository, lead somewhere.</summary>
public sealed partial class LinkTests
{
    public static TheoryData<string> AllDocuments => [.. Documents.All];

    [Theory]
    [MemberData(nameof(AllDocuments))]
    public void Every_link_leads_to_a_file_and_a_heading(string document)
    {
        string path = Documents.PathOf(document);
        IEnumerable<string> links = Link().Matches(WithoutCode(File.ReadAllText(path)))
            .Select(match => match.Groups["link"].Value)
            .Where(link => !link.Contains("://", StringComparison.Ordinal));

        string[] broken = [.. links.Where(link => !LeadsSomewhere(path, link))];

        broken.Should().BeEmpty();
    }

    private static bool LeadsSomewhere(string from, string link)
    {
        string[] parts = link.Split('#', 2);
        string target = parts[0].Length == 0 ? from : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(from)!, parts[0]));
        return parts.Length == 1
            ? Path.Exists(target)
            : File.Exists(target) && Headings(target).Contains(parts[1]);
    }

    /// <summary>The anchors that the usual renderers make of headings.</summary>
    private static HashSet<string> Headings(string path) => [.. Heading().Matches(WithoutCode(File.ReadAllText(path)))
        .Select(match => NotInAnchor().Replace(match.Groups["text"].Value.Trim().ToLowerInvariant(), string.Empty).Replace(' ', '-'))];

    private static string WithoutCode(string text) => CodeBlock().Replace(text, string.Empty);

    [GeneratedRegex(@"\]\((?<link>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (?<text>.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
