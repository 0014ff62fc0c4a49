using System.Reflection;
using NeuralNet.Core;
using NeuralNet.Extensions.AI.Tests.Support;

namespace NeuralNet.Extensions.AI.Tests;

/// <summary>The descriptions of 600 packages of Debian, 50 of each of 12 sections, by their groups of three characters.</summary>
public sealed class RealTextTests
{
    private const int Learned = 400;
    private readonly NGramGenerator _generator = new(dimension: 512);

    [Fact]
    public async Task Labelled_texts_tell_the_section_of_others()
    {
        (string[] texts, string[] labels) = Read();
        var cache = new EmbeddingCache(_generator, capacity: texts.Length);

        double few = await AccuracyAsync(texts, labels, learned: 50, cache);
        double many = await AccuracyAsync(texts, labels, Learned, cache);

        // Always the most frequent section is right for 10.5 % of the others.
        few.Should().BeGreaterThan(0.15);
        many.Should().BeGreaterThan(0.35).And.BeGreaterThan(few);
    }

    private async Task<double> AccuracyAsync(string[] texts, string[] labels, int learned, EmbeddingCache cache)
    {
        TextClassifier classifier = await TextClassifier.FitAsync(_generator, texts[..learned], labels[..learned], new() { Cache = cache });
        ClassificationMetrics metrics = await classifier.EvaluateAsync(texts[Learned..], labels[Learned..]);
        return metrics.Accuracy;
    }

    private static (string[] Texts, string[] Labels) Read()
    {
        string root = typeof(RealTextTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "RepositoryRoot").Value!;
        string path = Path.Combine(root, "docs", "data", "debian_packages.csv");

        // Quotes stand around a description with a comma.
        string[][] lines = [.. File.ReadLines(path).Skip(1).Select(line => line.Split(',', 3))];
        return ([.. lines.Select(line => line[2].Trim('"'))], [.. lines.Select(line => line[0])]);
    }
}
