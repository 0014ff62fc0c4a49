using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Google.Protobuf;
using NeuralNet.Core;
using NeuralNet.Onnx.Schema;

namespace NeuralNet.Onnx;

/// <summary>Makes the graph of a network.</summary>
internal static class OnnxWriter
{
    private const int OperatorSet = 17;
    private const int IntermediateRepresentation = 8;
    private const string Rows = "rows";
    private const string ColumnAxis = "column_axis";
    private const string Decisions = "decisions";
    private const string One = "one";
    private const string Others = "other_probabilities";

    public static ModelProto Model<T>(FrozenPerceptron<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var graph = new GraphProto { Name = "perceptron" };
        int element = ElementOf<T>();
        graph.Input.Add(Value(Names.Inputs, element, network.Inputs));
        graph.Initializer.Add(Tensor(Names.Weights, network.Weights, network.Outputs, network.Inputs));
        graph.Initializer.Add(Tensor(Names.Bias, network.Bias, network.Outputs));
        NodeProto layer = Node("Gemm", [Names.Inputs, Names.Weights, Names.Bias], Names.Logits);
        layer.Attribute.Add(Integer("transB", 1));
        graph.Node.Add(layer);
        AddLink(graph, network, element);
        AddClasses(graph, network);

        var model = new ModelProto
        {
            IrVersion = IntermediateRepresentation,
            ProducerName = Names.Producer,
            ProducerVersion = Version(),
            Graph = graph,
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = string.Empty, Version = OperatorSet });
        AddMetadata(model, network);
        return model;
    }

    private static void AddLink<T>(GraphProto graph, FrozenPerceptron<T> network, int element)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (ReferenceEquals(network.Link, Activation.Step))
        {
            graph.Initializer.Add(Tensor<T>("zero", [T.Zero]));
            graph.Node.Add(Node("Greater", [Names.Logits, "zero"], "steps"));
            graph.Node.Add(Cast("steps", Names.Predictions, element));
        }
        else
        {
            NodeProto link = Node(Links.OperatorOf(network.Link), [Names.Logits], Names.Predictions);
            if (ReferenceEquals(network.Link, Activation.Softmax))
            {
                link.Attribute.Add(Integer("axis", 1));
            }

            graph.Node.Add(link);
        }

        graph.Output.Add(Value(Names.Predictions, element, network.Outputs));
    }

    private static void AddClasses<T>(GraphProto graph, FrozenPerceptron<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (network.Classes == 0)
        {
            return;
        }

        bool isSoftmax = ReferenceEquals(network.Link, Activation.Softmax);
        if (network.Outputs == 1)
        {
            graph.Initializer.Add(Tensor<T>(Names.Threshold, [network.Threshold]));
            graph.Initializer.Add(Integers(ColumnAxis, 1));
            graph.Node.Add(Node("Greater", [Names.Logits, Names.Threshold], Decisions));
            graph.Node.Add(Cast(Decisions, "decided", ElementType.Int64));
            graph.Node.Add(Node("Squeeze", ["decided", ColumnAxis], Names.Label));
            graph.Output.Add(Value(Names.Label, ElementType.Int64));
        }
        else if (isSoftmax || network.ClassNames is not null || !ReferenceEquals(network.Link, Activation.Sigmoid))
        {
            NodeProto largest = Node("ArgMax", [Names.Logits], Names.Label);
            largest.Attribute.Add(Integer("axis", 1));
            largest.Attribute.Add(Integer("keepdims", 0));
            graph.Node.Add(largest);
            graph.Output.Add(Value(Names.Label, ElementType.Int64));
        }

        if (network.Outputs > 1 && !isSoftmax)
        {
            graph.Initializer.Add(Tensor<T>(Names.Threshold, [T.Zero]));
            graph.Node.Add(Node("Greater", [Names.Logits, Names.Threshold], Names.Labels));
            graph.Output.Add(Value(Names.Labels, ElementType.Bool, network.Outputs));
        }

        if (isSoftmax)
        {
            graph.Node.Add(Node("Identity", [Names.Predictions], Names.Probabilities));
            graph.Output.Add(Value(Names.Probabilities, ElementOf<T>(), network.Outputs));
        }
        else if (network.Outputs == 1 && ReferenceEquals(network.Link, Activation.Sigmoid))
        {
            graph.Initializer.Add(Tensor<T>(One, [T.One]));
            graph.Node.Add(Node("Sub", [One, Names.Predictions], Others));
            NodeProto both = Node("Concat", [Others, Names.Predictions], Names.Probabilities);
            both.Attribute.Add(Integer("axis", 1));
            graph.Node.Add(both);
            graph.Output.Add(Value(Names.Probabilities, ElementOf<T>(), 2));
        }
    }

    private static void AddMetadata<T>(ModelProto model, FrozenPerceptron<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var metadata = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [Names.Link] = network.Link.Name,
            [Names.Classes] = network.Classes.ToString(CultureInfo.InvariantCulture),
            [Names.ThresholdText] = network.Threshold.ToString(null, CultureInfo.InvariantCulture),
        };
        if (network.FeatureNames is { } features)
        {
            metadata[Names.FeatureNames] = JsonSerializer.Serialize([.. features], NamesJson.Default.StringArray);
        }

        if (network.ClassNames is { } classes)
        {
            metadata[Names.ClassNames] = JsonSerializer.Serialize([.. classes], NamesJson.Default.StringArray);
        }

        foreach ((string key, string value) in network.Metadata)
        {
            metadata.TryAdd(key, value);
        }

        model.MetadataProps.Add(metadata.Select(pair => new StringStringEntryProto { Key = pair.Key, Value = pair.Value }));
    }

    private static NodeProto Node(string kind, string[] inputs, string output)
    {
        var node = new NodeProto { OpType = kind, Name = output };
        node.Input.Add(inputs);
        node.Output.Add(output);
        return node;
    }

    private static NodeProto Cast(string input, string output, int element)
    {
        NodeProto node = Node("Cast", [input], output);
        node.Attribute.Add(Integer("to", element));
        return node;
    }

    private static AttributeProto Integer(string name, long value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = value };

    private static TensorProto Tensor<T>(string name, ReadOnlySpan<T> values, params ReadOnlySpan<int> shape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        byte[] bytes = MemoryMarshal.AsBytes(values).ToArray();
        if (!BitConverter.IsLittleEndian)
        {
            int size = bytes.Length / values.Length;
            for (int start = 0; start < bytes.Length; start += size)
            {
                Array.Reverse(bytes, start, size);
            }
        }

        var tensor = new TensorProto { Name = name, DataType = ElementOf<T>(), RawData = ByteString.CopyFrom(bytes) };
        foreach (int dimension in shape)
        {
            tensor.Dims.Add(dimension);
        }

        return tensor;
    }

    private static TensorProto Integers(string name, long value)
    {
        var tensor = new TensorProto { Name = name, DataType = ElementType.Int64 };
        tensor.Dims.Add(1);
        tensor.Int64Data.Add(value);
        return tensor;
    }

    /// <summary>A value of as many rows as there are, and of the given columns, or of none.</summary>
    private static ValueInfoProto Value(string name, int element, params ReadOnlySpan<int> columns)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = Rows });
        foreach (int column in columns)
        {
            shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = column });
        }

        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = element, Shape = shape } },
        };
    }

    private static int ElementOf<T>() => typeof(T) == typeof(float) ? ElementType.Float : ElementType.Double;

    private static string Version() =>
        typeof(Perceptron).Assembly.GetName().Version is { } version
            ? string.Create(CultureInfo.InvariantCulture, $"{version.Major}.{version.Minor}.{version.Build}")
            : "0.0.0";
}
