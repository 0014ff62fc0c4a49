namespace NeuralNet.Onnx;

/// <summary>The limits for a file. A network of one layer needs far less.</summary>
internal static class FileLimits
{
    /// <summary>
    /// The size of the file. Protobuf itself allows 2 GiB, which the bytes of a model and its text would reach together; half of it leaves
    /// every reader room for a copy.
    /// </summary>
    public const int Bytes = 1 << 30;

    /// <summary>The nodes of the graph. PyTorch writes three or fewer for a layer.</summary>
    public const int Nodes = 256;

    /// <summary>The inputs and outputs of the graph. This library writes five or fewer; older formats also list every tensor.</summary>
    public const int Values = 256;

    /// <summary>
    /// The messages of the format: nodes, attributes, tensors, inputs, outputs, dimensions, properties and functions. This library writes
    /// fewer than 60. The limit is high enough that for most other models the error still names the unsupported operator.
    /// </summary>
    public const int Parts = 4096;

    /// <summary>The names, texts, class labels and dimensions. A classifier has one label per class and a few dozen others.</summary>
    public const int Entries = 1 << 16;

    /// <summary>The tensor values listed as integers, for FLOAT16 and BFLOAT16. Exporters write larger tensors as raw data.</summary>
    public const int Data = 1 << 20;

    /// <summary>The bytes of a name. Names of classes and features are texts, which have no limit of their own.</summary>
    public const int NameBytes = 1024;

    /// <summary>The Scalers before the layer. A pipeline has one, seldom two or three.</summary>
    public const int Scalers = 8;
}
