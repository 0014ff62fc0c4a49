using System.Text.Json.Serialization;

namespace NeuralNet.Core.Persistence;

/// <summary>The records of a file as JSON, without reflection. A null where a value has to be is refused like a missing one.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    MaxDepth = 8)]
[JsonSerializable(typeof(ModelRecord))]
[JsonSerializable(typeof(TrainingRecord))]
[JsonSerializable(typeof(StateRecord))]
[JsonSerializable(typeof(MetricsRecord))]
internal sealed partial class ModelJson : JsonSerializerContext;
