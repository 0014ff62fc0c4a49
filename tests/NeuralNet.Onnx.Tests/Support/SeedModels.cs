using Google.Protobuf;
using NeuralNet.Core;
using NeuralNet.Onnx.Schema;
using static NeuralNet.Onnx.Tests.Support.Model;

namespace NeuralNet.Onnx.Tests.Support;

/// <summary>One valid model of each supported form, as seeds for changes.</summary>
internal static class SeedModels
{
    public static IReadOnlyList<(string Name, byte[] Bytes)> All { get; } =
    [
        ("sigmoid", OnnxModel.ToBytes(FrozenPerceptron.FromWeights<float>(
            2, [1, 2], [3], Activation.Sigmoid, thresholdLogit: 0.25f, featureNames: ["a", "b"], classNames: ["no", "yes"]))),
        ("labels", OnnxModel.ToBytes(FrozenPerceptron.FromWeights<float>(1, [1, 2], [3, 4], Activation.Sigmoid))),
        ("softmax", OnnxModel.ToBytes(FrozenPerceptron.FromWeights<double>(1, [1, 2, -3], [3, 4, 5], Activation.Softmax, classNames: ["a", "b", "c"]))),
        ("step", OnnxModel.ToBytes(FrozenPerceptron.FromWeights<float>(2, [1, -2], [0.5f], Activation.Step))),
        ("exp", OnnxModel.ToBytes(FrozenPerceptron.FromWeights<float>(2, [0.5f, -0.25f], [0.5f], Activation.Exp))),
        ("pytorch", Linear(Node("Relu", "z", "y")).ToByteArray()),
        ("factors", Of(
            2,
            [
                Node("Cast", "x", "c", Attribute("to", ElementType.Float)), Node("Flatten", "c", "f", Attribute("axis", 1)),
                Node("Gemm", "f, w, b", "z", Attribute("alpha", 0.5f), Attribute("beta", 2f), Attribute("transB", 1)),
                Node("Softmax", "z", "y", Attribute("axis", 1)),
            ],
            Doubles("w", [2, 2], 1, 2, 3, 4),
            Floats("b", [1, 2], 1, 2)).ToByteArray()),
        ("constants", Of(
            2,
            [
                Node("Constant", "", "v", Attribute("value", Floats("", [1, 2], 3, -2))),
                Node("Transpose", "v", "w", Attribute("perm", 1, 0)), Node("Constant", "", "b", Attribute("value_float", 0.5f)),
                Node("Identity", "b", "i"), Node("MatMul", "x, w", "p"), Node("Add", "i, p", "z"), Node("Tanh", "z", "y"),
            ]).ToByteArray()),
        ("half", Of(
            2,
            [Node("MatMul", "x, w", "p"), Node("Add", "p, b", "z")],
            new TensorProto { Name = "w", DataType = ElementType.Float16, Dims = { 2, 1 }, Int32Data = { 0x3C00, 0x4000 } },
            Raw16("b", ElementType.BFloat16, [1], 0x3F80)).ToByteArray()),
        ("logistic regression", OfLearned(
            2,
            "l, m",
            Learned("Scaler", "x", "s", Reals("offset", 1, 2), Reals("scale", 0.5f)),
            Learned(
                "LinearClassifier", "s", "l, p", Texts("classlabels_strings", "no", "yes"), Reals("coefficients", -1.5f, 2, 1.5f, -2),
                Reals("intercepts", -0.25f, 0.25f), Attribute("multi_class", 1), Model.Text("post_transform", "LOGISTIC")),
            Learned("Normalizer", "p", "n", Model.Text("norm", "L1")),
            Learned("ZipMap", "n", "m", Texts("classlabels_strings", "no", "yes"))).ToByteArray()),
        ("integer classes", OfLearned(
            1,
            "p",
            Learned(
                "LinearClassifier", "x", "l, p", Attribute("classlabels_ints", 3, 1, 2), Reals("coefficients", 1, 2, 3),
                Model.Text("post_transform", "SOFTMAX"))).ToByteArray()),
        ("regression", OfLearned(
            2, "y", Learned("LinearRegressor", "x", "y", Reals("coefficients", 1, 2, 3, 4), Reals("intercepts", 1, 2), Attribute("targets", 2))).ToByteArray()),
        ("functions", WithFunction(Linear())),
    ];

    private static byte[] WithFunction(ModelProto model)
    {
        model.Functions.Add(new FunctionProto { Name = "Gelu", Domain = "own" });
        return model.ToByteArray();
    }
}
