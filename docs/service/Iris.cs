using System.Globalization;
using NeuralNet.Core;

namespace NeuralNet.Service;

/// <summary>Trains the first model if there is no file: the species of an iris by the size of its leaves.</summary>
internal static class Iris
{
    public static Perceptron<float> Train(string path)
    {
        string[][] lines = [.. File.ReadLines(path).Select(line => line.Split(','))];
        string[] species = [.. lines.Skip(1).Select(line => line[4]).Distinct()];
        float[] rows = [.. lines.Skip(1).SelectMany(line => line[..4]).Select(cell => float.Parse(cell, CultureInfo.InvariantCulture))];
        int[] labels = [.. lines.Skip(1).Select(line => species.IndexOf(line[4]))];

        Perceptron<float> network = Perceptron.Classifier<float>(inputs: 4, classes: species.Length)
            .WithFeatureNames(lines[0].AsSpan(0, 4))
            .WithClassNames(species)
            .WithStandardization()
            .WithLearningRate(0.1)
            .Build();
        network.Fit(rows, labels).EnsureSucceeded();
        return network;
    }
}
