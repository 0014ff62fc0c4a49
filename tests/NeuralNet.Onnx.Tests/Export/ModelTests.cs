using NeuralNet.Core;
using NeuralNet.Onnx.Export;
using NeuralNet.Onnx.Schema;
using NeuralNet.Onnx.Tests.Support;

namespace NeuralNet.Onnx.Tests.Export;

/// <summary>The contents of an exported model besides its numbers.</summary>
public sealed class ModelTests
{
    private static readonly FrozenPerceptron<float> _binary = FrozenPerceptron.FromWeights<float>(
        2, [1, 2], [3], Activation.Sigmoid, thresholdLogit: 0.1f, featureNames: ["age", "\"größe\""], classNames: ["no", "yes"]);

    [Fact]
    public void The_same_network_gives_the_same_bytes() =>
        OnnxModel.ToBytes(_binary).Should().Equal(OnnxModel.ToBytes(_binary));

    [Fact]
    public void Properties_hold_the_producer_and_data_that_the_graph_can_not_hold()
    {
        using var session = new OnnxSession(OnnxModel.ToBytes(_binary));

        session.Producer.Should().Be("NeuralNet.Core");
        session.Properties["neuralnet.threshold"].Should().Be("0.1");
        session.Properties["neuralnet.classes"].Should().Be("2");
        session.Properties["neuralnet.class_names"].Should().Be("""["no","yes"]""");
        session.Properties["neuralnet.feature_names"].Should().StartWith("[\"age\",");
        session.Properties["neuralnet.version"].Should().MatchRegex(@"^\d+\.\d+\.\d+$");
    }

    [Theory]
    [InlineData(1 << 30, 1, 4, "1073741824 x 1 weights and biases take 4294967300 bytes")]
    [InlineData(1 << 28, 1, 4, "268435456 x 1 weights and biases take 1073741828 bytes")]
    [InlineData(1 << 20, 128, 8, "1048576 x 128 weights and biases take 1073742848 bytes")]
    [InlineData(1 << 30, 1 << 20, 8, "take 9007199263129600 bytes")]
    public void A_network_above_the_limit_is_refused_with_the_cure(int inputs, int outputs, int size, string says) =>
        FluentActions.Invoking(() => OneLayerModel.CheckWeights(inputs, outputs, size)).Should().Throw<InvalidOperationException>()
            .WithMessage($"*{says}*also those that are 0; 1073741824 are the limit*Use fewer inputs or outputs*or keep the network in its own file, by Save*");

    [Fact]
    public void A_wide_network_within_the_limit_is_dense()
    {
        OneLayerModel.CheckWeights((1 << 28) - 1, 1, sizeof(float));
        float[] weights = new float[1 << 20];
        weights[^1] = 3;
        FrozenPerceptron<float> network = FrozenPerceptron.FromWeights<float>(1 << 20, weights, [1f], Activation.Identity);

        byte[] bytes = OnnxModel.ToBytes(network);

        bytes.Length.Should().BeInRange(4 << 20, (4 << 20) + 1024);
        OnnxModel.Load<float>(bytes).Weights.SequenceEqual(weights).Should().BeTrue();
    }

    [Fact]
    public void Versions_are_supported_by_older_tools()
    {
        ModelProto model = ModelProto.Parser.ParseFrom(OnnxModel.ToBytes(_binary));

        model.IrVersion.Should().Be(8);
        model.OpsetImport.Should().ContainSingle().Which.Should().Match<OperatorSetIdProto>(set => set.Domain == "" && set.Version == 17);
        model.ProducerVersion.Should().MatchRegex(@"^\d+\.\d+\.\d+$");
    }

    [Theory]
    [InlineData("sigmoid", 1, "predictions label probabilities")]
    [InlineData("sigmoid", 4, "predictions label labels")]
    [InlineData("softmax", 4, "predictions label probabilities")]
    [InlineData("identity", 1, "predictions label")]
    [InlineData("step", 4, "predictions label")]
    public void A_classifier_has_outputs_for_its_decisions(string link, int outputs, string names)
    {
        using var session = new OnnxSession(OnnxModel.ToBytes(Networks.Of<float>(link, outputs)));

        string.Join(' ', session.OutputNames).Should().Be(names);
    }

    [Fact]
    public void A_regressor_has_only_predictions()
    {
        using var session = new OnnxSession(OnnxModel.ToBytes(FrozenPerceptron.FromWeights<float>(1, [2], [1], Activation.Identity)));

        session.OutputNames.Should().Equal("predictions");
    }

    [Fact]
    public void Rejects_a_custom_output_activation_with_its_name_and_the_cure()
    {
        FrozenPerceptron<float> network = FrozenPerceptron.FromWeights<float>(1, [2], [1], Activation.From(default(Cube)));

        network.Invoking(OnnxModel.ToBytes).Should().Throw<NotSupportedException>().WithMessage("*'cube'*Activation.Identity*");
    }

    [Fact]
    public void Rejects_a_network_trained_with_offsets_with_the_cure()
    {
        Perceptron<float> network = Perceptron.WithInputs<float>(1).WithLoss(Loss.Poisson).WithLearningRate(0.1f).Build();
        network.Fit(new Examples<float>(new float[] { 1, 2 }, new float[] { 1, 3 }) { Offsets = new float[] { 0, 1 } });
        FrozenPerceptron<float> frozen = network.Freeze();

        frozen.Invoking(OnnxModel.ToBytes).Should().Throw<NotSupportedException>().WithMessage("*offsets*FrozenPerceptron.FromWeights*");
        FrozenPerceptron<float> cured = FrozenPerceptron.FromWeights(frozen.InputCount, frozen.Weights, frozen.Bias, frozen.OutputActivation);
        OnnxModel.ToBytes(cured).Should().NotBeEmpty();
    }

    [Fact]
    public void Rejects_null()
    {
        ((Action)(() => OnnxModel.ToBytes<float>(null!))).Should().Throw<ArgumentNullException>();
        ((Action)(() => OnnxModel.Save(_binary, (Stream)null!))).Should().Throw<ArgumentNullException>();
        ((Action)(() => OnnxModel.Save(_binary, string.Empty))).Should().Throw<ArgumentException>();
    }

    private readonly struct Cube : IActivation
    {
        public string Name => "cube";

        public Interval Range => Interval.Real;

        public TLanes Evaluate<TLanes>(TLanes logit, out TLanes derivative)
            where TLanes : struct, ILanes<TLanes>
        {
            derivative = logit * logit;
            return logit * derivative;
        }
    }
}
