using ScottPlot;
using ScottPlot.TickGenerators;

namespace NeuralNet.Core.Benchmarks;

/// <summary>A table of costs as curves over two logarithmic axes, where work in proportion to size is a straight line.</summary>
internal static class CostPlot
{
    private const int Width = 800;
    private const int Height = 500;

    public static void Draw(CostTable table, string title, string sizeLabel, string timeLabel, double nanosecondsPerUnit, string path)
    {
        using var plot = new Plot();
        double[] sizes = [.. table.Rows.Select(row => Math.Log10(row.Size))];
        for (int curve = 0; curve < table.Curves.Count; curve++)
        {
            double[] times = [.. table.Rows.Select(row => Math.Log10(row.Times[curve] / nanosecondsPerUnit))];
            plot.Add.Scatter(sizes, times).LegendText = table.Curves[curve];
        }

        plot.Title(title);
        plot.XLabel(sizeLabel);
        plot.YLabel(timeLabel);
        plot.ShowLegend(Alignment.UpperLeft);
        plot.Axes.Bottom.TickGenerator = Decades();
        plot.Axes.Left.TickGenerator = Decades();
        plot.SaveSvg(path, Width, Height);
    }

    private static NumericAutomatic Decades() => new()
    {
        IntegerTicksOnly = true,
        MinorTickGenerator = new LogMinorTickGenerator(),
        LabelFormatter = static exponent => FormattableString.Invariant($"{Math.Pow(10, exponent):#,0.###}"),
    };
}
