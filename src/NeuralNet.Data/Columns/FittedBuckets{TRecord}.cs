using System.Text.Json;
using static System.FormattableString;

namespace NeuralNet.Data.Columns;

/// <summary>A fitted <see cref="BucketColumn{TRecord}"/>: the buckets in ascending order, then the missing ones.</summary>
internal sealed class FittedBuckets<TRecord>(BucketColumn<TRecord> column, double[] edges, bool hasMissing)
    : FittedColumn<TRecord>(column.Name, Names(column.Name, edges, hasMissing))
{
    public override string? Encode(TRecord record, EncodedRow row)
    {
        if (column.Read(record, out double? value) is { } wrong)
        {
            return wrong;
        }

        if (value is not { } number)
        {
            return column.RefusesMissing ? Problem.MissingCategory
                : hasMissing ? row.Set(edges.Length + 1, 1)
                : Problem.NewMissing;
        }

        // A number at an edge is in the bucket that begins there.
        int place = edges.AsSpan().BinarySearch(number);
        return row.Set(place >= 0 ? place + 1 : ~place, 1);
    }

    public override void Write(Utf8JsonWriter json) => BucketColumn<TRecord>.Write(json, edges, hasMissing);

    private static string[] Names(string name, double[] edges, bool hasMissing)
    {
        var names = new List<string>(edges.Length + 2);
        for (int place = 0; place <= edges.Length; place++)
        {
            names.Add(
                edges.Length == 0 ? $"any {name}"
                : place == 0 ? Invariant($"{name}<{edges[0]:R}")
                : place == edges.Length ? Invariant($"{name}>={edges[^1]:R}")
                : Invariant($"{edges[place - 1]:R}<={name}<{edges[place]:R}"));
        }

        if (hasMissing)
        {
            names.Add($"{name} is missing");
        }

        return [.. names];
    }
}
