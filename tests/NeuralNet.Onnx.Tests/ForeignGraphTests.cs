using Google.Protobuf;
using NeuralNet.Core;
using NeuralNet.Onnx.Schema;

namespace NeuralNet.Onnx.Tests;

/// <summary>Graphs that others make: those of one layer are read, all else is refused for what it is.</summary>
public sealed class ForeignGraphTests
{
    private static readonly float[] _row = [1, 2];

    public static TheoryData<string, string> Refused { get; } = new()
    {
        { "no graph", "no graph" },
        { "no layer", "has 0 layers" },
        { "two layers", "has 2 layers" },
        { "a convolution", "has 0 layers" },
        { "a hidden link", "operator 'Tanh'" },
        { "two inputs", "has 2 inputs" },
        { "weights that are an input", "has 2 inputs" },
        { "a layer behind an operator", "the operator 'Abs' gives" },
        { "a layer on nothing", "which nothing gives" },
        { "a circle of identities", "it is to take the input" },
        { "transA", "transA" },
        { "one dimension", "two dimensions are needed" },
        { "three dimensions", "two dimensions are needed" },
        { "a negative dimension", "must not be negative" },
        { "huge dimensions", "product above" },
        { "fewer numbers than the shape", "and 3 numbers" },
        { "bytes that are no whole number", "and -1 numbers" },
        { "integers", "numbers of type 7" },
        { "external data", "in another file" },
        { "NaN", "numbers must be finite" },
        { "infinity", "numbers must be finite" },
        { "a bias of another length", "[1] is needed" },
        { "softmax along the rows", "axis 0" },
        { "softmax of one output", "softmax" },
        { "two links", "2 links" },
        { "a link that is no output", "an output of the graph" },
        { "an operator after the link", "operator 'Abs'" },
        { "a constant twice", "twice" },
        { "a constant that is no tensor", "is no tensor" },
        { "a gemm without weights", "1 inputs" },
    };

    [Fact]
    public void Gemm_is_read_with_its_factors_and_either_orientation()
    {
        ModelProto model = Gemm();
        Predict(model).Should().Be((1 * 3) + (2 * 4) + 5);

        model.Graph.Initializer[0].Dims.Clear();
        model.Graph.Initializer[0].Dims.Add([2, 1]);
        NodeProto node = model.Graph.Node[0];
        node.Attribute.Clear();
        node.Attribute.Add(new AttributeProto { Name = "alpha", F = 0.5f, Type = AttributeProto.Types.AttributeType.Float });
        node.Attribute.Add(new AttributeProto { Name = "beta", F = 2, Type = AttributeProto.Types.AttributeType.Float });
        Predict(model).Should().Be((0.5f * 11) + 10);

        node.Input.RemoveAt(2);
        Predict(model).Should().Be(0.5f * 11);
    }

    [Fact]
    public void MatMul_is_read_with_and_without_what_is_added()
    {
        ModelProto model = MatMul();
        Predict(model).Should().Be(16);

        (model.Graph.Node[1].Input[0], model.Graph.Node[1].Input[1]) = (model.Graph.Node[1].Input[1], model.Graph.Node[1].Input[0]);
        Predict(model).Should().Be(16);

        model.Graph.Node.RemoveAt(1);
        model.Graph.Output[0].Name = "product";
        Predict(model).Should().Be(11);
    }

    [Fact]
    public void Weights_may_be_constants_half_or_double_behind_an_identity_and_before_a_link()
    {
        ModelProto model = Gemm();
        TensorProto weights = model.Graph.Initializer[0];
        model.Graph.Initializer.RemoveAt(0);
        weights.FloatData.Clear();
        weights.DataType = 10;
        weights.Int32Data.Add([BitConverter.HalfToUInt16Bits((Half)3), BitConverter.HalfToUInt16Bits((Half)4)]);
        var constant = new NodeProto { OpType = "Constant" };
        constant.Output.Add("weights");
        constant.Attribute.Add(new AttributeProto { Name = "value", T = weights, Type = AttributeProto.Types.AttributeType.Tensor });
        model.Graph.Node.Insert(0, constant);
        model.Graph.Initializer[0].FloatData.Clear();
        model.Graph.Initializer[0].DataType = 11;
        model.Graph.Initializer[0].DoubleData.Add(5);
        model.Graph.Node.Insert(1, Node("Identity", "x", "same"));
        model.Graph.Node[2].Input[0] = "same";
        model.Graph.Node.Add(Node("Sigmoid", "logits", "y"));
        model.Graph.Output[0].Name = "y";

        FrozenPerceptron<float> network = OnnxModel.Load<float>(model.ToByteArray());

        network.Link.Should().BeSameAs(Activation.Sigmoid);
        network.Classes.Should().Be(2);
        network.Logit(_row).Should().Be(16);
    }

    [Fact]
    public void Raw_bfloat16_is_read()
    {
        ModelProto model = Gemm();
        TensorProto weights = model.Graph.Initializer[0];
        weights.FloatData.Clear();
        weights.DataType = 16;
        weights.RawData = ByteString.CopyFrom(0x40, 0x40, 0x80, 0x40);

        Predict(model).Should().Be(16);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Any_other_graph_is_refused_for_what_it_is(string what, string says) =>
        FluentActions.Invoking(() => OnnxModel.Load<float>(Wrong(what).ToByteArray()))
            .Should().ThrowExactly<ModelFormatException>().Which.Message.Should().ContainEquivalentOf(says);

    [Fact]
    public void A_file_that_ends_anywhere_or_has_a_byte_changed_is_refused_or_a_network()
    {
        byte[] whole = Networks.Draw<float>("sigmoid", 1, inputs: 2, isNamed: true).ToOnnx();
        int loaded = 0;
        for (int index = 0; index < whole.Length; index++)
        {
            loaded += IsNetwork(whole.AsSpan(0, index)) ? 1 : 0;
            for (int bit = 0; bit < 8; bit++)
            {
                byte[] changed = [.. whole];
                changed[index] ^= (byte)(1 << bit);
                loaded += IsNetwork(changed) ? 1 : 0;
            }
        }

        loaded.Should().BeGreaterThan(0, "a digit of a weight may change");
    }

    private static bool IsNetwork(ReadOnlySpan<byte> bytes)
    {
        try
        {
            OnnxModel.Load<float>(bytes);
            return true;
        }
        catch (ModelFormatException)
        {
            return false;
        }
    }

    private static float Predict(ModelProto model) => OnnxModel.Load<float>(model.ToByteArray()).Predict(_row);

    private static ModelProto Gemm()
    {
        ModelProto model = Empty();
        model.Graph.Initializer.Add(Tensor("weights", [1, 2], 3, 4));
        model.Graph.Initializer.Add(Tensor("bias", [1], 5));
        NodeProto node = Node("Gemm", "x", "logits");
        node.Input.Add(["weights", "bias"]);
        node.Attribute.Add(new AttributeProto { Name = "transB", I = 1, Type = AttributeProto.Types.AttributeType.Int });
        model.Graph.Node.Add(node);
        return model;
    }

    private static ModelProto MatMul()
    {
        ModelProto model = Empty();
        model.Graph.Initializer.Add(Tensor("weights", [2, 1], 3, 4));
        model.Graph.Initializer.Add(Tensor("bias", [], 5));
        NodeProto product = Node("MatMul", "x", "product");
        product.Input.Add("weights");
        NodeProto sum = Node("Add", "product", "logits");
        sum.Input.Add("bias");
        model.Graph.Node.Add([product, sum]);
        return model;
    }

    private static ModelProto Empty()
    {
        var model = new ModelProto { IrVersion = 8, Graph = new GraphProto { Name = "g" } };
        model.Graph.Input.Add(new ValueInfoProto { Name = "x" });
        model.Graph.Output.Add(new ValueInfoProto { Name = "logits" });
        return model;
    }

    private static NodeProto Node(string kind, string input, string output)
    {
        var node = new NodeProto { OpType = kind, Name = output };
        node.Input.Add(input);
        node.Output.Add(output);
        return node;
    }

    private static TensorProto Tensor(string name, long[] shape, params float[] values)
    {
        var tensor = new TensorProto { Name = name, DataType = 1 };
        tensor.Dims.Add(shape);
        tensor.FloatData.Add(values);
        return tensor;
    }

    private static ModelProto Wrong(string what)
    {
        ModelProto model = Gemm();
        GraphProto graph = model.Graph;
        NodeProto layer = graph.Node[0];
        TensorProto weights = graph.Initializer[0];
        switch (what)
        {
            case "no graph":
                model.Graph = null;
                break;
            case "no layer":
                graph.Node.Clear();
                break;
            case "two layers":
                graph.Node.Add(Node("MatMul", "logits", "more"));
                break;
            case "a convolution":
                layer.OpType = "Conv";
                break;
            case "a hidden link":
                graph.Node.Add([Node("Tanh", "x", "t"), Node("Sigmoid", "logits", "y")]);
                graph.Output[0].Name = "y";
                break;
            case "two inputs":
                graph.Input.Add(new ValueInfoProto { Name = "z" });
                break;
            case "weights that are an input":
                graph.Initializer.RemoveAt(0);
                graph.Input.Add(new ValueInfoProto { Name = "weights" });
                break;
            case "a layer behind an operator":
                graph.Node.Insert(0, Node("Abs", "x", "a"));
                layer.Input[0] = "a";
                break;
            case "a layer on nothing":
                layer.Input[0] = "nothing";
                break;
            case "a circle of identities":
                graph.Node.Add([Node("Identity", "b", "a"), Node("Identity", "a", "b")]);
                layer.Input[0] = "a";
                break;
            case "transA":
                layer.Attribute.Add(new AttributeProto { Name = "transA", I = 1 });
                break;
            case "one dimension":
                weights.Dims.Clear();
                weights.Dims.Add(2);
                break;
            case "three dimensions":
                weights.Dims.Add(1);
                break;
            case "a negative dimension":
                weights.Dims[0] = -1;
                break;
            case "huge dimensions":
                weights.Dims[0] = weights.Dims[1] = 1L << 31;
                break;
            case "fewer numbers than the shape":
                weights.Dims[0] = 2;
                weights.FloatData.Add(1);
                break;
            case "bytes that are no whole number":
                weights.RawData = ByteString.CopyFrom(1, 2, 3);
                break;
            case "integers":
                weights.DataType = 7;
                break;
            case "external data":
                weights.DataLocation = TensorProto.Types.DataLocation.External;
                break;
            case "NaN":
                weights.FloatData[0] = float.NaN;
                break;
            case "infinity":
                weights.FloatData[1] = float.NegativeInfinity;
                break;
            case "a bias of another length":
                graph.Initializer[1] = Tensor("bias", [2], 1, 2);
                break;
            case "softmax along the rows":
                Link(graph, "Softmax").Attribute.Add(new AttributeProto { Name = "axis", I = 0 });
                break;
            case "softmax of one output":
                Link(graph, "Softmax");
                break;
            case "two links":
                Link(graph, "Sigmoid");
                graph.Node.Add(Node("Tanh", "logits", "t"));
                break;
            case "a link that is no output":
                Link(graph, "Sigmoid");
                graph.Output[0].Name = "other";
                break;
            case "an operator after the link":
                Link(graph, "Sigmoid");
                graph.Node.Add(Node("Abs", "y", "z"));
                break;
            case "a constant twice":
                graph.Initializer.Add(weights.Clone());
                break;
            case "a constant that is no tensor":
                graph.Node.Add(Node("Constant", "x", "c"));
                break;
            case "a gemm without weights":
                layer.Input.RemoveAt(2);
                layer.Input.RemoveAt(1);
                break;
            default:
                throw new ArgumentException(what);
        }

        return model;
    }

    private static NodeProto Link(GraphProto graph, string kind)
    {
        NodeProto link = Node(kind, "logits", "y");
        graph.Node.Add(link);
        graph.Output[0].Name = "y";
        return link;
    }
}
