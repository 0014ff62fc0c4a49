namespace NeuralNet.Onnx.Import;

/// <summary>What a field of a file is, as far as it matters for the memory that parsing it takes.</summary>
internal enum WireKind
{
    /// <summary>Passed over, or about as large in memory as in the file: single numbers and lists of float or double.</summary>
    Other,

    /// <summary>Text that is short in every model: what something is called.</summary>
    Name,

    /// <summary>Text of any length.</summary>
    Text,

    /// <summary>Bytes of any length.</summary>
    Bytes,

    /// <summary>Integers of a list that is short in every model.</summary>
    Integers,

    /// <summary>The numbers of a tensor as integers, each of which takes a byte or more in the file, and eight or more in memory.</summary>
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
