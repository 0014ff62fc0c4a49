using System.Numerics;
using NeuralNet.Core;
using NeuralNet.Onnx.Tests.Support;

namespace NeuralNet.Onnx.Tests.Export;

/// <summary>ONNX Runtime agrees with the network.</summary>
public abstract class OnnxRuntimeTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int RowCount = 10_000;
    private const double Closeness = 1e-6;

    private static readonly T[] _rows = Numbers.Random<T>(RowCount * Networks.Inputs, seed: 3, low: -2, high: 2);

    [Theory]
    [MemberData(nameof(Networks.LinksAndOutputsOfOnnxRuntime), MemberType = typeof(Networks))]
    public void Predictions_agree(string link, int outputs)
    {
        FrozenPerceptron<T> network = Networks.Of<T>(link, outputs);
        double[] expected = Predictions(network);
        double[] logits = Logits(network);

        using var session = new OnnxSession(OnnxModel.ToBytes(network));
        double[] actual = Numbers.ToDoubles(session.Run<T, T>("predictions", _rows, Networks.Inputs, out long[] shape));

        shape.Should().Equal(RowCount, outputs);
        bool jumps = link == Activation.Step.Name;
        Enumerable.Range(0, actual.Length)
            .Where(index => !(Math.Abs(actual[index] - expected[index]) <= Closeness * Math.Max(1, Math.Abs(expected[index]))))
            .Where(index => !jumps || Math.Abs(logits[index]) > Closeness)
            .Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Networks.LinksAndOutputsOfOnnxRuntime), MemberType = typeof(Networks))]
    public void Labels_agree_unless_logits_are_at_the_boundary(string link, int outputs)
    {
        FrozenPerceptron<T> network = Networks.Of<T>(link, outputs);
        int[] expected = new int[RowCount];
        network.PredictClasses(_rows, expected);

        using var session = new OnnxSession(OnnxModel.ToBytes(network));
        long[] actual = session.Run<T, long>("label", _rows, Networks.Inputs, out long[] shape);

        shape.Should().Equal(RowCount);
        Enumerable.Range(0, RowCount).Where(row => actual[row] != expected[row] && Margin(network, row) > Closeness).Should().BeEmpty();
        actual.Distinct().Should().HaveCount(network.ClassCount);
    }

    [Theory]
    [InlineData("sigmoid", 1)]
    [InlineData("softmax", 4)]
    public void Probabilities_are_those_of_each_class(string link, int outputs)
    {
        FrozenPerceptron<T> network = Networks.Of<T>(link, outputs);
        double[] predictions = Predictions(network);
        double[] expected = outputs > 1 ? predictions : [.. predictions.SelectMany(p => new[] { 1 - p, p })];

        using var session = new OnnxSession(OnnxModel.ToBytes(network));
        double[] actual = Numbers.ToDoubles(session.Run<T, T>("probabilities", _rows, Networks.Inputs, out long[] shape));

        shape.Should().Equal(RowCount, network.ClassCount);
        actual.Zip(expected).Where(pair => !(Math.Abs(pair.First - pair.Second) <= Closeness)).Should().BeEmpty();
    }

    [Fact]
    public void Independent_labels_agree_unless_logits_are_near_0()
    {
        const int outputs = 4;
        FrozenPerceptron<T> network = Networks.Of<T>("sigmoid", outputs);
        bool[] expected = new bool[RowCount * outputs];
        network.PredictMultiLabel(_rows, expected);
        double[] logits = Logits(network);

        using var session = new OnnxSession(OnnxModel.ToBytes(network));
        bool[] actual = session.Run<T, bool>("labels", _rows, Networks.Inputs, out long[] shape);

        shape.Should().Equal(RowCount, outputs);
        Enumerable.Range(0, actual.Length)
            .Where(index => actual[index] != expected[index] && Math.Abs(logits[index]) > Closeness).Should().BeEmpty();
    }

    [Fact]
    public void A_logit_at_the_threshold_is_class_0_and_the_first_of_equal_logits_wins()
    {
        T[] rows = Numbers.Of<T>(0.375, 0.5, 0.25);
        (FrozenPerceptron<T> Network, int[] Expected)[] cases =
        [
            (FrozenPerceptron.FromWeights<T>(1, [T.One], default, Activation.Sigmoid, rows[0]), [0, 1, 0]),
            (FrozenPerceptron.FromWeights<T>(1, [T.One, T.One, T.Zero], default, Activation.Softmax), [0, 0, 0]),
        ];
        foreach ((FrozenPerceptron<T> network, int[] expected) in cases)
        {
            int[] classes = new int[rows.Length];
            network.PredictClasses(rows, classes);

            using var session = new OnnxSession(OnnxModel.ToBytes(network));

            classes.Should().Equal(expected);
            session.Run<T, long>("label", rows, 1, out _).Should().Equal(Array.ConvertAll(expected, label => (long)label));
        }
    }

    [Fact]
    public void Accepts_one_row_or_many()
    {
        FrozenPerceptron<T> network = Networks.Of<T>("sigmoid", 1);
        T[] row = _rows[..Networks.Inputs];

        using var session = new OnnxSession(OnnxModel.ToBytes(network));
        T[] actual = session.Run<T, T>("predictions", row, Networks.Inputs, out long[] shape);

        shape.Should().Equal(1, 1);
        double.CreateTruncating(actual[0]).Should().BeApproximately(double.CreateTruncating(network.Predict(row)), Closeness);
    }

    private static double[] Predictions(FrozenPerceptron<T> network)
    {
        T[] predictions = new T[RowCount * network.OutputCount];
        network.Predict(_rows, predictions);
        return Numbers.ToDoubles(predictions);
    }

    private static double[] Logits(FrozenPerceptron<T> network)
    {
        T[] logits = new T[RowCount * network.OutputCount];
        network.Logits(_rows, logits);
        return Numbers.ToDoubles(logits);
    }

    /// <summary>Returns the distance of a row from another label.</summary>
    private static double Margin(FrozenPerceptron<T> network, int row)
    {
        T[] logits = new T[network.OutputCount];
        network.Logits(_rows.AsSpan(row * Networks.Inputs, Networks.Inputs), logits);
        double[] sorted = [.. Numbers.ToDoubles(logits).OrderDescending()];
        return sorted.Length == 1 ? Math.Abs(sorted[0] - double.CreateTruncating(network.ThresholdLogit)) : sorted[0] - sorted[1];
    }
}

public sealed class OnnxRuntimeTestsInFloat : OnnxRuntimeTests<float>
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Softplus_agrees(int outputs) => Predictions_agree("softplus", outputs);
}

public sealed class OnnxRuntimeTestsInDouble : OnnxRuntimeTests<double>;
