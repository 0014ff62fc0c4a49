using NeuralNet.Common;
using static System.FormattableString;

namespace NeuralNet.Extensions.AI;

/// <summary>Checks texts and labels before anything is embedded, because embedding may cost money.</summary>
internal static class InputCheck
{
    /// <summary>The number of class names listed in an error.</summary>
    private const int MostNames = 5;

    /// <summary>Returns a copy of the texts, which the caller can't change during the call.</summary>
    public static string[] Texts(string parameter, IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts, parameter);
        if (texts.Count == 0)
        {
            throw new ArgumentException($"{parameter} is empty. Pass one or more texts.", parameter);
        }

        string[] rows = [.. texts];
        for (int row = 0; row < rows.Length; row++)
        {
            if (string.IsNullOrEmpty(rows[row]))
            {
                throw new ArgumentException(Invariant(
                    $"{parameter} has {(rows[row] is null ? "null" : "an empty text")} at row {row}, which has no embedding. Leave out such rows."), parameter);
            }
        }

        return rows;
    }

    /// <summary>Returns a copy of the labels of a training: one for each text, of two or more classes.</summary>
    public static string[] Labels(string parameter, IReadOnlyList<string> labels, int texts)
    {
        string[] names = Count(parameter, labels, texts);
        for (int row = 0; row < names.Length; row++)
        {
            if (string.IsNullOrWhiteSpace(names[row]))
            {
                throw new ArgumentException(Invariant(
                    $"{parameter} has {(names[row] is null ? "null" : "a blank name")} at row {row}. Name the class of each text, or leave out such rows."), parameter);
            }
        }

        if (names.All(name => name == names[0]))
        {
            throw new ArgumentException(
                $"{parameter} has only the class '{Shown.Text(names[0])}'. Pass texts of two or more classes: there is nothing to tell apart.", parameter);
        }

        return names;
    }

    /// <summary>Returns a copy of the labels of an evaluation: one for each text, of the classes of the network.</summary>
    public static string[] Labels(string parameter, IReadOnlyList<string> labels, int texts, IReadOnlyList<string> classes)
    {
        string[] names = Count(parameter, labels, texts);
        var known = new HashSet<string>(classes, StringComparer.Ordinal);
        for (int row = 0; row < names.Length; row++)
        {
            if (names[row] is null || !known.Contains(names[row]))
            {
                string some = string.Join(", ", classes.Take(MostNames).Select(name => $"'{Shown.Text(name)}'"));
                throw new ArgumentException(Invariant(
                    $"{parameter} has {(names[row] is null ? "null" : $"'{Shown.Text(names[row])}'")} at row {row}, which is not one of the {classes.Count} classes of this network ({some}{(classes.Count > MostNames ? ", ..." : string.Empty)}). Leave out such rows, or train a new classifier with them."), parameter);
            }
        }

        return names;
    }

    private static string[] Count(string parameter, IReadOnlyList<string> labels, int texts)
    {
        ArgumentNullException.ThrowIfNull(labels, parameter);
        return labels.Count == texts ? [.. labels] : throw new ArgumentException(Invariant(
            $"{parameter} has {Shown.Count(labels.Count, "name")} for {texts} texts. Pass one for each text."), parameter);
    }
}
