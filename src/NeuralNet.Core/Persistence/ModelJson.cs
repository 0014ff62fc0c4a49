using System.Text.Json.Serialization;

namespace NeuralNet.Core.Persistence;

/// <summary>
/// The records of a file as JSON, without reflection. A null where a value has to be is refused like a missing one. Code for writing alone
/// would be faster by what no save feels, and 16 kB larger.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    MaxDepth = 8)]
[JsonSerializable(typeof(ModelRecord))]
[JsonSerializable(typeof(TrainingRecord))]
[JsonSerializable(typeof(StateRecord))]
[JsonSerializable(typeof(MetricsRecord))]
internal sealed partial class ModelJson : JsonSerializerContext;
