using System.Globalization;
using System.Numerics;
using System.Text.Json;
using NeuralNet.Core;

namespace NeuralNet.Text.Tests.Support;

/// <summary>The rows of scikit-learn, of References/hashing.py.</summary>
internal static class HashingReference
{
    private static readonly JsonElement[] _lines = [.. File.ReadLines(References.PathOf("hashing.json")).Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>What was hashed: words, events, names and texts.</summary>
    public static JsonElement Data { get; } = OfKind("data").Single();

    public static string[] Texts { get; } = [.. Data.GetProperty("texts").EnumerateArray().Select(text => text.GetString()!)];

    public static IEnumerable<JsonElement> OfKind(string kind) => _lines.Where(line => line.GetProperty("kind").GetString() == kind);

    public static IEnumerable<JsonElement> OfKind<T>(string kind) =>
        OfKind(kind).Where(line => line.GetProperty("type").GetString() == (typeof(T) == typeof(float) ? "float32" : "float64"));

    /// <summary>Columns and values of a row.</summary>
    public static (int[] Columns, T[] Values) Row<T>(JsonElement row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        ([.. row[0].EnumerateArray().Select(column => column.GetInt32())],
            [.. row[1].EnumerateArray().Select(value => T.Parse(value.GetRawText(), CultureInfo.InvariantCulture))]);

    public static void ShouldBe<T>(this SparseRow<T> row, JsonElement expected, string because)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int[] columns, T[] values) = Row<T>(expected);
        row.Indices.ToArray().Should().Equal(columns, because);
        row.Values.ToArray().Should().Equal(values, because);
    }
}
