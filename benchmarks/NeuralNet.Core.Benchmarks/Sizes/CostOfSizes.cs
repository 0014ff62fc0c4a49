namespace NeuralNet.Core.Benchmarks;

/// <summary>How the cost grows with the number of inputs and of rows: two tables, and a plot of each, in docs/performance.</summary>
internal static class CostOfSizes
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(40);

    private static readonly string InputsTable = FileOf("cost-by-inputs.csv");
    private static readonly string RowsTable = FileOf("cost-by-rows.csv");

    /// <summary>Measures both tables anew and draws them.</summary>
    public static int Measure()
    {
        Directory.CreateDirectory(SourceFolder.File("docs", "performance"));
        InputCosts.Measure(Budget).Write(InputsTable);
        RowCosts.Measure(Budget).Write(RowsTable);
        return Draw();
    }

    /// <summary>Draws the tables as they are.</summary>
    public static int Draw()
    {
        CostPlot.Draw(
            CostTable.Read(InputsTable),
            "Time per row by inputs (float, one output, rows in cache)",
            "inputs",
            "nanoseconds per row",
            1,
            Path.ChangeExtension(InputsTable, "svg"));
        CostPlot.Draw(
            CostTable.Read(RowsTable),
            "Time per full-batch epoch by rows (float, 32 inputs)",
            "rows",
            "microseconds per epoch",
            1e3,
            Path.ChangeExtension(RowsTable, "svg"));
        return 0;
    }

    private static string FileOf(string name) => SourceFolder.File("docs", "performance", name);
}
