using System.Reflection;

namespace NeuralNet.Docs.Tests;

/// <summary>The Markdown files of the repository the tests were built from.</summary>
internal static class Documents
{
    private static readonly string[] _foreign = ["bin", "obj", "artifacts", "node_modules", "TestResults", "BenchmarkDotNet.Artifacts"];

    public static string Root { get; } = Path.GetFullPath(typeof(Documents).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!);

    /// <summary>Every Markdown file, by its path from the root with slashes.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Files(Root).Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    public static string PathOf(string document) => Path.GetFullPath(Path.Combine(Root, document));

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*.md")
        .Concat(Directory.EnumerateDirectories(folder)
            .Where(child => Path.GetFileName(child) is var name && name[0] != '.' && !_foreign.Contains(name))
            .SelectMany(Files));
}
