using System.Text.Json.Serialization;

namespace NeuralNet.ClickService;

/// <summary>Reads and writes the messages with generated code.</summary>
[JsonSerializable(typeof(Visit))]
[JsonSerializable(typeof(ClickEvent))]
[JsonSerializable(typeof(EventAnswer))]
[JsonSerializable(typeof(PredictAnswer))]
[JsonSerializable(typeof(ModelAnswer))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class ClickJson : JsonSerializerContext;
