using System.Globalization;
using NeuralNet.Core.Tests.House;

namespace NeuralNet.Core.Tests.Learning;

/// <summary>Measured rows with the name of a class at their end, as in docs/data.</summary>
internal sealed class LabelledData
{
    private readonly double[][] _rows;
    private readonly int[] _labels;

    private LabelledData(double[][] rows, int[] labels)
    {
        _rows = rows;
        _labels = labels;
    }

    public int Inputs => _rows[0].Length;

    /// <summary>Reads a file of docs/data; the classes are numbered in the order of their names.</summary>
    public static LabelledData Read(string fileName)
    {
        string[][] lines =
            [.. File.ReadLines(Repository.PathOf("docs", "data", fileName)).Skip(1).Select(line => line.Split(','))];
        string[] classes = [.. lines.Select(fields => fields[^1]).Distinct().Order(StringComparer.Ordinal)];
        return new LabelledData(
            [.. lines.Select(Measurements)], [.. lines.Select(fields => Array.IndexOf(classes, fields[^1]))]);
    }

    /// <summary>Every row.</summary>
    public (double[] Rows, int[] Labels) All() => ([.. _rows.SelectMany(row => row)], _labels);

    /// <summary>A random part of the rows of each class for training, and the rest for testing.</summary>
    public (double[] Train, int[] TrainLabels, double[] Test, int[] TestLabels) Split(double heldOut, int seed)
    {
        var random = new Random(seed);
        List<int> train = [], test = [];
        foreach (IGrouping<int, int> group in Enumerable.Range(0, _rows.Length).GroupBy(row => _labels[row]))
        {
            int[] rows = [.. group];
            random.Shuffle(rows);
            int testRows = (int)Math.Round(heldOut * rows.Length);
            test.AddRange(rows[..testRows]);
            train.AddRange(rows[testRows..]);
        }

        return (Values(train), Labels(train), Values(test), Labels(test));
    }

    private static double[] Measurements(string[] fields) =>
        [.. fields[..^1].Select(field => double.Parse(field, CultureInfo.InvariantCulture))];

    private double[] Values(List<int> rows) => [.. rows.SelectMany(row => _rows[row])];

    private int[] Labels(List<int> rows) => [.. rows.Select(row => _labels[row])];
}
