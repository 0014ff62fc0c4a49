using System.Runtime.CompilerServices;

namespace NeuralNet.Text;

/// <summary>The folders of the repository that the example reads and writes.</summary>
internal static class Folders
{
    public static string Docs { get; } = Path.GetDirectoryName(Path.GetDirectoryName(Here()))!;

    /// <summary>What fetch.py wrote, and what is computed of it; git ignores it.</summary>
    public static string Fetched { get; } = Path.Combine(Docs, "..", "artifacts", "text");

    private static string Here([CallerFilePath] string path = "") => path;
}
