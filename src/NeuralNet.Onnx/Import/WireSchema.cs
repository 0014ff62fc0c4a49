namespace NeuralNet.Onnx.Import;

/// <summary>The kinds of the fields in <c>Schema/onnx.proto</c>; a test compares the two.</summary>
internal static class WireSchema
{
    /// <summary>Checks whether a field of this kind is a message with its own fields.</summary>
    public static bool IsMessage(WireKind kind) => kind >= WireKind.Model;

    /// <summary>Returns the kind of a field by its number in a message.</summary>
    public static WireKind Field(WireKind message, uint number) => (message, number) switch
    {
        (WireKind.Model, 2 or 3) => WireKind.Name,
        (WireKind.Model, 7) => WireKind.Graph,
        (WireKind.Model, 8) => WireKind.OperatorSet,
        (WireKind.Model, 14) => WireKind.Property,
        (WireKind.Model, 25) => WireKind.Function,
        (WireKind.OperatorSet, 1) => WireKind.Name,
        (WireKind.Property, 1) => WireKind.Name,
        (WireKind.Property, 2) => WireKind.Text,
        (WireKind.Function, 1 or 10) => WireKind.Name,
        (WireKind.Graph, 1) => WireKind.Node,
        (WireKind.Graph, 2) => WireKind.Name,
        (WireKind.Graph, 5) => WireKind.Tensor,
        (WireKind.Graph, 11 or 12) => WireKind.Value,
        (WireKind.Node, 1 or 2 or 3 or 4 or 7) => WireKind.Name,
        (WireKind.Node, 5) => WireKind.Attribute,
        (WireKind.Attribute, 1 or 21) => WireKind.Name,
        (WireKind.Attribute, 4 or 9) => WireKind.Bytes,
        (WireKind.Attribute, 5) => WireKind.Tensor,
        (WireKind.Attribute, 8) => WireKind.Integers,
        (WireKind.Tensor, 1) => WireKind.Integers,
        (WireKind.Tensor, 3) => WireKind.Segment,
        (WireKind.Tensor, 5 or 7) => WireKind.Data,
        (WireKind.Tensor, 8) => WireKind.Name,
        (WireKind.Tensor, 9) => WireKind.Bytes,
        (WireKind.Tensor, 13) => WireKind.Property,
        (WireKind.Value, 1) => WireKind.Name,
        (WireKind.Value, 2) => WireKind.Type,
        (WireKind.Type, 1) => WireKind.TensorType,
        (WireKind.TensorType, 2) => WireKind.Shape,
        (WireKind.Shape, 1) => WireKind.Dimension,
        (WireKind.Dimension, 2) => WireKind.Name,
        _ => WireKind.Other,
    };
}
