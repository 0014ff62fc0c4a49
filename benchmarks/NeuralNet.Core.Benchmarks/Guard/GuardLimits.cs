using System.Globalization;
using static System.FormattableString;

namespace NeuralNet.Core.Benchmarks;

/// <summary>The committed limits: a name, the value last measured and the limit a line, apart by tabs.</summary>
internal static class GuardLimits
{
    /// <summary>What noise may add, and a regression may not.</summary>
    private const double Allowance = 1.3;

    private static readonly string Path = SourceFolder.File("benchmarks", "NeuralNet.Core.Benchmarks", "Guard", "guard-limits.txt");

    public static Dictionary<string, double> Read() =>
        File.ReadLines(Path)
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split('\t'))
            .ToDictionary(fields => fields[0], fields => double.Parse(fields[2], CultureInfo.InvariantCulture));

    public static void Write(IReadOnlyDictionary<string, double> measured, string machine)
    {
        IEnumerable<string> lines = measured.Select(pair => Invariant($"{pair.Key}\t{pair.Value:F4}\t{pair.Value * Allowance:F4}"));
        File.WriteAllText(Path, string.Join('\n', (string[])[
            "# Written by: dotnet run -c Release --project benchmarks/NeuralNet.Core.Benchmarks -- guard --update",
            $"# Measured on: {machine}",
            "# ratio\tlast measured\tlimit",
            .. lines,
            string.Empty]));
    }
}
