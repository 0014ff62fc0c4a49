using System.Numerics;
using Google.Protobuf;
using NeuralNet.Core;
using NeuralNet.Onnx.Schema;
using NeuralNet.Onnx.Tests.Support;
using static NeuralNet.Onnx.Tests.Support.Model;

namespace NeuralNet.Onnx.Tests.Import;

/// <summary>Graphs of one layer as other programs write them.</summary>
public abstract class ImportTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Theory]
    [InlineData("Sigmoid", "sigmoid", 2)]
    [InlineData("Tanh", "tanh", 0)]
    [InlineData("Relu", "relu", 0)]
    [InlineData("Softplus", "softplus", 0)]
    [InlineData("Exp", "exp", 0)]
    [InlineData("Identity", "identity", 0)]
    public void Loads_a_linear_layer_with_its_output_activation(string operatorName, string link, int classes)
    {
        FrozenPerceptron<T> network = Load(Linear(Node(operatorName, "z", "y")));

        AssertNumbers(network, [3, -2], [0.5]);
        network.OutputActivation.Name.Should().BeEquivalentTo(link);
        network.ClassCount.Should().Be(classes);
        network.FeatureNames.Should().BeNull();
    }

    [Fact]
    public void Loads_a_layer_without_an_output_activation() => AssertNumbers(Load(Linear()), [3, -2], [0.5]);

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Loads_a_softmax_over_the_outputs(long axis)
    {
        FrozenPerceptron<T> network = Load(Of(
            2,
            [Node("Gemm", "x, w", "z"), Node("Softmax", "z", "y", Attribute("axis", axis))],
            Floats("w", [2, 3], 1, 2, 3, 4, 5, 6)));

        AssertNumbers(network, [1, 4, 2, 5, 3, 6], [0, 0, 0]);
        network.OutputActivation.Should().BeSameAs(Activation.Softmax);
        network.ClassCount.Should().Be(3);
    }

    [Fact]
    public void Loads_a_MatMul_and_an_Add_in_either_order()
    {
        foreach (string inputs in new[] { "z, b", "b, z" })
        {
            AssertNumbers(
                Load(Of(2, [Node("MatMul", "x, w", "z"), Node("Add", inputs, "s"), Node("Sigmoid", "s", "y")], Floats("w", [2, 1], 3, -2), Floats("b", [1], 0.5f))),
                [3, -2],
                [0.5]);
        }
    }

    [Fact]
    public void Loads_a_MatMul_without_a_bias() =>
        AssertNumbers(Load(Of(2, [Node("MatMul", "x, w", "z")], Floats("w", [2, 2], 1, 2, 3, 4))), [1, 3, 2, 4], [0, 0]);

    [Fact]
    public void Loads_alpha_beta_and_weights_without_transposition() =>
        AssertNumbers(
            Load(Of(
                2,
                [Node("Gemm", "x, w, b", "z", Attribute("alpha", 0.5f), Attribute("beta", 4f), Attribute("transB", 0), Attribute("transA", 0))],
                Floats("w", [2, 1], 3, -2),
                Floats("b", [1], 0.25f))),
            [1.5, -1],
            [1]);

    [Fact]
    public void A_bias_is_broadcast()
    {
        foreach (TensorProto bias in new[] { Floats("b", [], 7), Floats("b", [1], 7), Floats("b", [1, 1], 7), Floats("b", [1, 2], 7, 7), Floats("b", [2], 7, 7) })
        {
            AssertNumbers(
                Load(Of(1, [Node("Gemm", "x, w, b", "z")], Floats("w", [1, 2], 1, 2), bias)), [1, 2], [7, 7]);
        }
    }

    [Fact]
    public void Loads_numbers_of_every_float_type()
    {
        TensorProto[] weights =
        [
            Doubles("w", [2, 1], 1.5, -2),
            Raw16("w", ElementType.Float16, [2, 1], 0x3E00, 0xC000),
            Raw16("w", ElementType.BFloat16, [2, 1], 0x3FC0, 0xC000),
            new TensorProto { Name = "w", DataType = ElementType.Float16, Dims = { 2, 1 }, Int32Data = { 0x3E00, 0xC000 } },
            new TensorProto { Name = "w", DataType = ElementType.BFloat16, Dims = { 2, 1 }, Int32Data = { 0x3FC0, 0xC000 } },
            new TensorProto { Name = "w", DataType = ElementType.Float, Dims = { 2, 1 }, RawData = ByteString.CopyFrom(0, 0, 0xC0, 0x3F, 0, 0, 0, 0xC0) },
        ];
        foreach (TensorProto tensor in weights)
        {
            AssertNumbers(Load(Of(2, [Node("MatMul", "x, w", "z")], tensor)), [1.5, -2], [0]);
        }
    }

    [Fact]
    public void A_double_is_rounded_to_the_nearest_float() =>
        OnnxModel.Load<float>(Of(1, [Node("MatMul", "x, w", "z")], Doubles("w", [1, 1], 0.1)).ToByteArray()).Weights[0].Should().Be(0.1f);

    [Fact]
    public void Loads_weights_from_constant_nodes_through_Transpose_and_Identity() =>
        AssertNumbers(
            Load(Of(
                2,
                [
                    Node("Constant", "", "c", Attribute("value", Floats("", [1, 2], 3, -2))),
                    Node("Transpose", "c", "t", Attribute("perm", 1, 0)),
                    Node("Identity", "t", "w"),
                    Node("Identity", "b0", "b"),
                    Node("Identity", "x", "x1"),
                    Node("MatMul", "x1, w", "z"),
                    Node("Identity", "z", "z1"),
                    Node("Add", "z1, b", "s"),
                ],
                Floats("b0", [1], 0.5f))),
            [3, -2],
            [0.5]);

    [Fact]
    public void Skips_a_conversion_that_changes_nothing() =>
        AssertNumbers(
            Load(Of(
                2,
                [
                    Node("Cast", "x", "f", Attribute("to", ElementType.Float)),
                    Node("Flatten", "f", "r", Attribute("axis", 1)),
                    Node("MatMul", "r, w", "z"),
                ],
                Floats("w", [2, 1], 3, -2))),
            [3, -2],
            [0]);

    [Fact]
    public void Initializers_that_old_formats_list_as_inputs_are_constants()
    {
        ModelProto model = Linear();
        model.Graph.Input.Add(Value("w", ElementType.Float, 2));

        AssertNumbers(Load(model), [3, -2], [0.5]);
    }

    [Fact]
    public void An_input_without_a_shape_is_as_wide_as_the_layer()
    {
        ModelProto model = Linear();
        model.Graph.Input[0].Type.TensorType.Shape = null;

        AssertNumbers(Load(model), [3, -2], [0.5]);
    }

    [Fact]
    public void Ignores_properties_and_outputs_of_other_programs()
    {
        ModelProto model = Linear(Node("Sigmoid", "z", "predictions"));
        model.Graph.Node.Add(Node("Neg", "z", "other"));
        model.Graph.Output.Add(new ValueInfoProto { Name = "other" });
        model.MetadataProps.Add(new StringStringEntryProto { Key = "class_names", Value = "no JSON" });

        AssertNumbers(Load(model), [3, -2], [0.5]);
    }

    private static FrozenPerceptron<T> Load(ModelProto model) => OnnxModel.Load<T>(model.ToByteArray());

    private static void AssertNumbers(FrozenPerceptron<T> network, double[] weights, double[] bias)
    {
        Numbers.ToDoubles(network.Weights.ToArray()).Should().Equal(weights);
        Numbers.ToDoubles(network.Bias.ToArray()).Should().Equal(bias);
    }
}

public sealed class ImportTestsInFloat : ImportTests<float>;

public sealed class ImportTestsInDouble : ImportTests<double>;
