using System.Reflection;

namespace NeuralNet.TextExample;

/// <summary>The folders of the repository that the example reads and writes.</summary>
internal static class Folders
{
    private static readonly string Root = typeof(Folders).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    public static string Docs { get; } = Path.Combine(Root, "docs");

    /// <summary>What fetch.py wrote, and what is computed of it; git ignores it.</summary>
    public static string Fetched { get; } = Path.Combine(Root, "artifacts", "text");
}
