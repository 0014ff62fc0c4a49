using System.Globalization;
using CsvHelper;

namespace NeuralNet.TextExample;

/// <summary>Texts and the name of the class of each.</summary>
/// <param name="Texts">The texts <c>[rows]</c>.</param>
/// <param name="Labels">The names <c>[rows]</c>.</param>
public sealed record LabelledTexts(string[] Texts, string[] Labels)
{
    /// <summary>The names of the classes, in ordinal order.</summary>
    public string[] Classes => [.. Labels.Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The share of the most frequent class: the accuracy of always predicting it.</summary>
    public double MajorityShare => (double)Labels.CountBy(label => label).Max(label => label.Value) / Labels.Length;

    /// <summary>Reads two columns of a CSV file with a header row.</summary>
    public static LabelledTexts Read(string path, string label, string text)
    {
        using var reader = new CsvReader(new StreamReader(path), CultureInfo.InvariantCulture);
        List<string> texts = [];
        List<string> labels = [];
        reader.Read();
        reader.ReadHeader();
        while (reader.Read())
        {
            texts.Add(reader.GetField(text)!);
            labels.Add(reader.GetField(label)!);
        }

        return new([.. texts], [.. labels]);
    }

    /// <summary>Returns some rows.</summary>
    public LabelledTexts Take(IReadOnlyCollection<int> rows) => new([.. rows.Select(row => Texts[row])], [.. rows.Select(row => Labels[row])]);

    /// <summary>Returns the rows of a range.</summary>
    public LabelledTexts Take(Range rows) => new(Texts[rows], Labels[rows]);
}
