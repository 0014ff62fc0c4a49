using System.Text.Json.Serialization;

namespace NeuralNet.Onnx;

/// <summary>Lists of names as JSON, without reflection.</summary>
[JsonSerializable(typeof(string[]))]
internal sealed partial class NamesJson : JsonSerializerContext;
