using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Google.Protobuf.Collections;
using NeuralNet.Common;
using NeuralNet.Core;
using NeuralNet.Onnx.Schema;
using static System.FormattableString;

namespace NeuralNet.Onnx;

/// <summary>
/// The metadata properties of a model, for values that a graph can't hold: names as JSON arrays, the threshold, the number of classes.
/// Properties of other programs have other names and are ignored.
/// </summary>
internal sealed class Metadata
{
    private const string FeatureNamesKey = "neuralnet.feature_names";
    private const string ClassNamesKey = "neuralnet.class_names";
    private const string ClassesKey = "neuralnet.classes";
    private const string ThresholdKey = "neuralnet.threshold";
    private const string VersionKey = "neuralnet.version";

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <exception cref="ModelFormatException">A property of this library occurs twice.</exception>
    public Metadata(IEnumerable<StringStringEntryProto> properties)
    {
        foreach (StringStringEntryProto property in properties)
        {
            if (property.Key.StartsWith("neuralnet.", StringComparison.Ordinal) && !_values.TryAdd(property.Key, property.Value))
            {
                throw new ModelFormatException($"The model has the property '{property.Key.Shown()}' twice; once is allowed.");
            }
        }
    }

    /// <summary>Returns the feature names; null if the model has none.</summary>
    public string[]? FeatureNames(int inputs) => Names(FeatureNamesKey, inputs, Invariant($"{inputs} input(s)"));

    /// <summary>Returns the class names; null if the model has none.</summary>
    public string[]? ClassNames(int outputs) => Names(ClassNamesKey, ClassesOf(outputs), Invariant($"{outputs} output(s)"));

    /// <summary>Returns whether the network is a classifier; null if the model does not say.</summary>
    public bool? IsClassifier(int outputs)
    {
        if (!_values.TryGetValue(ClassesKey, out string? text))
        {
            return null;
        }

        int classes = ClassesOf(outputs);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && (number == 0 || number == classes)
            ? number != 0
            : throw Wrong(ClassesKey, text, Invariant($"with {outputs} output(s) it must be 0 or {classes}"));
    }

    /// <summary>Returns the logit of the threshold; 0 if the model has none.</summary>
    public T Threshold<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        !_values.TryGetValue(ThresholdKey, out string? text) ? T.Zero
        : T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out T threshold) && T.IsFinite(threshold) ? threshold
        : throw Wrong(ThresholdKey, text, "it must be a finite number");

    public static void Write<T>(RepeatedField<StringStringEntryProto> destination, FrozenPerceptron<T> network, string version)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Add(VersionKey, version);
        Add(ClassesKey, network.ClassCount.ToString(CultureInfo.InvariantCulture));
        Add(ThresholdKey, network.ThresholdLogit.ToString("R", CultureInfo.InvariantCulture));
        AddNames(FeatureNamesKey, network.FeatureNames);
        AddNames(ClassNamesKey, network.ClassNames);

        void Add(string key, string value) => destination.Add(new StringStringEntryProto { Key = key, Value = value });

        void AddNames(string key, IReadOnlyList<string>? names)
        {
            if (names is not null)
            {
                Add(key, ToJson(names));
            }
        }
    }

    private static string ToJson(IReadOnlyList<string> names)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartArray();
            foreach (string name in names)
            {
                writer.WriteStringValue(name);
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static int ClassesOf(int outputs) => outputs == 1 ? 2 : outputs;

    /// <summary>Reads names one by one, and stops at the first name too many to limit memory.</summary>
    private string[]? Names(string key, int most, string of)
    {
        const string allowed = "it must be a JSON array of strings";
        if (!_values.TryGetValue(key, out string? text))
        {
            return null;
        }

        var names = new List<string>();
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { MaxDepth = 1 });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            {
                throw Wrong(key, text, allowed);
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                names.Add(names.Count < most
                    ? reader.GetString() ?? throw Wrong(key, text, allowed)
                    : throw Wrong(key, text, Invariant($"with {of} at most {Shown.Count(most, "name")} are allowed")));
            }

            return reader.Read() ? throw Wrong(key, text, allowed) : [.. names];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw Wrong(key, text, allowed, exception);
        }
    }

    private static ModelFormatException Wrong(string key, string text, string allowed, Exception? cause = null)
    {
        return new ModelFormatException($"The property '{key}' of the model is '{text.Shown()}'; {allowed}.", cause);
    }
}
