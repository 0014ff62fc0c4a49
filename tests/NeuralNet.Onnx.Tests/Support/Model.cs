using System.Buffers.Binary;
using Google.Protobuf;
using NeuralNet.Onnx.Schema;

namespace NeuralNet.Onnx.Tests.Support;

/// <summary>Hand-built models, as other programs write them.</summary>
internal static class Model
{
    /// <summary>A model whose input is "x" <c>[n, inputs]</c> and whose output is that of the last node.</summary>
    public static ModelProto Of(int inputs, NodeProto[] nodes, params TensorProto[] initializers) => new()
    {
        IrVersion = 7,
        OpsetImport = { new OperatorSetIdProto { Version = 13 } },
        Graph = new GraphProto
        {
            Name = "g",
            Input = { Value("x", ElementType.Float, inputs) },
            Output = { new ValueInfoProto { Name = nodes[^1].Output[0] } },
            Node = { nodes },
            Initializer = { initializers },
        },
    };

    /// <summary>x [n, 2] times w transposed [1, 2] plus b [1], as nn.Linear is exported.</summary>
    public static ModelProto Linear(params NodeProto[] after) =>
        Of(2, [Node("Gemm", "x, w, b", "z", Attribute("transB", 1)), .. after], Floats("w", [1, 2], 3, -2), Floats("b", [1], 0.5f));

    public static ValueInfoProto Value(string name, int type, params int[] columns)
    {
        var shape = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dimension { DimParam = "n" } } };
        shape.Dim.AddRange(columns.Select(column => new TensorShapeProto.Types.Dimension { DimValue = column }));
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = type, Shape = shape } },
        };
    }

    /// <summary>Creates a node; the names of its inputs are separated by commas.</summary>
    public static NodeProto Node(string operatorName, string inputs, string output, params AttributeProto[] attributes) => new()
    {
        OpType = operatorName,
        Input = { inputs.Split(", ", StringSplitOptions.RemoveEmptyEntries) },
        Output = { output },
        Attribute = { attributes },
    };

    public static AttributeProto Attribute(string name, long value) => new() { Name = name, I = value, Type = 2 };

    public static AttributeProto Attribute(string name, float value) => new() { Name = name, F = value, Type = 1 };

    public static AttributeProto Attribute(string name, TensorProto value) => new() { Name = name, T = value, Type = 4 };

    public static AttributeProto Attribute(string name, params long[] values) => new() { Name = name, Ints = { values }, Type = 7 };

    public static AttributeProto Reals(string name, params float[] values) => new() { Name = name, Floats = { values }, Type = 6 };

    public static AttributeProto Text(string name, string value) => new() { Name = name, S = ByteString.CopyFromUtf8(value), Type = 3 };

    public static AttributeProto Texts(string name, params string[] values) =>
        new() { Name = name, Strings = { values.Select(ByteString.CopyFromUtf8) }, Type = 8 };

    /// <summary>Creates a node of ai.onnx.ml, as scikit-learn's exporter does; names of outputs are separated by commas too.</summary>
    public static NodeProto Learned(string operatorName, string inputs, string outputs, params AttributeProto[] attributes)
    {
        NodeProto node = Node(operatorName, inputs, "none", attributes);
        node.Domain = "ai.onnx.ml";
        node.Output.Clear();
        node.Output.AddRange(outputs.Split(", "));
        return node;
    }

    /// <summary>Creates a model with operators of ai.onnx.ml and outputs with these names.</summary>
    public static ModelProto OfLearned(int inputs, string outputs, params NodeProto[] nodes)
    {
        ModelProto model = Of(inputs, nodes);
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "ai.onnx.ml", Version = 1 });
        model.Graph.Output.Clear();
        model.Graph.Output.AddRange(outputs.Split(", ").Select(output => new ValueInfoProto { Name = output }));
        return model;
    }

    /// <summary>A tensor that lists its numbers.</summary>
    public static TensorProto Floats(string name, long[] shape, params float[] values) =>
        new() { Name = name, DataType = ElementType.Float, Dims = { shape }, FloatData = { values } };

    public static TensorProto Doubles(string name, long[] shape, params double[] values) =>
        new() { Name = name, DataType = ElementType.Double, Dims = { shape }, DoubleData = { values } };

    /// <summary>A tensor of 16-bit numbers, by their bits.</summary>
    public static TensorProto Raw16(string name, int type, long[] shape, params ushort[] bits)
    {
        byte[] bytes = new byte[bits.Length * sizeof(ushort)];
        foreach ((int index, ushort value) in bits.Index())
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(index * sizeof(ushort)), value);
        }

        return new TensorProto { Name = name, DataType = type, Dims = { shape }, RawData = ByteString.CopyFrom(bytes) };
    }
}
