using System.Diagnostics;
using System.Globalization;
using NeuralNet.Text;

namespace NeuralNet.Core.PeerBenchmarks.Texts;

/// <summary>The programs of LIBLINEAR, on files that <see cref="SvmLight"/> wrote.</summary>
internal sealed class Liblinear : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("texts-");

    /// <summary>Writes the files. A column of 1 is added by LIBLINEAR, as a bias that is penalized.</summary>
    public Liblinear(SparseRows<float> train, ReadOnlySpan<int> labels, SparseRows<float> heldOut, ReadOnlySpan<int> heldOutLabels)
    {
        SvmLight.Write(At("train"), train, labels, firstIndex: 1);
        SvmLight.Write(At("test"), heldOut, heldOutLabels, firstIndex: 1);
    }

    /// <summary>Trains and predicts with one of its solvers.</summary>
    /// <exception cref="PeerUnavailableException">The programs are missing or failed.</exception>
    public TextResult Run(int solver, string name, ReadOnlySpan<int> labels)
    {
        string seconds = Bash($"TIMEFORMAT=%U; time liblinear-train -q -s {solver} -c 1 -B 1 {At("train")} {At("model")}");
        bool hasProbabilities = solver is 0 or 6 or 7;
        Bash($"liblinear-predict -b {(hasProbabilities ? 1 : 0)} {At("test")} {At("model")} {At("out")}");
        string[][] lines = [.. File.ReadLines(At("out")).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        string[]? classes = hasProbabilities ? lines[0] : null;
        if (classes is not null)
        {
            lines = lines[1..];
        }

        double correct = 0;
        double loss = 0;
        for (int row = 0; row < lines.Length; row++)
        {
            string label = labels[row].ToString(CultureInfo.InvariantCulture);
            correct += lines[row][0] == label ? 1 : 0;
            loss -= classes is null ? 0 : Math.Log(double.Parse(lines[row][Array.IndexOf(classes, label)], CultureInfo.InvariantCulture));
        }

        return new($"LIBLINEAR, {name}", correct / lines.Length, classes is null ? null : loss / lines.Length, double.Parse(seconds, CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);

    private static string Bash(string command)
    {
        using Process process = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", command]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        string error = process.StandardError.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 ? error.Split('\n')[^1] : throw new PeerUnavailableException($"LIBLINEAR failed: {error}. It is in the package liblinear-tools.");
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);
}
