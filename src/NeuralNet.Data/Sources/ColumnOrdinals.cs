using System.Data;
using NeuralNet.Common;

namespace NeuralNet.Data.Sources;

/// <summary>
/// Finds the ordinals of columns. A row is read in the same order as the one before, nearly always with the same objects as names, so each
/// name is looked up once, and later only compared by reference.
/// </summary>
internal sealed class ColumnOrdinals(IDataReader reader)
{
    private readonly List<(string Name, int Ordinal)> _asked = [];
    private int _next;

    /// <summary>Begins another row.</summary>
    public void Restart() => _next = 0;

    /// <summary>Returns the ordinal of a column; -1 if there is none.</summary>
    public int Find(string name)
    {
        int place = _next++;
        if (place < _asked.Count && ReferenceEquals(_asked[place].Name, name))
        {
            return _asked[place].Ordinal;
        }

        ArgumentNullException.ThrowIfNull(name);
        int ordinal = LookUp(name);
        if (place == _asked.Count)
        {
            _asked.Add((name, ordinal));
        }
        else
        {
            _asked[place] = (name, ordinal);
        }

        return ordinal;
    }

    /// <summary>The names of the columns, of many the first.</summary>
    public string Listed()
    {
        const int Most = 30;
        string some = string.Join(", ", Enumerable.Range(0, Math.Min(Most, reader.FieldCount)).Select(ordinal => $"'{Shown.Text(reader.GetName(ordinal))}'"));
        return reader.FieldCount > Most ? $"{some}, ..." : some;
    }

    private int LookUp(string name)
    {
        foreach (StringComparison comparison in (ReadOnlySpan<StringComparison>)[StringComparison.Ordinal, StringComparison.OrdinalIgnoreCase])
        {
            for (int ordinal = 0; ordinal < reader.FieldCount; ordinal++)
            {
                if (string.Equals(reader.GetName(ordinal), name, comparison))
                {
                    return ordinal;
                }
            }
        }

        return -1;
    }
}
