namespace NeuralNet.Core.Persistence;

/// <summary>The header of a safetensors file, which describes its data.</summary>
/// <param name="tensors">The tensors in the order of their data, which has no holes or overlaps.</param>
/// <param name="metadata">Text by key.</param>
/// <param name="dataLength">The size of the data in bytes.</param>
internal sealed class SafetensorsHeader(
    IReadOnlyList<Tensor> tensors, IReadOnlyDictionary<string, string> metadata, long dataLength)
{
    /// <summary>The size of the header length in bytes, which comes before the header.</summary>
    public const int LengthBytes = sizeof(ulong);

    public const int LargestLength = 1 << 20;

    public const int MostTensors = 64;

    public const int MostDimensions = 2;

    public const int MostKeys = 256;

    /// <summary>The maximum size of a tensor name or key in bytes, as written in the file.</summary>
    public const int LongestName = 4096;

    /// <summary>The entry of the metadata, which is not a tensor.</summary>
    public const string MetadataName = "__metadata__";

    public IReadOnlyList<Tensor> Tensors { get; } = tensors;

    public IReadOnlyDictionary<string, string> Metadata { get; } = metadata;

    public long DataLength { get; } = dataLength;
}
