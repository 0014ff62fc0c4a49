using System.Numerics;
using NeuralNet.Core.UserCode;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Networks;

/// <summary>An app depends on the interface and replaces it by a fake in its tests.</summary>
public sealed class IPredictorTests
{
    [Theory]
    [InlineData(0.9f, true)]
    [InlineData(0.3f, false)]
    public void A_fake_with_four_members_replaces_a_model(float prediction, bool calls)
    {
        new ChurnAlert(new FakePredictor(prediction)).ShouldCall([1, 2, 3]).Should().Be(calls);
        ((IPredictor<float>)new FakePredictor(prediction)).PredictClass([1, 2, 3]).Should().Be(calls ? 1 : 0);
    }

    [Fact]
    public void All_implementations_predict_the_same_bits()
    {
        AssertSame<float>();
        AssertSame<double>();
    }

    private static void AssertSame<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] rows = Rows<T>(20, 3);
        int[] labels = Labels(20, 2);
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(3).WithStandardization().Build();
        network.Fit(rows, labels, new() { Epochs = 3 });
        network.SetThreshold(0.6);
        FrozenPerceptron<T> frozen = network.Freeze();
        var host = new PerceptronHost<T>(frozen);
        IPredictor<T>[] all = [network, frozen, host.Current, host];

        foreach (IPredictor<T> each in all)
        {
            (each.InputCount, each.OutputCount).Should().Be((3, 1));
            each.Predict(rows.AsSpan(0, 3)).Should().Be(frozen.Predict(rows.AsSpan(0, 3)));
            each.PredictClass(rows.AsSpan(0, 3)).Should().Be(frozen.PredictClass(rows.AsSpan(0, 3)));
            Predictions(each, rows).Should().Equal(Predictions(frozen, rows));
            Classes(each, rows).Should().Equal(Classes(frozen, rows));
        }

        foreach (Predictor<T> each in new Predictor<T>[] { network, frozen, host.Current })
        {
            each.Logit(rows.AsSpan(3, 3)).Should().Be(frozen.Logit(rows.AsSpan(3, 3)));
            each.Evaluate(rows, labels).LogLoss.Should().Be(frozen.Evaluate(rows, labels).LogLoss);
            each.ThresholdLogit.Should().Be(frozen.ThresholdLogit);
            each.Baseline.ToArray().Should().Equal(frozen.Baseline.ToArray());
            each.InputMeans.ToArray().Should().Equal(frozen.InputMeans.ToArray());
            var contributions = new T[3];
            each.Contributions(rows.AsSpan(0, 3), contributions);
            var expected = new T[3];
            frozen.Contributions(rows.AsSpan(0, 3), expected);
            contributions.Should().Equal(expected);
        }

        host.Current.ToBytes().Should().Equal(frozen.ToBytes());
    }

    [Fact]
    public void An_implementation_reads_rows_of_every_form()
    {
        IPredictor<float> sums = new SumOfRow();
        float[] expected = [6, 15];
        float[] predictions = new float[2];
        sums.Predict([1, 2, 3, 4, 5, 6], predictions);
        predictions.Should().Equal(expected);
        sums.Predict(new float[][] { [1, 2, 3], [4, 5, 6] }, predictions);
        predictions.Should().Equal(expected);
        sums.Predict(new float[,] { { 1, 2, 3 }, { 4, 5, 6 } }, predictions);
        predictions.Should().Equal(expected);
        sums.Predict([1, 2, 3]).Should().Be(6);
        FluentActions.Invoking(() => sums.Predict([1, 2, 3, 4], predictions)).Should().Throw<ArgumentException>().WithMessage("*3 inputs*");
    }

    private static T[] Predictions<T>(IPredictor<T> predictor, T[] rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var predictions = new T[rows.Length / 3];
        predictor.Predict(rows, predictions);
        return predictions;
    }

    private static int[] Classes<T>(IPredictor<T> predictor, T[] rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var classes = new int[rows.Length / 3];
        predictor.PredictClasses(rows, classes);
        return classes;
    }

    private sealed class SumOfRow : IPredictor<float>
    {
        public int InputCount => 3;

        public int OutputCount => 1;

        public void Predict(Rows<float> inputs, Span<float> destination, ReadOnlySpan<float> offsets = default)
        {
            for (int row = 0; row < inputs.Count(InputCount); row++)
            {
                destination[row] = inputs.Row(row, InputCount).ToArray().Sum();
            }
        }

        public void PredictClasses(Rows<float> inputs, Span<int> destination, ReadOnlySpan<float> offsets = default) => throw new NotSupportedException();
    }
}
