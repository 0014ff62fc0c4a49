namespace NeuralNet.Onnx;

/// <summary>What a file may hold at most; a network of one layer needs far less.</summary>
internal static class FileLimits
{
    /// <summary>The format itself ends at 2 GiB.</summary>
    public const int Bytes = 1 << 30;

    /// <summary>PyTorch writes three or fewer for a layer.</summary>
    public const int Nodes = 256;

    /// <summary>Inputs and outputs of the graph: this library writes five or fewer, older formats one for each tensor too.</summary>
    public const int Values = 256;

    /// <summary>
    /// All that has fields of its own: nodes, attributes, tensors, inputs, dimensions, properties. This library writes fewer than 60,
    /// and what is far from one layer is still called by the name of its operator below this.
    /// </summary>
    public const int Parts = 4096;

    /// <summary>Names, texts, class labels, dimensions: a classifier has one for each class, and all else a few dozen.</summary>
    public const int Entries = 1 << 16;

    /// <summary>Numbers of tensors that are listed as integers, FLOAT16 and BFLOAT16; whoever writes more of them writes raw data.</summary>
    public const int Data = 1 << 20;

    /// <summary>The bytes of a name; those of classes and inputs are text of any length.</summary>
    public const int NameBytes = 1024;

    /// <summary>Scalers before the layer: a pipeline has one, seldom two or three.</summary>
    public const int Scalers = 8;
}
