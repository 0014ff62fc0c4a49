using System.Numerics;
using NeuralNet.Core;
using NeuralNet.Onnx.Schema;

namespace NeuralNet.Onnx;

/// <summary>The numbers of a layer.</summary>
/// <param name="Inputs">The numbers in a row.</param>
/// <param name="Weights">The weights <c>[outputs x inputs]</c>.</param>
/// <param name="Bias">The bias <c>[outputs]</c>.</param>
/// <param name="Output">The name of the logits.</param>
/// <param name="Addition">The node that adds the bias, where it is one of its own.</param>
internal sealed record Linear<T>(int Inputs, T[] Weights, T[] Bias, string Output, NodeProto? Addition)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>alpha * inputs * B (or its transpose) + beta * C.</summary>
    public static Linear<T> OfGemm(NodeProto node, Graph graph)
    {
        CheckCount(node, 2, 3);
        if (Attributes.Integer(node, "transA", 0) != 0)
        {
            throw new ModelFormatException("Gemm has transA, so that its rows would be columns; rows are needed.");
        }

        Matrix<T> matrix = Matrix<T>.Of(graph.Constant(node, 1));
        matrix = Attributes.Integer(node, "transB", 0) == 0 ? matrix.Transposed() : matrix;
        bool hasBias = node.Input.Count > 2 && node.Input[2].Length > 0;
        T[] bias = hasBias ? BiasOf(graph.Constant(node, 2), matrix.Rows) : new T[matrix.Rows];
        return new(
            matrix.Columns,
            Scaled(matrix.Values, Attributes.Number(node, "alpha", 1)),
            Scaled(bias, Attributes.Number(node, "beta", 1)),
            node.Output[0],
            Addition: null);
    }

    /// <summary>inputs * B, and a constant that an Add after it adds.</summary>
    public static Linear<T> OfMatMul(NodeProto node, Graph graph)
    {
        CheckCount(node, 2, 2);
        Matrix<T> matrix = Matrix<T>.Of(graph.Constant(node, 1)).Transposed();
        NodeProto[] after = graph.Consumers(node.Output[0]);
        if (after is not [{ OpType: "Add" } addition])
        {
            return new(matrix.Columns, matrix.Values, new T[matrix.Rows], node.Output[0], Addition: null);
        }

        CheckCount(addition, 2, 2);
        int place = addition.Input[0] == node.Output[0] ? 1 : 0;
        T[] bias = BiasOf(graph.Constant(addition, place), matrix.Rows);
        return new(matrix.Columns, matrix.Values, bias, addition.Output[0], addition);
    }

    private static T[] BiasOf(TensorProto tensor, int outputs)
    {
        T[] values = Numbers.Of<T>(tensor);
        bool isRow = tensor.Dims.Count switch
        {
            0 => true,
            1 => true,
            2 => tensor.Dims[0] == 1,
            _ => false,
        };
        if (!isRow || (values.Length != outputs && values.Length != 1))
        {
            throw new ModelFormatException(
                $"The bias '{tensor.Name}' has the shape [{string.Join(", ", tensor.Dims)}]; [{outputs}] is needed, one for each output.");
        }

        return values.Length == outputs ? values : [.. Enumerable.Repeat(values[0], outputs)];
    }

    private static T[] Scaled(T[] values, float factor) => factor == 1
        ? values
        : Array.ConvertAll(values, value => T.CreateTruncating(double.CreateTruncating(value) * factor));

    private static void CheckCount(NodeProto node, int least, int most)
    {
        if (node.Input.Count < least || node.Input.Count > most || node.Output.Count != 1)
        {
            throw new ModelFormatException(
                $"The operator '{node.OpType}' has {node.Input.Count} inputs and {node.Output.Count} outputs; {least} to {most} and 1 are needed.");
        }
    }
}
