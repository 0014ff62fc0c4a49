using System.Numerics;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using NeuralNet.Core;
using NeuralNet.Onnx.Import;
using NeuralNet.Onnx.Schema;
using NeuralNet.Onnx.Tests.Support;
using static NeuralNet.Onnx.Tests.Support.Model;

namespace NeuralNet.Onnx.Tests.Import;

/// <summary>An import never allocates more than a small multiple of the bytes of the file.</summary>
public sealed class MemoryTests
{
    /// <summary>The bytes for a rejection before parsing: the exception and its message.</summary>
    private const long FewBytes = 1 << 16;

    private const int Times = 80_000;

    /// <summary>The messages of the schema, each with the field numbers on the path to it.</summary>
    private static readonly Dictionary<string, (MessageDescriptor Message, WireKind Kind, uint[] Path)> _messages = Messages();

    public static TheoryData<string, int> Fields => [.. _messages.SelectMany(message =>
        message.Value.Message.Fields.InDeclarationOrder().Select(part => (message.Key, part.FieldNumber)))];

    [Fact]
    public void Rejects_a_million_empty_initializers_before_allocating_any()
    {
        byte[] bytes = Bytes([7], [0x2A, 0], 1_000_000);

        long allocated = ModelUse.Allocated<float>(bytes, out _, out ModelFormatException? refusal);

        refusal!.Message.Should().Contain("1000001 nodes, attributes, tensors").And.Contain("4096 are allowed").And.Contain("Export only the layer");
        allocated.Should().BeLessThan(FewBytes);
    }

    /// <summary>Repeats a field, empty and with the smallest content, as often as a file allows, at each place of the schema.</summary>
    [Theory]
    [MemberData(nameof(Fields))]
    public void A_repeated_field_allocates_in_proportion_to_its_bytes(string message, int number)
    {
        (MessageDescriptor descriptor, _, uint[] path) = _messages[message];
        FieldDescriptor field = descriptor.FindFieldByNumber(number);
        uint tag = (uint)number << 3;
        byte[][] forms = field.FieldType switch
        {
            FieldType.Float => [[.. Field.Varint(tag | 5), 0, 0, 0, 0], [.. Field.Varint(tag | 2), 4, 0, 0, 0, 0]],
            FieldType.Double => [[.. Field.Varint(tag | 1), 0, 0, 0, 0, 0, 0, 0, 0], [.. Field.Varint(tag | 2), 8, 0, 0, 0, 0, 0, 0, 0, 0]],
            FieldType.Int32 or FieldType.Int64 => [[.. Field.Varint(tag), 0], [.. Field.Varint(tag | 2), 1, 0]],
            FieldType.Message => [[.. Field.Varint(tag | 2), 0]],
            _ => [[.. Field.Varint(tag | 2), 0], [.. Field.Varint(tag | 2), 1, (byte)'a']],
        };
        foreach (byte[] form in forms)
        {
            ModelUse.Check(Bytes(path, form, Times)).Should().BeFalse("it has no layer");
        }
    }

    /// <summary>The count before parsing agrees with the schema.</summary>
    [Theory]
    [MemberData(nameof(Fields))]
    public void Counts_every_field_by_its_kind(string message, int number)
    {
        (MessageDescriptor descriptor, WireKind kind, _) = _messages[message];
        FieldDescriptor field = descriptor.FindFieldByNumber(number);

        WireKind actual = WireSchema.Field(kind, (uint)number);

        WireKind[] allowed = field.FieldType switch
        {
            FieldType.Message => [_messages[field.MessageType.FullName].Kind],
            FieldType.String => [WireKind.Name, WireKind.Text],
            FieldType.Bytes => [WireKind.Bytes],
            FieldType.Int32 or FieldType.Int64 when field.IsRepeated => [WireKind.Integers, WireKind.Data],
            _ => [WireKind.Other],
        };
        allowed.Should().Contain(actual);
        WireSchema.IsMessage(actual).Should().Be(field.FieldType == FieldType.Message);
    }

    [Fact]
    public void Rejects_nested_groups_of_any_depth()
    {
        byte[] groups = [.. Linear().ToByteArray(), .. Enumerable.Repeat((byte)0xF3, Times)];

        long allocated = ModelUse.Allocated<float>(groups, out _, out ModelFormatException? refusal);

        refusal!.Message.Should().Contain("damaged").And.Contain("export the model again");
        allocated.Should().BeLessThan(FewBytes);
    }

    [Fact]
    public void The_error_of_each_limit_has_value_limit_and_cure()
    {
        Refused(Changed(model => model.Graph.Node.Add(Enumerable.Repeat(new NodeProto(), 256))), "257 nodes", "256", "Export only the layer");
        Refused(Changed(model => model.Graph.Output.Add(Enumerable.Repeat(new ValueInfoProto(), 256))), "258 inputs and outputs", "256", "Export");
        Refused(Changed(model => model.Functions.Add(Enumerable.Repeat(new FunctionProto(), 5000))), "functions", "4096", "Export");
        Refused(Changed(model => model.Graph.Node[0].Input.Add(Enumerable.Repeat("a", 70_000))), "names, texts", "65536", "labels");
        Refused(Changed(model => model.Graph.Initializer[0].Dims.Add(Enumerable.Repeat(1L, 70_000))), "integers", "65536", "labels");
        Refused(Changed(model => model.Graph.Initializer[0].Int32Data.Add(new int[1_048_577])), "1048577 values", "1048576", "raw data");
        Refused(Changed(model => model.Graph.Initializer[0].Name = new string('a', 1025)), "1025 bytes", "1024", "shorter");

        static void Refused(ModelProto model, params string[] words)
        {
            byte[] bytes = model.ToByteArray();
            long allocated = ModelUse.Allocated<float>(bytes, out _, out ModelFormatException? refusal);
            refusal!.Message.Should().ContainAll(words);
            allocated.Should().BeLessThan(FewBytes);
        }
    }

    [Fact]
    public void An_ordinary_large_model_is_far_below_the_limits()
    {
        string[] labels = [.. Enumerable.Range(0, 10_000).Select(label => $"class {label}")];
        ModelProto classifier = OfLearned(
            20, "l, p", Learned("LinearClassifier", "x", "l, p", Texts("classlabels_strings", labels), Reals("coefficients", new float[200_000])));
        string[] names = [.. Enumerable.Range(0, 200_000).Select(input => $"feature {input}")];
        byte[] wide = OnnxModel.ToBytes(FrozenPerceptron.FromWeights<float>(names.Length, new float[names.Length], [1], Activation.Sigmoid, featureNames: names));
        ModelProto half = Of(
            700,
            [Node("MatMul", "x, w", "z")],
            new TensorProto { Name = "w", DataType = ElementType.Float16, Dims = { 700, 1000 }, Int32Data = { new int[700_000] } });

        OnnxModel.Load<float>(classifier.ToByteArray()).ClassNames.Should().Equal(labels);
        OnnxModel.Load<float>(wide).FeatureNames.Should().Equal(names);
        OnnxModel.Load<float>(half.ToByteArray()).OutputCount.Should().Be(1000);
    }

    /// <summary>250 Transposes take as much memory as one.</summary>
    [Theory]
    [InlineData(249)]
    [InlineData(250)]
    public void A_chain_of_transposes_takes_the_memory_of_one(int count)
    {
        const int inputs = 100_000;
        float[] weights = Numbers.Random<float>(inputs, seed: 1);
        byte[] chain = Chain(count);

        long allocated = ModelUse.Allocated<float>(chain, out FrozenPerceptron<float>? network, out _);

        long one = ModelUse.Allocated<float>(Chain(count % 2), out _, out _);
        network!.Weights.ToArray().Should().Equal(weights);
        allocated.Should().BeLessThan(one + (count * 10_000L));

        byte[] Chain(int transposes)
        {
            IEnumerable<NodeProto> nodes = Enumerable.Range(0, transposes).Select(index => Node("Transpose", $"w{index}", $"w{index + 1}"));
            bool isTransposed = transposes % 2 == 1;
            return Of(
                inputs,
                [.. nodes, Node("Gemm", $"x, w{transposes}", "z")],
                Floats("w0", isTransposed ? [1, inputs] : [inputs, 1], weights)).ToByteArray();
        }
    }

    [Fact]
    public void Folds_Scalers_one_at_a_time_and_limits_their_number()
    {
        const int inputs = 100_000;

        long one = ModelUse.Allocated<float>(Scaled(1), out _, out _);
        long eight = ModelUse.Allocated<float>(Scaled(8), out FrozenPerceptron<float>? network, out _);
        network!.Weights[0].Should().Be(256);
        (eight - one).Should().BeLessThan(inputs, "the Scalers share one number and the same arrays");
        ModelUse.Allocated<float>(Scaled(9), out _, out ModelFormatException? refusal);
        refusal!.Message.Should().Contain("9 Scalers").And.Contain("8 are allowed").And.Contain("Combine them into one");

        static byte[] Scaled(int count) => OfLearned(
            inputs,
            "y",
            [
                .. Enumerable.Range(0, count).Select(index => Learned(
                    "Scaler", index == 0 ? "x" : $"s{index - 1}", $"s{index}", Reals("offset", 0), Reals("scale", 2))),
                Learned("LinearRegressor", $"s{count - 1}", "y", Reals("coefficients", [.. Enumerable.Repeat(1f, inputs)])),
            ]).ToByteArray();
    }

    /// <summary>Tests every form of weights, at sizes that are cheap, in float and double.</summary>
    [Fact]
    public void A_valid_model_takes_a_small_multiple_of_its_bytes()
    {
        const int inputs = 250_000;
        long[] shape = [inputs, 1];
        NodeProto scaler = Learned("Scaler", "x", "s", Reals("offset", 1), Reals("scale", 2));
        foreach (TensorProto weights in (TensorProto[])
        [
            Floats("w", shape, new float[inputs]), Doubles("w", shape, new double[inputs]), Raw16("w", ElementType.Float16, shape, new ushort[inputs]),
            Raw16("w", ElementType.BFloat16, shape, new ushort[inputs]),
            new() { Name = "w", DataType = ElementType.Float16, Dims = { shape }, Int32Data = { new int[inputs] } },
        ])
        {
            ModelProto model = Of(inputs, [scaler, Node("Transpose", "w", "t"), Node("Gemm", "s, t", "z", Attribute("alpha", 2f), Attribute("transB", 1))], weights);
            model.OpsetImport.Add(new OperatorSetIdProto { Domain = "ai.onnx.ml", Version = 1 });
            byte[] bytes = model.ToByteArray();
            IsSmall<float>(bytes);
            IsSmall<double>(bytes);
        }

        static void IsSmall<T>(byte[] bytes)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            long allocated = ModelUse.Allocated<T>(bytes, out FrozenPerceptron<T>? network, out _);
            network!.InputCount.Should().Be(inputs);
            allocated.Should().BeLessThan(ModelUse.MostAllocated(bytes.Length));
        }
    }

    [Fact]
    public void A_name_for_each_input_takes_a_small_multiple_of_its_bytes()
    {
        const int inputs = 1_000_000;
        string names = "[" + string.Join(",", Enumerable.Range(0, inputs).Select(input => $"\"{input:x}\"")) + "]";
        ModelProto model = Of(inputs, [Node("MatMul", "x, w", "z")], Raw16("w", ElementType.Float16, [inputs, 1], new ushort[inputs]));
        model.MetadataProps.Add(new StringStringEntryProto { Key = "neuralnet.feature_names", Value = names });
        byte[] bytes = model.ToByteArray();

        long allocated = ModelUse.Allocated<double>(bytes, out FrozenPerceptron<double>? network, out _);

        network!.FeatureNames.Should().HaveCount(inputs);
        allocated.Should().BeLessThan(ModelUse.MostAllocated(bytes.Length));
    }

    [Fact]
    public void Does_not_create_more_names_than_inputs()
    {
        string names = "[" + string.Join(",", Enumerable.Repeat("\"a\"", Times)) + "]";
        ModelProto model = Changed(model => model.MetadataProps.Add(new StringStringEntryProto { Key = "neuralnet.feature_names", Value = names }));

        long allocated = ModelUse.Allocated<float>(model.ToByteArray(), out _, out ModelFormatException? refusal);

        refusal!.Message.Should().Contain("'neuralnet.feature_names'").And.Contain("2 input(s)").And.Contain("2 names");
        allocated.Should().BeLessThan(5L * names.Length, "a character is two bytes, and one more as it is read");
    }

    /// <summary>Returns a valid start, then a field repeated in messages at the end of a path.</summary>
    private static byte[] Bytes(uint[] path, byte[] field, int times)
    {
        byte[] bytes = new byte[field.Length * times];
        for (int index = 0; index < times; index++)
        {
            field.CopyTo(bytes, index * field.Length);
        }

        foreach (uint number in path.Reverse())
        {
            bytes = [.. Field.Varint((number << 3) | Field.Delimited), .. Field.Varint((ulong)bytes.Length), .. bytes];
        }

        return [8, 7, .. bytes];
    }

    private static ModelProto Changed(Action<ModelProto> change)
    {
        ModelProto model = Linear();
        change(model);
        return model;
    }

    private static Dictionary<string, (MessageDescriptor Message, WireKind Kind, uint[] Path)> Messages()
    {
        var found = new Dictionary<string, (MessageDescriptor, WireKind, uint[])>(StringComparer.Ordinal);
        Add(ModelProto.Descriptor, WireKind.Model, []);
        return found;

        void Add(MessageDescriptor message, WireKind kind, uint[] path)
        {
            if (!found.TryAdd(message.FullName, (message, kind, path)))
            {
                return;
            }

            foreach (FieldDescriptor field in message.Fields.InDeclarationOrder().Where(field => field.FieldType == FieldType.Message))
            {
                Add(field.MessageType, WireSchema.Field(kind, (uint)field.FieldNumber), [.. path, (uint)field.FieldNumber]);
            }
        }
    }
}
