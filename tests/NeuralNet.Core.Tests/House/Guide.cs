namespace NeuralNet.Core.Tests.House;

/// <summary>docs/guide.md, and what its tables are tables of.</summary>
internal static class Guide
{
    public static string Path { get; } = Repository.PathOf("docs", "guide.md");

    /// <summary>The families that a table has a row for each member of, by the heading of the table.</summary>
    public static IReadOnlyDictionary<string, Type> Families { get; } = new Dictionary<string, Type>
    {
        ["Losses"] = typeof(Loss),
        ["Activations"] = typeof(Activation),
        ["Optimizers"] = typeof(Optimizer),
        ["Learning rates"] = typeof(LearningRate),
        ["Penalties"] = typeof(Penalty),
        ["Gradient clipping"] = typeof(GradientClipping),
        ["Initial weights"] = typeof(InitialWeights),
        ["Thresholds"] = typeof(ThresholdGoal),
        ["Folds"] = typeof(Folds),
    };

    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Table(string heading) => MarkdownTable.Read(Path, heading);

    /// <summary>The cells of a column, by the code in the cells of the first one.</summary>
    public static IEnumerable<(string Name, string Cell)> Column(string heading, string title) =>
        Table(heading).Select(row => (MarkdownTable.Code(row.Values.First()), row[title]));
}
