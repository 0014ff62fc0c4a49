using System.Globalization;

namespace NeuralNet.Core.Benchmarks;

/// <summary>Nanoseconds by size, a column a curve, as it stands in a file of comma-separated values.</summary>
/// <param name="Size">What the first column counts.</param>
/// <param name="Curves">The names of the other columns.</param>
/// <param name="Rows">A size, and the time of each curve there.</param>
internal sealed record CostTable(string Size, IReadOnlyList<string> Curves, IReadOnlyList<(int Size, double[] Times)> Rows)
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>Measures every curve at every size.</summary>
    public static CostTable Measure(string size, IReadOnlyList<int> sizes, IReadOnlyList<CostCurve> curves, TimeSpan budget)
    {
        (Action Call, int Units)[] works = [.. sizes.SelectMany(at => curves.Select(curve => curve.WorkOf(at)))];
        double[] calls = LeastTimes.Measure([.. works.Select(work => work.Call)], budget);
        double[] times = [.. calls.Zip(works, (call, work) => call / work.Units)];
        return new(
            size,
            [.. curves.Select(curve => curve.Name)],
            [.. sizes.Zip(times.Chunk(curves.Count))]);
    }

    public static CostTable Read(string path)
    {
        string[] lines = File.ReadAllLines(path);
        string[] names = lines[0].Split(',');
        return new(
            names[0],
            names[1..],
            [.. lines[1..].Select(line => line.Split(',')).Select(cells => (
                int.Parse(cells[0], Culture),
                cells[1..].Select(cell => double.Parse(cell, Culture)).ToArray()))]);
    }

    public void Write(string path) => File.WriteAllLines(
        path,
        [
            string.Join(',', [Size, .. Curves]),
            .. Rows.Select(row => string.Join(',', [row.Size.ToString(Culture), .. row.Times.Select(Cell)])),
        ]);

    private static string Cell(double time) => time.ToString("G4", Culture);
}
