using System.Globalization;
using NeuralNet.Core.Tests.References;

namespace NeuralNet.Core.Tests.House;

/// <summary>What docs/guide.md says of ML.NET's penalties and normalized inputs learns what ML.NET learned of docs/data/iris.csv.</summary>
public sealed class GuideMlNetTests
{
    private const int Inputs = 4;

    private static readonly Dictionary<string, double[]> Reference = ReferenceFile.ByName("mlnet.csv");
    private static readonly string[][] Flowers =
        [.. File.ReadLines(Repository.PathOf("docs", "data", "iris.csv")).Skip(1).Select(line => line.Split(','))];

    private static readonly double[] Rows =
        [.. Flowers.SelectMany(flower => flower[..Inputs].Select(value => double.Parse(value, CultureInfo.InvariantCulture)))];

    [Fact]
    public void Penalties_are_divided_by_the_number_of_rows()
    {
        var cells = Guide.Column("Penalties of ML.NET", "here")
            .ToDictionary(row => row.Name, row => MarkdownTable.Code(row.Cell));

        Check(cells["l1Regularization: 1, l2Regularization: 1"], 1, 1);
        Check(cells["l1Regularization: l1, l2Regularization: l2"], 1, 1);
        Check(cells["l1Regularization: l1, l2Regularization: l2"], 0.5, 2);
        Check(cells["l1Regularization: 0, l2Regularization: l2"], 0, 1);
        Check(cells["l1Regularization: l1, l2Regularization: 0"], 1, 0);
        cells.Should().HaveCount(4);
    }

    [Fact]
    public void Fixing_zero_is_the_root_of_the_mean_square_and_not_fixing_it_is_to_standardize()
    {
        string[] names = [.. Guide.Column("Normalized inputs of ML.NET", "here").Select(row => row.Name)];
        names.Should().Equal("NormalizeMeanVariance(fixZero: false)", "NormalizeMeanVariance()");
        double[] divided = [.. Rows];
        for (int input = 0; input < Inputs; input++)
        {
            double root = Math.Sqrt(Rows.Where((_, index) => index % Inputs == input).Average(value => value * value));
            for (int index = input; index < Rows.Length; index += Inputs)
            {
                divided[index] /= root;
            }
        }

        PerceptronBuilder<double> description = Perceptron.Classifier<double>(Inputs, 3).WithOptimizer(Optimizer.Lbfgs())
            .WithPenalty(Penalty.ElasticNet(2.0 / 150, 0.5));
        Probabilities(description.WithStandardization(), Rows).ShouldBeClose(Reference["normalized/fixZero: false"], 0, 1e-4, "standardized");
        Probabilities(description, divided).ShouldBeClose(Reference["normalized/default"], 0, 1e-4, "divided");
    }

    private static void Check(string code, double l1, double l2)
    {
        const int Count = 100;
        Func<object[], object> penalty = Formula.Compile("Penalty", [("double rows, double l1, double l2", $"return {code};")])[0];
        string[] species = [.. Flowers.Select(flower => flower[Inputs]).Distinct()];
        int[] labels = [.. Flowers[50..].Select(flower => flower[Inputs] == species[2] ? 1 : 0)];
        Perceptron<double> network = Perceptron.BinaryClassifier<double>(Inputs).WithOptimizer(Optimizer.Lbfgs())
            .WithPenalty((Penalty)penalty([(double)Count, l1, l2])).Build();

        network.Fit(Rows.AsSpan(50 * Inputs), labels, new() { Epochs = 5000 });

        // In float they come no nearer.
        double[] learned = [.. network.Weights, .. network.Bias];
        ((ReadOnlySpan<double>)learned).ShouldBeClose(
            Reference[string.Create(CultureInfo.InvariantCulture, $"penalty/{l1}/{l2}")], 2e-3, 5e-3, code);
    }

    private static ReadOnlySpan<double> Probabilities(PerceptronBuilder<double> description, double[] rows)
    {
        double[] result = new double[3];
        Perceptron<double> network = description.Build();
        network.Fit(rows, [.. Enumerable.Range(0, 150).Select(row => row / 50)], new() { Epochs = 5000 });
        network.Predict(rows.AsSpan(100 * Inputs, Inputs), result);
        return result;
    }
}
