namespace NeuralNet.Onnx.Import;

/// <summary>The kinds of fields in a file, by the memory that parsing them takes.</summary>
internal enum WireKind
{
    /// <summary>Skipped, or about as large in memory as in the file: single numbers and lists of float or double.</summary>
    Other,

    /// <summary>A name, which is short in every valid model.</summary>
    Name,

    /// <summary>Text of any length.</summary>
    Text,

    /// <summary>Bytes of any length.</summary>
    Bytes,

    /// <summary>A list of integers, which is short in every valid model.</summary>
    Integers,

    /// <summary>Tensor values listed as integers. Each takes at least one byte in the file, and at least eight in memory.</summary>
    Data,

    Model,
    OperatorSet,
    Property,
    Function,
    Graph,
    Node,
    Attribute,
    Tensor,
    Segment,
    Value,
    Type,
    TensorType,
    Shape,
    Dimension,
}
