using NeuralNet.Core.Tests.References;

namespace NeuralNet.Core.Tests.House;

/// <summary>
/// What docs/guide.md translates from scikit-learn and PyTorch learns what they learn, on the same data, bias left out where
/// they had none.
/// </summary>
public sealed class GuideTranslationTests
{
    private static readonly Dictionary<string, double[]> Reference = ReferenceFile.ByName("translation.csv");

    private static readonly (string Name, object Value)[] Settings =
    [
        ("int inputs", 4), ("int outputs", 2), ("int classes", 3), ("double rows", 60.0),
        ("double alpha", 0.05), ("double C", 0.5), ("double l1_ratio", 0.3), ("double epsilon", 0.2),
        ("double quantile", 0.75), ("double eta0", 0.1), ("double power_t", 0.25), ("double lr", 0.1),
        ("double momentum", 0.9), ("double weight_decay", 0.02), ("double delta", 0.5),
    ];

    public static TheoryData<string, string, string> Translations =>
    [
        .. Guide.Table("From scikit-learn").Concat(Guide.Table("From PyTorch"))
            .Select(row => (MarkdownTable.Code(row.Values.First()), MarkdownTable.Code(row["here"]), row["training"])),
    ];

    [Theory]
    [MemberData(nameof(Translations))]
    public void A_translation_learns_the_same(string theirs, string ours, string training)
    {
        double[] expected = Reference[theirs.Replace(",", string.Empty, StringComparison.Ordinal)];
        Func<object[], object> build = Formula.Compile(
            "PerceptronBuilder<double>",
            [(string.Join(", ", Settings.Select(setting => setting.Name)), $"return {ours};")])[0];
        var description = (PerceptronBuilder<double>)build([.. Settings.Select(setting => setting.Value)]);
        bool hasBias = expected.Length > description.InputCount * description.OutputCount;
        description = hasBias ? description : description.WithoutBias();

        // Both begin with zeros, and are compared on the way.
        bool isOnTheWay = training is "row by row" or "all rows";
        Perceptron<double> network = (isOnTheWay ? description.WithInitialWeights(InitialWeights.Zeros) : description).Build();

        Fit(network, training switch
        {
            "to the optimum" => new() { Epochs = 5000 },
            "to rest" => new() { Epochs = 5000, BatchSize = TrainingOptions.FullBatch },
            "row by row" => new() { Epochs = 7, BatchSize = 1, Shuffle = false },
            "all rows" => new() { Epochs = 7, BatchSize = TrainingOptions.FullBatch },
            _ => throw new ArgumentException(training),
        });

        double[] learned = [.. network.Weights, .. hasBias ? network.Bias : []];
        ((ReadOnlySpan<double>)learned).ShouldBeClose(expected, 0, training.StartsWith("to ", StringComparison.Ordinal) ? 2e-5 : 1e-9, theirs);
    }

    [Fact]
    public void All_that_was_computed_is_compared()
    {
        Translations.Select(row => row.Data.Item1.Replace(",", string.Empty, StringComparison.Ordinal)).Should()
            .BeEquivalentTo(Reference.Keys.Where(name => !name.StartsWith("data/", StringComparison.Ordinal)));
    }

    private static void Fit(Perceptron<double> network, TrainingOptions options)
    {
        double[] rows = Reference["data/rows"];
        Loss loss = network.Description.Loss;
        if (loss == Loss.LogLoss && network.OutputCount > 1)
        {
            network.Fit(rows, [.. Reference["data/pairs"].Select(value => value > 0 ? 1.0 : 0)], options);
        }
        else if (loss.Targets.IsClassification)
        {
            double[] labels = Reference[network.OutputCount > 1 ? "data/species" : "data/labels"];
            network.Fit(rows, [.. labels.Select(label => (int)label)], options);
        }
        else
        {
            string targets = loss == Loss.Poisson ? "data/counts" : network.OutputCount > 1 ? "data/pairs" : "data/numbers";
            network.Fit(rows, Reference[targets], options);
        }
    }
}
