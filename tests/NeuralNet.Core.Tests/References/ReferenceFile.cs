using System.Globalization;
using NeuralNet.Core.Tests.House;

namespace NeuralNet.Core.Tests.References;

/// <summary>Reads the numbers that other programs computed; see README.md in this folder.</summary>
internal static class ReferenceFile
{
    /// <summary>The lines of a file, each a name and its numbers.</summary>
    public static IEnumerable<(string Name, double[] Numbers)> Lines(string fileName)
    {
        foreach (string line in File.ReadLines(Repository.PathOf("tests", "NeuralNet.Core.Tests", "References", fileName)))
        {
            string[] fields = line.Split(',');
            yield return (fields[0], [.. fields[1..].Select(field => double.Parse(field, CultureInfo.InvariantCulture))]);
        }
    }

    /// <summary>The lines of a file by their names, which are all different.</summary>
    public static Dictionary<string, double[]> ByName(string fileName) =>
        Lines(fileName).ToDictionary(line => line.Name, line => line.Numbers);
}
