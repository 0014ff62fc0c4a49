namespace NeuralNet.Site;

/// <summary>A Markdown file of the repository.</summary>
/// <param name="Path">From the root of the repository, with slashes.</param>
/// <param name="Text">Its content.</param>
internal sealed record Page(string Path, string Text)
{
    /// <summary>Where it is on the site: the README of the repository is the start page.</summary>
    public string SitePath => Path == "README.md" ? "index.md" : Path;

    public string Title => Text.Split('\n').First(line => line.StartsWith("# ", StringComparison.Ordinal))[2..];
}
