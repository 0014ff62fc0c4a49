using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NeuralNet.Core;
using NeuralNet.Data.Columns;
using static System.FormattableString;

namespace NeuralNet.Data.State;

/// <summary>
/// The fitted state as JSON: a version, and for each column its kind, its name, its options and what was learned. The delegates are not in
/// it: the description of the program has them, and must be the same.
/// </summary>
internal static class StateText
{
    /// <summary>The key of the metadata of a network.</summary>
    public const string Key = "record.encoder";

    /// <summary>The metadata of a file has half of these characters at most.</summary>
    public const int Longest = 1 << 20;

    private const int Version = 1;
    private const int Deepest = 8;

    private static readonly string[] _properties = ["kind", "name", "options", "learned"];

    public static string Write<TRecord>(IReadOnlyList<Column<TRecord>> columns, IReadOnlyList<FittedColumn<TRecord>> fitted)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteStartArray("columns");
            for (int index = 0; index < columns.Count; index++)
            {
                Column<TRecord> column = columns[index];
                json.WriteStartObject();
                json.WriteString("kind", column.Kind);
                json.WriteString("name", column.Name);
                json.WriteStartObject("options");
                foreach ((string name, string value) in column.Options)
                {
                    json.WriteString(name, value);
                }

                json.WriteEndObject();
                json.WritePropertyName("learned");
                fitted[index].Write(json);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads a state for a description, and rejects it with the first column that differs.</summary>
    /// <exception cref="ModelFormatException">The text is no state of this description.</exception>
    public static FittedColumn<TRecord>[] Read<TRecord>(string text, IReadOnlyList<Column<TRecord>> columns)
    {
        if (text.Length > Longest)
        {
            throw new ModelFormatException(Invariant($"The stored encoder has {text.Length} characters; {Longest} are possible."));
        }

        using JsonDocument document = Parse(text);
        IReadOnlyList<StateValue> parts = new StateValue(document.RootElement, "the text").Properties("version", "columns");
        if (parts[0].Number() != Version)
        {
            throw parts[0].Error(Invariant($"is {parts[0].Number()}, and this version of the library reads {Version}"));
        }

        // Names first: after a column that was added or left out, all later ones differ, and only the first says why.
        IReadOnlyList<StateValue> items = parts[1].Items(parts[1].Count(), "item");
        ColumnDifference.ThrowIfAny([.. items.Select(Name)], [.. columns.Select(column => column.Name)], parts[1]);
        return [.. items.Zip(columns, Read)];
    }

    private static string Name(StateValue item) => item.Properties(_properties)[1].Text(int.MaxValue);

    private static FittedColumn<TRecord> Read<TRecord>(StateValue state, Column<TRecord> column)
    {
        IReadOnlyList<StateValue> parts = state.At($"column '{column.Name}'").Properties(_properties);
        parts[0].ExpectText(column.Kind, "the kind");
        (string Name, string Value)[] options = [.. column.Options];
        IReadOnlyList<StateValue> values = parts[2].Properties([.. options.Select(option => option.Name)]);
        for (int index = 0; index < options.Length; index++)
        {
            values[index].ExpectText(options[index].Value, "the value");
        }

        return column.Read(parts[3]);
    }

    private static JsonDocument Parse(string text)
    {
        try
        {
            return JsonDocument.Parse(text, new() { MaxDepth = Deepest });
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw new ModelFormatException($"The stored encoder is no valid JSON: {exception.Message} Fit and attach the encoder again.", exception);
        }
    }
}
