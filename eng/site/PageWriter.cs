using System.Text.RegularExpressions;

namespace NeuralNet.Site;

/// <summary>Copies pages with their pictures, at the same places as in the repository, in docfx's Markdown.</summary>
/// <param name="pages">All pages of the site.</param>
/// <param name="work">The folder to write to.</param>
internal sealed partial class PageWriter(IReadOnlyList<Page> pages, string work)
{
    private static readonly string[] _copied = [".svg", ".png", ".csv"];

    private readonly HashSet<string> _paths = [.. pages.Select(page => page.Path)];

    public void Write()
    {
        foreach (Page page in pages)
        {
            string path = Path.Combine(work, page.SitePath);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, CodeOrNot().Replace(page.Text, match => match.Groups["code"].Success ? Code(match) : Link(page, match)));
        }
    }

    /// <summary>Blocks of formulas are LaTeX between dollars; other code stays.</summary>
    private static string Code(Match match) =>
        match.Groups["math"].Success ? $"$$\n{match.Groups["math"].Value}$$" : match.Value;

    private string Link(Page page, Match match)
    {
        string[] parts = match.Groups["link"].Value.Split('#', 2);
        string anchor = parts.Length == 1 ? string.Empty : "#" + parts[1];
        if (parts[0].Length == 0 || parts[0].Contains("://", StringComparison.Ordinal))
        {
            return match.Value;
        }

        string folder = Path.GetDirectoryName(page.Path)!;
        string target = Path.GetRelativePath(Repository.Root, Path.Combine(Repository.Root, folder, parts[0])).Replace('\\', '/');
        string text = match.Groups["text"].Value;
        if (_paths.Contains(target))
        {
            string relative = Path.GetRelativePath("/" + folder, "/" + (target == "README.md" ? "index.md" : target)).Replace('\\', '/');
            return $"[{text}]({relative}{anchor})";
        }

        return _copied.Contains(Path.GetExtension(target)) ? Copied(match.Value, target) : Source(text, target);
    }

    private string Copied(string link, string target)
    {
        string path = Path.Combine(work, target);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Copy(Path.Combine(Repository.Root, target), path, overwrite: true);
        return link;
    }

    /// <summary>A file of the repository that is no page: on the web if its address is known, else its name.</summary>
    private static string Source(string text, string target)
    {
        string name = target.TrimEnd('/');
        return Repository.Url.Length > 0 ? $"[{text}]({Repository.Url}/blob/HEAD/{name})"
            : text.Trim('`') == name ? text
            : $"{text} (`{name}`)";
    }

    [GeneratedRegex("""
        (?<code> ^[ ]*```math\n(?<math>.*?)^[ ]*```$ | ^[ ]*```.*?^[ ]*```$ | `[^`\n]+` (?! \]\( ) )
        | \[(?<text>[^\]\[]*)\]\((?<link>[^)\s]+)\)
        """, RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex CodeOrNot();
}
