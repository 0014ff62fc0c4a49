using System.Reflection;

namespace NeuralNet.Site;

/// <summary>The repository that this program was built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Metadata("RepositoryRoot"));

    /// <summary>Its address on the web, empty where it has none yet.</summary>
    public static string Url { get; } = Metadata("RepositoryUrl").TrimEnd('/');

    /// <summary>The Markdown files for people who use the packages or change them.</summary>
    public static IEnumerable<Page> Pages() => Directory.EnumerateFiles(Root, "*.md")
        .Concat(Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md"))
        .Concat(Directory.EnumerateFiles(Path.Combine(Root, "docs", "data"), "*.md"))
        .Concat(Directory.EnumerateDirectories(Path.Combine(Root, "src")).Select(folder => Path.Combine(folder, "README.md")).Where(File.Exists))
        .Append(Path.Combine(Root, "benchmarks", "README.md"))
        .Select(file => new Page(Path.GetRelativePath(Root, file).Replace('\\', '/'), File.ReadAllText(file)))
        .OrderBy(page => page.Path, StringComparer.Ordinal);

    private static string Metadata(string key) => typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value ?? string.Empty;
}
