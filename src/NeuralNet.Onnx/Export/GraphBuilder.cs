using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Google.Protobuf;
using NeuralNet.Onnx.Schema;

namespace NeuralNet.Onnx.Export;

/// <summary>Builds a graph, node by node in the order in which they run.</summary>
internal sealed class GraphBuilder(string name)
{
    public GraphProto Graph { get; } = new() { Name = name };

    /// <summary>Creates an input or output. A dimension is a number, or the name of a dimension that varies between calls.</summary>
    public static ValueInfoProto Value(string name, int elementType, params ReadOnlySpan<object> dimensions)
    {
        var shape = new TensorShapeProto();
        foreach (object dimension in dimensions)
        {
            shape.Dim.Add(dimension is string symbol
                ? new TensorShapeProto.Types.Dimension { DimParam = symbol }
                : new TensorShapeProto.Types.Dimension { DimValue = (int)dimension });
        }

        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = elementType, Shape = shape } },
        };
    }

    public static AttributeProto Integer(string name, long value)
    {
        const int integer = 2;
        return new AttributeProto { Name = name, I = value, Type = integer };
    }

    /// <summary>Adds a constant and returns its name.</summary>
    public string Constant<T>(string name, int elementType, ReadOnlySpan<T> values, params ReadOnlySpan<int> dimensions)
        where T : unmanaged
    {
        var tensor = new TensorProto { Name = name, DataType = elementType, RawData = Bytes(values) };
        foreach (int dimension in dimensions)
        {
            tensor.Dims.Add(dimension);
        }

        Graph.Initializer.Add(tensor);
        return name;
    }

    /// <summary>Adds a node with one output, which gives the node its name, and returns the name.</summary>
    public string Node(string operatorName, string output, ReadOnlySpan<string> inputs, params ReadOnlySpan<AttributeProto> attributes)
    {
        var node = new NodeProto { Name = output, OpType = operatorName, Output = { output } };
        node.Input.AddRange(inputs);
        node.Attribute.AddRange(attributes);
        Graph.Node.Add(node);
        return output;
    }

    private static ByteString Bytes<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        byte[] bytes = MemoryMarshal.AsBytes(values).ToArray();
        for (int start = 0; !BitConverter.IsLittleEndian && start < bytes.Length; start += Unsafe.SizeOf<T>())
        {
            bytes.AsSpan(start, Unsafe.SizeOf<T>()).Reverse();
        }

        return UnsafeByteOperations.UnsafeWrap(bytes);
    }
}
