using System.Text.Json;
using System.Text.Json.Serialization;

namespace NeuralNet.Service;

/// <summary>
/// Serializes the messages with generated code, and rejects missing and unknown properties. "NaN" and "Infinity" are accepted here, so the
/// later check can name the invalid value.
/// </summary>
[JsonSerializable(typeof(PredictRequest))]
[JsonSerializable(typeof(PredictAnswer))]
[JsonSerializable(typeof(FlowersRequest))]
[JsonSerializable(typeof(FlowersAnswer))]
[JsonSerializable(typeof(LearnRequest))]
[JsonSerializable(typeof(LearnAnswer))]
[JsonSerializable(typeof(ModelAnswer))]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class ServiceJson : JsonSerializerContext
{
    public static void Configure(JsonSerializerOptions options)
    {
        options.TypeInfoResolverChain.Insert(0, Default);
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals;
    }
}
