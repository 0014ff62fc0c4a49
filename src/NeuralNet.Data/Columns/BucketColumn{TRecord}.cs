using System.Text.Json;
using NeuralNet.Data.State;
using static System.FormattableString;

namespace NeuralNet.Data.Columns;

/// <summary>A number that becomes one input for each of its quantile buckets.</summary>
internal sealed class BucketColumn<TRecord>(string name, NumberSource<TRecord> source, int count, bool refusesMissing)
    : Column<TRecord>("buckets", name)
{
    private const string Edges = "edges";
    private const string HasMissing = "hasMissing";

    public int Count { get; } = count;

    public bool RefusesMissing { get; } = refusesMissing;

    public override IEnumerable<(string Name, string Value)> Options =>
    [
        ("count", Invariant($"{Count}")),
        ("refuseMissing", RefusesMissing ? "true" : "false"),
    ];

    /// <inheritdoc cref="NumberSource{TRecord}.Read"/>
    public Problem? Read(ReadOnlySpan<TRecord> records, Span<double> numbers, ref int row) => source.Read(records, numbers, ref row);

    public override ColumnLearner<TRecord> Learn() => new BucketLearner<TRecord>(this);

    public static void Write(Utf8JsonWriter json, IReadOnlyList<double> edges, bool hasMissing)
    {
        json.WriteStartObject();
        json.WriteStartArray(Edges);
        foreach (double edge in edges)
        {
            json.WriteNumberValue(edge);
        }

        json.WriteEndArray();
        json.WriteBoolean(HasMissing, hasMissing);
        json.WriteEndObject();
    }

    public override FittedColumn<TRecord> Read(StateValue learned)
    {
        IReadOnlyList<StateValue> parts = learned.Properties(Edges, HasMissing);
        IReadOnlyList<StateValue> items = parts[0].Items(Count - 1, "edge");
        bool hasMissing = parts[1].Flag();
        double[] edges = new double[items.Count];
        for (int index = 0; index < edges.Length; index++)
        {
            edges[index] = items[index].Number();
            if (index > 0 && edges[index] <= edges[index - 1])
            {
                throw items[index].Error(Invariant($"is {edges[index]} after {edges[index - 1]}; edges ascend"));
            }
        }

        return hasMissing && RefusesMissing
            ? throw parts[1].Error("is true, but the description refuses missing values")
            : new FittedBuckets<TRecord>(this, edges, hasMissing);
    }
}
