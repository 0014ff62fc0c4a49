using System.Text.Json.Serialization;

namespace NeuralNet.Core.Persistence;

/// <summary>
/// The records of a file as JSON, without reflection. Null for a required value is rejected like a missing value. Generated serialization
/// code would be 16 kB larger and would not noticeably speed up saving.
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
