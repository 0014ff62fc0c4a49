using System.Text;
using System.Text.RegularExpressions;

namespace NeuralNet.Site;

/// <summary>The bar at the top of the site, and the list beside the documents in the order of docs/README.md.</summary>
internal static partial class TableOfContents
{
    public static void Write(IReadOnlyList<Page> pages, string work)
    {
        File.WriteAllText(Path.Combine(work, "toc.yml"), """
            - name: Getting started
              href: docs/getting-started.md
            - name: Documents
              href: docs/
              homepage: docs/README.md
            - name: API
              href: api/
              homepage: api/index.md
            - name: Changes
              href: CHANGELOG.md

            """);

        var list = new StringBuilder();
        foreach (Page page in InOrder(pages))
        {
            string path = Path.GetRelativePath("/docs", "/" + page.Path).Replace('\\', '/');
            list.Append("- name: ").Append(Quoted(page.Title)).Append("\n  href: ").Append(path).Append('\n');
        }

        File.WriteAllText(Path.Combine(work, "docs", "toc.yml"), list.ToString());
    }

    private static IEnumerable<Page> InOrder(IReadOnlyList<Page> pages)
    {
        Page documents = pages.Single(page => page.Path == "docs/README.md");
        string[] listed = [.. Link().Matches(documents.Text).Select(match => Path.GetRelativePath("/", Path.Combine("/docs", match.Groups["path"].Value)).Replace('\\', '/'))];
        return pages
            .Where(page => page.Path is not ("README.md" or "CHANGELOG.md"))
            .OrderBy(page => page == documents ? -1 : Array.IndexOf(listed, page.Path) is var index && index < 0 ? listed.Length : index);
    }

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    [GeneratedRegex(@"\]\((?<path>[^)#\s]+\.md)\)")]
    private static partial Regex Link();
}
