using System.Diagnostics;
using System.Text.Json;

namespace NeuralNet.Core.PeerBenchmarks.Texts;

/// <summary>The pipelines of scikit-learn in a process of their own, on the same texts.</summary>
internal static class ScikitLearn
{
    /// <summary>Runs all of them.</summary>
    /// <exception cref="PeerUnavailableException">Python or scikit-learn is missing.</exception>
    public static IEnumerable<TextResult> Run(TextSet set, int columns)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, JsonSerializer.Serialize(new { set.Texts, set.Labels, set.Learned, Columns = columns }));
            using Process process = Process.Start(new ProcessStartInfo("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "Python", "text_peer.py"), path])
            {
                RedirectStandardOutput = true,
            })!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0
                ? [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<TextResult>(line)!)]
                : throw new PeerUnavailableException("scikit-learn is missing or failed. It is in the package python3-sklearn.");
        }
        finally
        {
            File.Delete(path);
        }
    }
}
