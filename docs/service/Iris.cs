using System.Globalization;
using NeuralNet.Core;
using NeuralNet.Data;

namespace NeuralNet.Service;

/// <summary>Trains the first model if there is no file: the species of an iris by the size of its leaves.</summary>
internal static class Iris
{
    public static Perceptron<float> Train(string path)
    {
        string[][] lines = [.. File.ReadLines(path).Select(line => line.Split(','))];
        string[] species = [.. lines.Skip(1).Select(line => line[4]).Distinct()];
        Flower[] flowers = [.. lines.Skip(1).Select(line => Array.ConvertAll(line[..4], cell => float.Parse(cell, CultureInfo.InvariantCulture)))
            .Select(cells => new Flower(cells[0], cells[1], cells[2], cells[3]))];
        FittedEncoder<Flower> encoder = Flower.Columns.Fit(flowers);
        int[] labels = [.. lines.Skip(1).Select(line => species.IndexOf(line[4]))];

        Perceptron<float> network = Perceptron.Classifier<float>(inputs: 4, classes: species.Length)
            .WithEncoder(encoder)
            .WithClassNames(species)
            .WithStandardization()
            .WithLearningRate(0.1)
            .Build();
        network.Fit(encoder.Encode<float>(flowers), labels).EnsureSucceeded();
        return network;
    }
}
