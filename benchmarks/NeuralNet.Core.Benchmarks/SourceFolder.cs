namespace NeuralNet.Core.Benchmarks;

/// <summary>Where the sources lie that this program was built from.</summary>
internal static class SourceFolder
{
    private const string Mark = "NeuralNet.Core.sln";

    public static string File(params ReadOnlySpan<string> names)
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder, Mark)))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder is null
            ? throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds {Mark}. Run this from its repository.")
            : Path.Combine([folder, .. names]);
    }
}
