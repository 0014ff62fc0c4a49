using Google.Protobuf;
using NeuralNet.Core;
using NeuralNet.Onnx.Import;
using NeuralNet.Onnx.Schema;
using NeuralNet.Onnx.Tests.Support;
using static NeuralNet.Onnx.Tests.Support.Model;

namespace NeuralNet.Onnx.Tests.Import;

/// <summary>A model that is not one layer is rejected with <see cref="ModelFormatException"/>, which says why.</summary>
public sealed class RefusalTests
{
    private static readonly TensorProto _weights = Floats("w", [2, 1], 3, -2);

    private static readonly Dictionary<string, (ModelProto Model, string[] Words)> _cases = new()
    {
        ["nothing"] = (new ModelProto(), ["no ONNX model", "0 bytes", "empty"]),
        ["no graph"] = (new ModelProto { IrVersion = 7 }, ["graph", "IR version is 7"]),
        ["no operator set"] = (Changed(model => model.OpsetImport.Clear()), ["0 versions", "standard operators"]),
        ["an old operator set"] = (Changed(model => model.OpsetImport[0].Version = 6), ["version 6", "7 or later"]),
        ["an old format"] = (Changed(model => model.IrVersion = 2), ["IR version is 2"]),
        ["no outputs"] = (Changed(model => model.Graph.Output.Clear()), ["0 outputs", "predictions"]),
        ["two outputs"] = (Changed(model => model.Graph.Output.Add(new ValueInfoProto { Name = "x" })), ["2 outputs", "predictions"]),
        ["an output that nothing makes"] = (Changed(model => model.Graph.Output[0].Name = "nowhere"), ["'nowhere'", "no node computes"]),
        ["two layers"] = (
            Of(2, [Node("MatMul", "x, w", "h"), Node("Relu", "h", "r"), Node("MatMul", "r, v", "z")], _weights, Floats("v", [1, 1], 1)),
            ["MatMul 'z'", "Relu 'r'", "last layer"]),
        ["a convolution"] = (Of(2, [Node("Conv", "x, w", "z")], _weights), ["Conv 'z'", "a Gemm, or a MatMul"]),
        ["an operator of another domain"] = (Changed(model => model.Graph.Node[0].Domain = "com.example"), ["com.example.Gemm"]),
        ["weights of each call"] = (
            Changed(model => { model.Graph.Initializer.RemoveAt(0); model.Graph.Input.Add(Value("w", ElementType.Float, 2)); }),
            ["Gemm 'z'", "'w'", "constant"]),
        ["two links"] = (Linear(Node("Tanh", "z", "t"), Node("Sigmoid", "t", "y")), ["Tanh 't'", "a layer is expected"]),
        ["data elsewhere"] = (Tensor(tensor => tensor.DataLocation = 1), ["'w'", "another file"]),
        ["data elsewhere by its place"] = (
            Tensor(tensor => tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "/etc/passwd" })),
            ["'w'", "another file"]),
        ["a part of a tensor"] = (Tensor(tensor => tensor.Segment = new TensorProto.Types.Segment { End = 1 }), ["'w'", "segment"]),
        ["a negative dimension"] = (Tensor(tensor => tensor.Dims[0] = -1), ["'w'", "[-1, 1]"]),
        ["a dimension of 0"] = (Tensor(tensor => tensor.Dims[0] = 0), ["'w'", "[0, 1]"]),
        ["huge dimensions"] = (
            Tensor(tensor => { tensor.Dims[0] = long.MaxValue; tensor.Dims[1] = long.MaxValue; }), ["'w'", "9223372036854775807"]),
        ["dimensions whose product overflows to the right number"] = (
            Tensor(tensor => { tensor.Dims[0] = (1L << 32) + 1; tensor.Dims[1] = 1L << 32; }), ["'w'", "2 values"]),
        ["three dimensions"] = (Tensor(tensor => tensor.Dims.Add(1)), ["'w'", "[2, 1, 1]"]),
        ["too few numbers"] = (Tensor(tensor => tensor.FloatData.RemoveAt(0)), ["'w'", "1 value"]),
        ["numbers in two fields"] = (Tensor(tensor => tensor.RawData = ByteString.CopyFrom(new byte[8])), ["8 bytes", "2 listed"]),
        ["half a number"] = (
            Tensor(tensor => { tensor.FloatData.Clear(); tensor.RawData = ByteString.CopyFrom(new byte[7]); }), ["7 bytes", "elements of 4 bytes"]),
        ["integers"] = (Tensor(tensor => tensor.DataType = ElementType.Int64), ["'w'", "INT64", "FLOAT16"]),
        ["an unknown type"] = (Tensor(tensor => tensor.DataType = 99), ["'w'", "type 99"]),
        ["bits that are none of a half"] = (
            Tensor(tensor => { tensor.DataType = ElementType.Float16; tensor.Int32Data.AddRange([1, 70_000]); }), ["70000", "16-bit"]),
        ["NaN"] = (Tensor(tensor => tensor.FloatData[1] = float.NaN), ["'w'", "NaN", "index 1", "finite"]),
        ["infinity"] = (Tensor(tensor => tensor.FloatData[1] = float.PositiveInfinity), ["'w'", "finite"]),
        ["a double too large for float"] = (
            Of(1, [Node("MatMul", "x, w", "z")], Doubles("w", [1, 1], 1e300)), ["'w'", "as Single", "finite"]),
        ["weights that a factor makes infinite"] = (
            Of(1, [Node("Gemm", "x, w", "z", Attribute("alpha", 1e38f))], Floats("w", [1, 1], 1e38f)), ["'w'", "finite"]),
        ["weights of one dimension"] = (Of(2, [Node("MatMul", "x, w", "z")], Floats("w", [2], 3, -2)), ["'w'", "[2]", "two dimensions"]),
        ["a bias of another width"] = (
            Of(2, [Node("Gemm", "x, w, b", "z")], _weights, Floats("b", [2], 1, 2)), ["'b'", "[2]", "1 output(s)"]),
        ["a bias along the rows"] = (
            Of(1, [Node("Gemm", "x, w, b", "z")], Floats("w", [1, 2], 1, 2), Floats("b", [2, 1], 1, 2)), ["'b'", "[2, 1]"]),
        ["a sum of two products"] = (
            Of(2, [Node("MatMul", "x, w", "a"), Node("MatMul", "x, w", "c"), Node("Add", "a, c", "z")], _weights), ["MatMul 'c'", "constant"]),
        ["a sum without a product"] = (Of(2, [Node("Add", "x, w", "z")], _weights), ["Add 'z'", "only the sum of a constant and a MatMul"]),
        ["rows transposed"] = (Of(2, [Node("Gemm", "x, w", "z", Attribute("transA", 1))], _weights), ["transA = 1", "0 is allowed"]),
        ["a transposition that is none"] = (Of(2, [Node("Gemm", "x, w", "z", Attribute("transB", 2))], _weights), ["transB = 2", "0 or 1"]),
        ["an attribute of another type"] = (
            Of(2, [Node("Gemm", "x, w", "z", Attribute("transB", 1f))], _weights), ["'transB'", "an integer"]),
        ["an unknown attribute"] = (Of(2, [Node("Gemm", "x, w", "z", Attribute("broadcast", 1))], _weights), ["'broadcast'", "alpha"]),
        ["an attribute twice"] = (
            Of(2, [Node("Gemm", "x, w", "z", Attribute("transB", 0), Attribute("transB", 1))], _weights), ["'transB' twice"]),
        ["a function in place of an operator"] = (
            Changed(model => model.Functions.Add(new FunctionProto { Name = "Gemm" })), ["function", "Gemm of the domain ai.onnx", "inlined"]),
        ["a function in place of an operator by its other domain"] = (
            Changed(model => model.Functions.Add(new FunctionProto { Name = "Sigmoid", Domain = "ai.onnx" })), ["Sigmoid of the domain ai.onnx"]),
        ["a function in place of an operator of scikit-learn"] = (
            Changed(model => model.Functions.Add(new FunctionProto { Name = "Scaler", Domain = "ai.onnx.ml" })), ["Scaler of the domain ai.onnx.ml"]),
        ["an attribute by reference"] = (
            Of(2, [Node("Gemm", "x, w", "z", new AttributeProto { Name = "transB", RefAttrName = "t", Type = 2 })], _weights), ["'transB'"]),
        ["too many inputs"] = (Of(2, [Node("Gemm", "x, w, w, w", "z")], _weights), ["4 inputs", "2 to 3"]),
        ["softmax over the rows"] = (Linear(Node("Softmax", "z", "y", Attribute("axis", 0))), ["axis = 0", "-1 or 1"]),
        ["softmax of one output"] = (Linear(Node("Softmax", "z", "y")), ["softmax", "Activation.Sigmoid"]),
        ["a step elsewhere"] = (
            Of(2, [Node("MatMul", "x, w", "z"), Node("Greater", "z, t", "g"), Node("Cast", "g", "y", Attribute("to", 1))], _weights, Floats("t", [], 1)),
            ["Greater 'g'", "step at 0"]),
        ["a conversion of the result"] = (Linear(Node("Cast", "z", "y", Attribute("to", 1))), ["Cast 'y'", "the step"]),
        ["a conversion of the rows"] = (
            Of(2, [Node("Cast", "x", "d", Attribute("to", ElementType.Double)), Node("MatMul", "d, w", "z")], _weights), ["Cast 'd'", "changes the input"]),
        ["rows made flat"] = (
            Of(2, [Node("Flatten", "x", "d", Attribute("axis", 0)), Node("MatMul", "d, w", "z")], _weights), ["Flatten 'd'", "changes the input"]),
        ["an input of another width"] = (Of(3, [Node("MatMul", "x, w", "z")], _weights), ["'x'", "[n, 3]", "[rows, 2]"]),
        ["an input of three dimensions"] = (
            Changed(model => model.Graph.Input[0] = Value("x", ElementType.Float, 3, 2)), ["'x'", "[n, 3, 2]"]),
        ["an input of integers"] = (Changed(model => model.Graph.Input[0] = Value("x", ElementType.Int64, 2)), ["'x'", "INT64"]),
        ["an input without a type"] = (Changed(model => model.Graph.Input[0].Type = null), ["'x'", "UNDEFINED"]),
        ["no input"] = (Changed(model => model.Graph.Input.Clear()), ["'x'", "an input of the graph"]),
        ["a circle"] = (
            Of(2, [Node("Identity", "b", "a"), Node("Identity", "a", "b")]), ["before the node Identity", "order"]),
        ["a node that eats itself"] = (Of(2, [Node("MatMul", "z, w", "z")], _weights), ["'z'", "before"]),
        ["a value made twice"] = (Of(2, [Node("MatMul", "x, w", "z"), Node("Tanh", "x", "z")], _weights), ["'z' twice"]),
        ["an initializer twice"] = (Of(2, [Node("MatMul", "x, w", "z")], _weights, _weights), ["'w' twice"]),
        ["a value that is also an initializer"] = (Of(2, [Node("MatMul", "x, w", "w")], _weights), ["'w' twice"]),
        ["a constant of nothing"] = (Of(2, [Node("Constant", "", "w"), Node("MatMul", "x, w", "z")]), ["Constant 'w'", "value_float"]),
        ["a constant of text"] = (
            Of(2, [Node("Constant", "", "w", Attribute("value_string", 1)), Node("MatMul", "x, w", "z")]), ["'value_string'"]),
        ["a crowd of nodes"] = (
            Of(2, [.. Enumerable.Range(0, 300).Select(index => Node("Tanh", "x", $"n{index}"))]), ["300 nodes", "256"]),
        ["a threshold that is no number"] = (Property("neuralnet.threshold", "high"), ["'neuralnet.threshold'", "'high'", "finite number"]),
        ["a threshold that is infinite"] = (Property("neuralnet.threshold", "1e999"), ["'neuralnet.threshold'", "finite number"]),
        ["a threshold without classes"] = (Property("neuralnet.threshold", "1"), ["threshold", "0 classes"]),
        ["a number of classes that does not fit"] = (Property("neuralnet.classes", "3"), ["'neuralnet.classes'", "0 or 2"]),
        ["names that are no JSON"] = (Property("neuralnet.feature_names", "[\"a\""), ["'neuralnet.feature_names'", "JSON array"]),
        ["names that are numbers"] = (Property("neuralnet.feature_names", "[1, 2]"), ["'neuralnet.feature_names'", "JSON array"]),
        ["names that are null"] = (Property("neuralnet.feature_names", "[null]"), ["'neuralnet.feature_names'", "JSON array"]),
        ["names in a name"] = (Property("neuralnet.class_names", new string('[', 10_000)), ["'neuralnet.class_names'", "JSON array"]),
        ["names that are half a character"] = (Property("neuralnet.feature_names", "[\"\\ud800\", \"b\"]"), ["'neuralnet.feature_names'"]),
        ["too few names"] = (Property("neuralnet.feature_names", "[\"a\"]"), ["featureNames", "1 value", "2 are needed"]),
    };

    public static TheoryData<string> Cases => [.. _cases.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Rejects_a_model_that_is_not_one_layer_and_says_why(string name)
    {
        (ModelProto model, string[] words) = _cases[name];

        Action load = () => OnnxModel.Load<float>(model.ToByteArray());

        string message = load.Should().ThrowExactly<ModelFormatException>().Which.Message;
        message.Should().ContainAll(words);
        message.Length.Should().BeLessThan(600, "people must be able to read an error");
    }

    /// <summary>Replaces each text of each model by one with control characters.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void A_message_shows_text_of_the_file_escaped_and_short(string name)
    {
        List<Field> fields = Field.Parse(_cases[name].Model.ToByteArray(), WireKind.Model);
        IEnumerable<string> texts = Field.Leaves(fields)
            .Where(part => part.Kind is WireKind.Name or WireKind.Text or WireKind.Bytes).Select(part => Convert.ToHexString(part.Content)).Distinct();
        foreach (string text in texts)
        {
            byte[] bytes = Field.Bytes(Field.Changed(
                fields, part => Convert.ToHexString(part.Content) == text ? Mutation.HostileText : part.Content));

            ModelUse.Allocated<float>(bytes, out _, out ModelFormatException? refusal);

            ModelUse.IsLoggable(refusal).Should().BeTrue($"'{refusal?.Message}' is written to logs");
        }
    }

    [Fact]
    public void A_name_is_shown_with_its_escapes()
    {
        ModelProto model = Of(2, [Node("Conv", "x, w", "z")], _weights);
        model.Graph.Node[0].Name = "a\nb\u202eü";

        ((Action)(() => OnnxModel.Load<float>(model.ToByteArray()))).Should().Throw<ModelFormatException>()
            .Which.Message.Should().Contain(@"Conv 'a\u000Ab\u202Eü'");
    }

    [Fact]
    public void Rejects_a_duplicate_property()
    {
        ModelProto model = Property("neuralnet.threshold", "0");
        model.MetadataProps.Add(model.MetadataProps[0]);

        ((Action)(() => OnnxModel.Load<float>(model.ToByteArray()))).Should().Throw<ModelFormatException>().WithMessage("*twice*");
    }

    [Fact]
    public void Rejects_types_other_than_float_and_double() =>
        ((Action)(() => OnnxModel.Load<Half>(Linear().ToByteArray()))).Should().Throw<NotSupportedException>().WithMessage("*Half*float or double*");

    [Fact]
    public async Task Reads_a_stream_up_to_the_limit_with_or_without_a_known_length()
    {
        using var endless = new EndlessStream();
        using var tooLong = new MemoryStream(new byte[101]);
        using var allowed = new MemoryStream(new byte[100]);

        foreach (Stream stream in new Stream[] { endless, tooLong })
        {
            Action read = () => ModelBytes.Read(stream, limit: 100);
            Func<Task> readAsync = () => ModelBytes.ReadAsync(stream, default, limit: 100);
            read.Should().Throw<ModelFormatException>().WithMessage("*more than 100 bytes*");
            await readAsync.Should().ThrowAsync<ModelFormatException>().WithMessage("*more than 100 bytes*");
        }

        tooLong.Position.Should().Be(0, "a stream with a known length beyond the limit is not read");
        ModelBytes.Read(allowed, limit: 100).Length.Should().Be(100);
    }

    [Fact]
    public void Rejects_null_empty_and_missing_files()
    {
        ((Action)(() => OnnxModel.Load<float>((Stream)null!))).Should().Throw<ArgumentNullException>();
        ((Action)(() => OnnxModel.Load<float>(string.Empty))).Should().Throw<ArgumentException>();
        ((Action)(() => OnnxModel.Load<float>(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName())))).Should().Throw<FileNotFoundException>();
    }

    private static ModelProto Changed(Action<ModelProto> change)
    {
        ModelProto model = Linear();
        change(model);
        return model;
    }

    private static ModelProto Tensor(Action<TensorProto> change)
    {
        TensorProto tensor = _weights.Clone();
        change(tensor);
        return Of(2, [Node("MatMul", "x, w", "z")], tensor);
    }

    private static ModelProto Property(string key, string value) =>
        Changed(model => model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value }));
}
