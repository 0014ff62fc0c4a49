namespace NeuralNet.Onnx;

/// <summary>What a file may hold at most; a network of one layer needs far less.</summary>
internal static class FileLimits
{
    /// <summary>The format itself ends at 2 GiB.</summary>
    public const int Bytes = 1 << 30;

    /// <summary>PyTorch writes three or fewer for a layer.</summary>
    public const int Nodes = 256;
}
