using Google.Protobuf;
using NeuralNet.Core;
using NeuralNet.Onnx.Schema;
using NeuralNet.Onnx.Tests.Support;
using static NeuralNet.Onnx.Tests.Support.Model;

namespace NeuralNet.Onnx.Tests.Import;

/// <summary>Linear models as written by scikit-learn's exporter, compared with ONNX Runtime.</summary>
public sealed class LinearOperatorTests
{
    private const int Rows = 40;

    /// <summary>LogisticRegression with two classes: a row and its negative, divided by their sum, and a map for each row.</summary>
    [Theory]
    [InlineData("output_label, output_probability")]
    [InlineData("output_probability, output_label")]
    [InlineData("output_probability")]
    [InlineData("output_label")]
    public void A_logistic_regression_of_two_classes_is_a_network_of_one_output(string outputs)
    {
        FrozenPerceptron<double> network = OnnxModel.Load<double>(Logistic(outputs).ToByteArray());

        network.OutputCount.Should().Be(1);
        network.ClassCount.Should().Be(2);
        network.OutputActivation.Should().BeSameAs(Activation.Sigmoid);
        network.ClassNames.Should().Equal("no", "yes");
        network.Weights.ToArray().Should().Equal(1.5, -2);
        network.Bias.ToArray().Should().Equal(0.25);
        network.PredictClass([1, 0]).Should().Be(1);
    }

    [Fact]
    public void Ordered_integers_are_class_indices_and_other_labels_are_names()
    {
        NamesOf(0, 1, 2).Should().BeNull();
        NamesOf(1, 2, 3).Should().Equal("1", "2", "3");
        NamesOf(2, 1, 0).Should().Equal("2", "1", "0");

        static IReadOnlyList<string>? NamesOf(params long[] labels)
        {
            FrozenPerceptron<float> network = OnnxModel.Load<float>(OfLearned(
                1, "l, p", Learned("LinearClassifier", "x", "l, p", Attribute("classlabels_ints", labels), Reals("coefficients", 1, 2, 3), Reals("intercepts", 0, 0, 1))).ToByteArray());
            network.ClassCount.Should().Be(3);
            return network.ClassNames;
        }
    }

    /// <summary>Compares labels, scores and every supported post_transform for random models, with and without a Scaler.</summary>
    [Theory]
    [InlineData("NONE")]
    [InlineData("LOGISTIC")]
    [InlineData("SOFTMAX")]
    public void A_classifier_agrees_with_onnx_runtime(string transform)
    {
        for (int seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            int inputs = random.Next(1, 7);
            int classes = random.Next(2, 6);
            bool isPair = classes == 2 && random.Next(2) == 0;
            bool isRow = classes == 2 && !isPair && random.Next(2) == 0 && transform != "SOFTMAX";
            int coefficientRows = isRow ? 1 : classes;
            float[] coefficients = Numbers.Random<float>(coefficientRows * inputs, seed);
            float[] intercepts = Numbers.Random<float>(coefficientRows, seed + 1000);
            if (isPair)
            {
                coefficients = [.. coefficients[inputs..].Select(value => -value), .. coefficients[inputs..]];
                intercepts = [-intercepts[1], intercepts[1]];
            }

            NodeProto classifier = Learned(
                "LinearClassifier", "s", "l, p", Attribute("classlabels_ints", [.. Enumerable.Range(0, classes).Select(label => (long)label)]),
                Reals("coefficients", coefficients), Reals("intercepts", intercepts), Attribute("multi_class", seed % 2), Text("post_transform", transform));
            ModelProto model = OfLearned(inputs, "l, p", Before(random, inputs), classifier);
            float[] rows = Numbers.Random<float>(Rows * inputs, seed + 2000, -3, 3);
            FrozenPerceptron<float> network = OnnxModel.Load<float>(model.ToByteArray());
            using var session = new OnnxSession(model.ToByteArray());
            long[] labels = session.Run<float, long>("l", rows, inputs, out _);
            float[] scores = session.Run<float, float>("p", rows, inputs, out long[] shape);

            network.OutputCount.Should().Be(isRow || (isPair && transform != "SOFTMAX") ? 1 : classes);
            shape.Should().Equal(Rows, classes);
            int[] actual = new int[Rows];
            network.PredictClasses(rows, actual);
            actual.Select(label => (long)label).Should().Equal(labels, $"seed {seed}");
            float[] predictions = new float[Rows * network.OutputCount];
            network.Predict(rows, predictions);
            for (int row = 0; row < Rows; row++)
            {
                for (int output = 0; output < network.OutputCount; output++)
                {
                    float score = scores[(row * classes) + (network.OutputCount == 1 ? 1 : output)];
                    predictions[(row * network.OutputCount) + output].Should().BeApproximately(score, 1e-5f, $"seed {seed}, row {row}, output {output}");
                }
            }
        }
    }

    [Theory]
    [InlineData("NONE")]
    [InlineData("LOGISTIC")]
    [InlineData("SOFTMAX")]
    public void A_regressor_agrees_with_onnx_runtime(string transform)
    {
        for (int seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            int inputs = random.Next(1, 7);
            int targets = random.Next(transform == "NONE" ? 1 : 2, 4);
            AttributeProto[] attributes =
            [
                Reals("coefficients", Numbers.Random<float>(targets * inputs, seed)), Attribute("targets", targets), Text("post_transform", transform),
                .. random.Next(3) == 0 ? (AttributeProto[])[] : [Reals("intercepts", Numbers.Random<float>(targets, seed + 1000))],
            ];
            ModelProto model = OfLearned(inputs, "y", Before(random, inputs), Learned("LinearRegressor", "s", "y", attributes));
            float[] rows = Numbers.Random<float>(Rows * inputs, seed + 2000, -3, 3);
            FrozenPerceptron<float> network = OnnxModel.Load<float>(model.ToByteArray());
            using var session = new OnnxSession(model.ToByteArray());
            float[] expected = session.Run<float, float>("y", rows, inputs, out _);

            network.ClassCount.Should().Be(0);
            float[] predictions = new float[Rows * targets];
            network.Predict(rows, predictions);
            for (int index = 0; index < expected.Length; index++)
            {
                predictions[index].Should().BeApproximately(expected[index], 1e-5f, $"seed {seed}, index {index}");
            }
        }
    }

    /// <summary>A StandardScaler, a classifier, a Normalizer and a ZipMap, folded in double.</summary>
    [Fact]
    public void A_scaler_is_folded_into_weights_and_bias()
    {
        ModelProto model = OfLearned(
            2,
            "y",
            Learned("Scaler", "x", "t", Reals("offset", 1000), Reals("scale", 0.5f)),
            Learned("Scaler", "t", "s", Reals("offset", 3, -1), Reals("scale", 2, 0.25f)),
            Learned("LinearRegressor", "s", "y", Reals("coefficients", 4, 8), Reals("intercepts", 1)));

        FrozenPerceptron<double> network = OnnxModel.Load<double>(model.ToByteArray());

        // 4 * ((x0 - 1000) / 2 - 3) * 2 + 8 * ((x1 - 1000) / 2 + 1) / 4 + 1.
        network.Weights.ToArray().Should().Equal(4, 1);
        network.Bias.ToArray().Should().Equal(-4000 - 24 - 1000 + 2 + 1);
    }

    [Fact]
    public void A_scaler_may_precede_a_MatMul() =>
        OnnxModel.Load<float>(Of(
            2, [Learned("Scaler", "x", "s", Reals("offset", 1, 2), Reals("scale", 2, 4)), Node("MatMul", "s, w", "z")], Floats("w", [2, 1], 3, -2)).ToByteArray())
            .Weights.ToArray().Should().Equal(6, -8);

    [Fact]
    public void An_activation_may_follow_a_regressor()
    {
        FrozenPerceptron<float> network = OnnxModel.Load<float>(OfLearned(
            1, "y", Learned("LinearRegressor", "x", "r", Reals("coefficients", 2)), Node("Sigmoid", "r", "y")).ToByteArray());

        network.OutputActivation.Should().BeSameAs(Activation.Sigmoid);
        network.ClassCount.Should().Be(0);
    }

    [Fact]
    public void A_map_names_the_classes_of_a_softmax()
    {
        ModelProto model = OfLearned(
            1, "m", Node("MatMul", "x, w", "z"), Node("Softmax", "z", "y"), Learned("ZipMap", "y", "m", Texts("classlabels_strings", "a", "b")));
        model.Graph.Initializer.Add(Floats("w", [1, 2], 1, 2));

        OnnxModel.Load<float>(model.ToByteArray()).ClassNames.Should().Equal("a", "b");
    }

    [Fact]
    public void A_model_without_standard_operators_needs_no_import_of_them()
    {
        ModelProto model = OfLearned(1, "y", Learned("LinearRegressor", "x", "y", Reals("coefficients", 4)));
        model.OpsetImport.RemoveAt(0);

        OnnxModel.Load<float>(model.ToByteArray()).Weights[0].Should().Be(4);
    }

    /// <summary>The error must name the random forest, not the second output, the version or the width.</summary>
    [Fact]
    public void The_error_names_an_unsupported_operator_first()
    {
        ModelProto model = OfLearned(
            3,
            "label, probabilities",
            Learned("Scaler", "x", "s", Reals("offset", float.NaN, 1), Reals("scale")),
            Learned("TreeEnsembleClassifier", "s", "label, raw", Attribute("nodes_modes", 1)),
            Learned("ZipMap", "raw", "probabilities"));
        model.OpsetImport[0].Version = 3;
        model.IrVersion = 1;

        Refusal(model).Should().ContainAll("TreeEnsembleClassifier of the domain ai.onnx.ml", "not supported", "LinearClassifier")
            .And.NotContainAny("version", "outputs", "NaN");
        Refusal(OfLearned(1, "y", Node("Conv", "x", "c"), Learned("LinearRegressor", "c", "y"))).Should().Contain("Conv of the domain ai.onnx")
            .And.NotContain("coefficients");
    }

    public static TheoryData<string> Damages => [.. _damages.Keys];

    private static readonly Dictionary<string, (NodeProto[] Nodes, string[] Words)> _damages = new()
    {
        ["no coefficients"] = (Damaged(Reals("coefficients")), ["0 coefficients", "2 intercepts", "2 class labels"]),
        ["coefficients that do not divide"] = (Damaged(Reals("coefficients", 1, 2, 3)), ["3 coefficients", "rows of the same length"]),
        ["coefficients of another width"] = (Damaged(Reals("coefficients", 1, 2, 3, 4, 5, 6)), ["[n, 2]", "[rows, 3]"]),
        ["three rows for two labels"] = (Damaged(Reals("intercepts", 1, 2, 3)), ["3 intercepts", "2 class labels"]),
        ["one label"] = (Damaged(Attribute("classlabels_ints", [1L])), ["1 class labels", "at least two labels"]),
        ["no labels"] = (Damaged(Attribute("classlabels_ints", Array.Empty<long>())), ["0 values of classlabels_ints and 0 of classlabels_strings"]),
        ["labels of both kinds"] = (Damaged(Texts("classlabels_strings", "a", "b")), ["2 values of classlabels_ints and 2 of classlabels_strings"]),
        ["a label twice"] = (Damaged(Attribute("classlabels_ints", 7L, 7L)), ["classNames"]),
        ["labels of another type"] = (Damaged(Attribute("classlabels_ints", 2L)), ["'classlabels_ints' of type 2", "type 7"]),
        ["a coefficient that is NaN"] = (Damaged(Reals("coefficients", 1, 2, float.NaN, 4)), ["NaN at index 2 of coefficients", "finite"]),
        ["an infinite intercept"] = (Damaged(Reals("intercepts", 1, float.PositiveInfinity)), ["intercepts", "finite"]),
        ["SOFTMAX_ZERO"] = (Damaged(Text("post_transform", "SOFTMAX_ZERO")), ["SOFTMAX_ZERO", "NONE, LOGISTIC"]),
        ["PROBIT"] = (Damaged(Text("post_transform", "PROBIT")), ["PROBIT", "NONE, LOGISTIC"]),
        ["an unknown transform"] = (Damaged(Text("post_transform", new string('X', 5000))), ["XXX...", "NONE, LOGISTIC"]),
        ["a transform that is no text"] = (Damaged(new AttributeProto { Name = "post_transform", Type = 3, S = ByteString.CopyFrom(0xFF) }), ["post_transform", "UTF-8"]),
        ["softmax of one row"] = (Damaged(Reals("coefficients", 1, 2), Reals("intercepts", 1), Text("post_transform", "SOFTMAX")), ["SOFTMAX of one row"]),
        ["an unknown way of many classes"] = (Damaged(Attribute("multi_class", 5L)), ["multi_class = 5"]),
        ["an unknown attribute"] = (Damaged(Attribute("temperature", 5L)), ["'temperature'", "coefficients"]),
        ["three outputs"] = ([Learned("LinearClassifier", "x", "l, p, q")], ["3 outputs", "1 to 2 outputs"]),
        ["a map of other labels"] = ([.. Damaged(), Learned("ZipMap", "p", "y", Attribute("classlabels_int64s", 1L, 0L))], ["other class labels than its ZipMap"]),
        ["a map without labels"] = ([.. Damaged(), Learned("ZipMap", "p", "y")], ["0 values of classlabels_int64s"]),
        ["a map of a regressor"] = ([Learned("LinearRegressor", "x", "r", Reals("coefficients", 1, 2)), Learned("ZipMap", "r", "y", Attribute("classlabels_int64s", 0L, 1L))], ["ZipMap has 2 class labels for 1 output"]),
        ["sigmoids divided by their sum"] = (
            [
                Learned("LinearClassifier", "x", "l, p", Attribute("classlabels_ints", 0L, 1L, 2L), Reals("coefficients", 1, 2, 3, 4, 5, 6), Reals("intercepts", 1, 2, 3), Text("post_transform", "LOGISTIC")),
                Learned("Normalizer", "p", "y", Text("norm", "L1")),
            ],
            ["Normalizer 'y'", "raw_scores"]),
        ["probabilities divided by the largest"] = ([.. Damaged(Text("post_transform", "SOFTMAX")), Learned("Normalizer", "p", "y")], ["Normalizer 'y'", "(MAX)", "norm = L1"]),
        ["rows divided by their norm"] = ([Learned("Normalizer", "x", "n", Text("norm", "L2")), Learned("LinearRegressor", "n", "y", Reals("coefficients", 1, 2))], ["Normalizer 'n'", "an input of the graph"]),
        ["a link after a classifier"] = ([.. Damaged(), Node("Sigmoid", "p", "y")], ["LinearClassifier", "a layer is expected"]),
        ["two output activations after a regressor"] = ([Learned("LinearRegressor", "x", "r", Reals("coefficients", 1, 2, 3, 4), Attribute("targets", 2L), Text("post_transform", "LOGISTIC")), Node("Exp", "r", "y")], ["LinearRegressor 'r'", "another output activation"]),
        ["a negative number of targets"] = ([Learned("LinearRegressor", "x", "y", Reals("coefficients", 1, 2), Attribute("targets", -1L))], ["targets = -1", "at least 1 target"]),
        ["more targets than there are numbers"] = ([Learned("LinearRegressor", "x", "y", Reals("coefficients", 1, 2), Attribute("targets", long.MaxValue))], ["2 coefficients", "targets = 9223372036854775807"]),
        ["an intercept too many"] = ([Learned("LinearRegressor", "x", "y", Reals("coefficients", 1, 2), Reals("intercepts", 1, 2))], ["2 intercepts", "targets = 1"]),
        ["a regressor of one target through a sigmoid"] = ([Learned("LinearRegressor", "x", "y", Reals("coefficients", 1, 2), Text("post_transform", "LOGISTIC"))], ["LOGISTIC with one target", "a Sigmoid after"]),
        ["a regressor through a probit"] = ([Learned("LinearRegressor", "x", "y", Reals("coefficients", 1, 2), Text("post_transform", "PROBIT"))], ["PROBIT"]),
        ["a scale too many"] = ([Learned("Scaler", "x", "s", Reals("offset", 1), Reals("scale", 1, 2, 3)), Learned("LinearRegressor", "s", "y", Reals("coefficients", 1, 2))], ["Scaler 's'", "3 values of scale", "1 or 2"]),
        ["no offset"] = ([Learned("Scaler", "x", "s", Reals("scale", 1, 2)), Learned("LinearRegressor", "s", "y", Reals("coefficients", 1, 2))], ["0 values of offset"]),
        ["a scale that is NaN"] = ([Learned("Scaler", "x", "s", Reals("offset", 1), Reals("scale", float.NaN)), Learned("LinearRegressor", "s", "y", Reals("coefficients", 1, 2))], ["NaN at index 0 of scale"]),
        ["a scale that makes weights infinite"] = ([Learned("Scaler", "x", "s", Reals("offset", 1), Reals("scale", 1e38f)), Learned("LinearRegressor", "s", "y", Reals("coefficients", 1e38f, 2))], ["'coefficients'", "as Single", "finite"]),
        ["a normalizer of nothing"] = ([Learned("Normalizer", "", "y")], ["0 inputs"]),
        ["a map of nothing"] = ([Learned("ZipMap", "", "y")], ["0 inputs"]),
        ["a scaler of nothing"] = ([Learned("Scaler", "", "s"), Learned("LinearRegressor", "s", "y", Reals("coefficients", 1, 2))], ["0 inputs"]),
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void The_error_says_what_is_wrong(string name)
    {
        (NodeProto[] nodes, string[] words) = _damages[name];
        string message = Refusal(OfLearned(2, nodes[^1].Output[^1], nodes));

        message.Should().ContainAll(words);
        message.Length.Should().BeLessThan(600, "people must be able to read an error");
    }

    [Fact]
    public void Damaged_bytes_load_or_are_rejected()
    {
        byte[] model = Logistic("output_label, output_probability").ToByteArray();
        var random = new Random(3);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] changed = (byte[])model.Clone();
            for (int change = random.Next(1, 8); change > 0; change--)
            {
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            }

            try
            {
                OnnxModel.Load<float>(changed);
            }
            catch (ModelFormatException)
            {
                // The only allowed exception.
            }
        }
    }

    private static ModelProto Logistic(string outputs) => OfLearned(
        2,
        outputs,
        Learned(
            "LinearClassifier", "x", "label, probability_tensor", Texts("classlabels_strings", "no", "yes"),
            Reals("coefficients", -1.5f, 2, 1.5f, -2), Reals("intercepts", -0.25f, 0.25f), Attribute("multi_class", 1L), Text("post_transform", "LOGISTIC")),
        Learned("Normalizer", "probability_tensor", "probabilities", Text("norm", "L1")),
        Node("Cast", "label", "output_label", Attribute("to", 8L)),
        Learned("ZipMap", "probabilities", "output_probability", Texts("classlabels_strings", "no", "yes")));

    /// <summary>A classifier with two rows that are not each other's negative, with some attributes replaced.</summary>
    private static NodeProto[] Damaged(params AttributeProto[] attributes)
    {
        AttributeProto[] usual = [Attribute("classlabels_ints", 0L, 1L), Reals("coefficients", 1, 2, 3, 4), Reals("intercepts", 1, 2)];
        return [Learned("LinearClassifier", "x", "l, p", [.. usual.ExceptBy(attributes.Select(attribute => attribute.Name), attribute => attribute.Name), .. attributes])];
    }

    private static NodeProto Before(Random random, int inputs)
    {
        int kind = random.Next(3);
        int count = kind == 0 ? 1 : inputs;
        return kind == 2
            ? Node("Identity", "x", "s")
            : Learned("Scaler", "x", "s", Reals("offset", Numbers.Random<float>(count, random.Next())), Reals("scale", Numbers.Random<float>(count, random.Next(), 0.2, 2)));
    }

    private static string Refusal(ModelProto model) =>
        ((Action)(() => OnnxModel.Load<float>(model.ToByteArray()))).Should().ThrowExactly<ModelFormatException>().Which.Message;
}
