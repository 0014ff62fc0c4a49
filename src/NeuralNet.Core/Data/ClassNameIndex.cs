using NeuralNet.Common;
using NeuralNet.Core.Foundation;

namespace NeuralNet.Core.Data;

/// <summary>Finds the class of a name; the network may have no class names.</summary>
internal sealed class ClassNameIndex(IReadOnlyList<string>? names)
{
    /// <summary>The number of similar names listed in an error.</summary>
    private const int Nearest = 3;

    private Dictionary<string, int>? _indices;

    public IReadOnlyList<string>? Names => names;

    /// <summary>The index of the different names of labels, in ordinal order; rejects another number of them than of classes.</summary>
    public static IReadOnlyList<string> Learn(ReadOnlySpan<string> labels, int classes, string parameter)
    {
        string[] names = Different(labels, parameter);
        if (names.Length != classes)
        {
            Throw.Argument_OtherNumberOfNames(parameter, names, classes);
        }

        return Array.AsReadOnly(names);
    }

    /// <summary>The different names of labels, in ordinal order; rejects blank ones.</summary>
    public static string[] Different(ReadOnlySpan<string> labels, string parameter)
    {
        var different = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int row = 0; row < labels.Length; row++)
        {
            if (string.IsNullOrWhiteSpace(labels[row]))
            {
                Throw.Argument_BlankClassName(parameter, row);
            }

            different.TryAdd(labels[row], row);
        }

        string[] names = [.. different.Keys];
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }

    /// <summary>Returns the class of a name; rejects an unknown name, and lists the most similar names.</summary>
    public int Find(string parameter, string? name, int row)
    {
        if (names is null)
        {
            Throw.Argument_NoClassNames(parameter);
        }

        // Concurrent threads create equal dictionaries.
        if (name is not null && (_indices ??= Indices(names)).TryGetValue(name, out int index))
        {
            return index;
        }

        Throw.Argument_UnknownClassName(parameter, name, row, NearestTo(name ?? string.Empty, names), names.Count);
        return -1;
    }

    private static Dictionary<string, int> Indices(IReadOnlyList<string> names)
    {
        var indices = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int index = 0; index < names.Count; index++)
        {
            indices.TryAdd(names[index], index);
        }

        return indices;
    }

    /// <summary>Returns the most similar names, the most similar first.</summary>
    private static string[] NearestTo(string name, IReadOnlyList<string> names)
    {
        // Cuts very long names, which resemble no other name.
        name = name[..Math.Min(name.Length, Shown.Longest)];
        var distances = new int[names.Count];
        for (int index = 0; index < distances.Length; index++)
        {
            distances[index] = EditDistance(name, names[index]);
        }

        var nearest = new string[Math.Min(Nearest, distances.Length)];
        for (int place = 0; place < nearest.Length; place++)
        {
            int index = 0;
            for (int other = 1; other < distances.Length; other++)
            {
                index = distances[other] < distances[index] ? other : index;
            }

            nearest[place] = names[index];
            distances[index] = int.MaxValue;
        }

        return nearest;
    }

    /// <summary>Counts the letters to insert, delete or replace (V. Levenshtein, 1966), ignoring case.</summary>
    private static int EditDistance(string from, string to)
    {
        var row = new int[to.Length + 1];
        for (int column = 0; column < row.Length; column++)
        {
            row[column] = column;
        }

        for (int letter = 0; letter < from.Length; letter++)
        {
            int diagonal = row[0];
            row[0] = letter + 1;
            for (int column = 1; column < row.Length; column++)
            {
                bool isSame = char.ToUpperInvariant(from[letter]) == char.ToUpperInvariant(to[column - 1]);
                int changed = diagonal + (isSame ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.Min(changed, Math.Min(row[column], row[column - 1]) + 1);
            }
        }

        return row[^1];
    }
}
