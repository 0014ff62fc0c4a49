namespace NeuralNet.Core.Persistence;

/// <summary>What a safetensors file says of its data.</summary>
/// <param name="Tensors">The tensors in the order of their data, which has neither hole nor overlap.</param>
/// <param name="Metadata">Text by keys.</param>
/// <param name="DataLength">The bytes of the data.</param>
internal sealed record SafetensorsHeader(
    IReadOnlyList<Tensor> Tensors, IReadOnlyDictionary<string, string> Metadata, long DataLength)
{
    /// <summary>The bytes before the header: its length.</summary>
    public const int LengthBytes = sizeof(ulong);

    public const int LargestLength = 1 << 20;

    public const int MostTensors = 64;

    public const int MostDimensions = 2;

    public const int MostKeys = 256;

    /// <summary>The bytes of a name of a tensor, or a key, as it stands in the file.</summary>
    public const int LongestName = 4096;

    /// <summary>The entry that is no tensor.</summary>
    public const string MetadataName = "__metadata__";
}
