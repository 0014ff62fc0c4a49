using System.Buffers.Binary;
using System.Text;

namespace NeuralNet.Core.PeerBenchmarks.Peers;

/// <summary>
/// An ONNX model of two nodes, Gemm and Sigmoid or Softmax, as the bytes of its protocol buffer. The numbers are those of
/// the fields in onnx.proto.
/// </summary>
internal static class OnnxGraph
{
    private const int Float = 1;
    private const int IrVersion = 8;
    private const int OperatorSet = 13;

    /// <summary>The model; its input is "x" <c>[rows x inputs]</c>, its output "p" <c>[rows x outputs]</c>.</summary>
    public static byte[] OfOneLayer(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, int rows)
    {
        int outputs = bias.Length;
        int inputs = weights.Length / outputs;
        byte[] graph = Join(
            Field(1, Node("Gemm", ["x", "w", "b"], "z", Attribute("transB", 1))),
            Field(1, outputs == 1 ? Node("Sigmoid", ["z"], "p") : Node("Softmax", ["z"], "p", Attribute("axis", 1))),
            Field(2, Text("one layer")),
            Field(5, Tensor("w", weights, outputs, inputs)),
            Field(5, Tensor("b", bias, outputs)),
            Field(11, Value("x", rows, inputs)),
            Field(12, Value("p", rows, outputs)));
        return Join(Field(1, IrVersion), Field(7, graph), Field(8, Join(Field(1, Text(string.Empty)), Field(2, OperatorSet))));
    }

    private static byte[] Node(string type, string[] inputs, string output, params byte[] attribute) => Join(
        [.. inputs.Select(input => Field(1, Text(input))),
         Field(2, Text(output)),
         Field(4, Text(type)),
         attribute.Length == 0 ? [] : Field(5, attribute)]);

    private static byte[] Attribute(string name, int value)
    {
        const int Integer = 2;
        return Join(Field(1, Text(name)), Field(3, value), Field(20, Integer));
    }

    private static byte[] Tensor(string name, ReadOnlySpan<float> values, params int[] dimensions)
    {
        byte[] raw = new byte[values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(raw.AsSpan(i * sizeof(float)), values[i]);
        }

        return Join([.. dimensions.Select(dimension => Field(1, dimension)), Field(2, Float), Field(8, Text(name)), Field(9, raw)]);
    }

    private static byte[] Value(string name, params int[] dimensions)
    {
        byte[] shape = Join([.. dimensions.Select(dimension => Field(1, Field(1, dimension)))]);
        return Join(Field(1, Text(name)), Field(2, Field(1, Join(Field(1, Float), Field(2, shape)))));
    }

    private static byte[] Field(int number, int value) => Join(Varint(number << 3), Varint(value));

    private static byte[] Field(int number, byte[] bytes) => Join(Varint((number << 3) | 2), Varint(bytes.Length), bytes);

    private static byte[] Varint(int value)
    {
        var bytes = new List<byte>();
        uint rest = (uint)value;
        for (; rest >= 0x80; rest >>= 7)
        {
            bytes.Add((byte)(rest | 0x80));
        }

        bytes.Add((byte)rest);
        return [.. bytes];
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(part => part)];
}
