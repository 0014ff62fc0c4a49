using System.Numerics;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Networks;

public abstract class PerceptronPredictionTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(600)]
    public void The_class_is_that_of_the_largest_logit_for_any_number_of_classes(int classes)
    {
        const int RowCount = 300;
        Perceptron<T> network = Perceptron.Classifier<T>(3, classes).WithInitialWeights(InitialWeights.GlorotUniform).Build();
        T[] rows = Rows<T>(RowCount, 3);
        var logits = new T[RowCount * classes];
        var labels = new int[RowCount];

        network.Logits(rows, logits);
        network.PredictClasses(rows, labels);

        labels.Should().Equal(Enumerable.Range(0, RowCount).Select(row =>
        {
            T[] own = logits[(row * classes)..((row + 1) * classes)];
            return Array.IndexOf(own, own.Max());
        }));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(600)]
    public void The_first_of_equal_logits_is_the_class_and_NaN_has_none(int classes)
    {
        Perceptron<T> network = Perceptron.Classifier<T>(1, classes).Build();

        Classes(network, Numbers.Of<T>(1, double.NaN, 2)).Should().Equal(0, -1, 0);
    }

    [Fact]
    public void The_first_of_equal_logits_is_the_class()
    {
        Perceptron<T> network = Perceptron.Classifier<T>(1, 4).WithInitialWeights(Numbers.Of<T>(1, 2, 2, 0)).Build();

        network.PredictClass(Numbers.Of<T>(1)).Should().Be(1);
        network.PredictClass(Numbers.Of<T>(0)).Should().Be(0);
        network.PredictClass(Numbers.Of<T>(-1)).Should().Be(3);
        Classes(network, Numbers.Of<T>(1, 0, -1)).Should().Equal(1, 0, 3);
    }

    [Fact]
    public void A_logit_of_zero_is_class_zero()
    {
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(1).WithInitialWeights(Numbers.Of<T>(1)).Build();

        network.PredictClass(Numbers.Of<T>(0)).Should().Be(0);
        network.PredictClass([T.Epsilon]).Should().Be(1);
        network.PredictClass([-T.Epsilon]).Should().Be(0);
        Classes(network, [T.Zero, T.Epsilon, -T.Epsilon]).Should().Equal(0, 1, 0);
    }

    [Fact]
    public void A_row_with_NaN_has_no_class()
    {
        Perceptron<T> binary = Perceptron.BinaryClassifier<T>(2).Build();
        Perceptron<T> softmax = Perceptron.Classifier<T>(2, 3).Build();
        T[] row = [T.One, T.NaN];

        binary.PredictClass(row).Should().Be(-1);
        softmax.PredictClass(row).Should().Be(-1);
        Classes(binary, [T.One, T.One, T.NaN, T.One]).Should().Equal(0, -1);
        Classes(softmax, [T.NaN, T.One, T.One, T.One]).Should().Equal(-1, 0);
    }

    [Fact]
    public void A_row_with_NaN_predicts_NaN_and_does_not_affect_its_neighbors()
    {
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(2).WithInitialWeights(Numbers.Of<T>(1, -1)).Build();
        T[] rows = [T.One, T.One, T.NaN, T.One, T.One, T.Zero];
        T[] destination = new T[3];

        network.Predict(rows, destination);

        T.IsNaN(destination[1]).Should().BeTrue();
        destination[0].Should().Be(network.Predict(rows.AsSpan(0, 2)));
        destination[2].Should().Be(network.Predict(rows.AsSpan(4, 2)));
    }

    [Fact]
    public void An_infinite_input_predicts_the_limit_of_the_output_activation()
    {
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(1).WithInitialWeights(Numbers.Of<T>(2)).Build();

        network.Predict([T.PositiveInfinity]).Should().Be(T.One);
        network.Predict([T.NegativeInfinity]).Should().Be(T.Zero);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_row_predicts_the_same_bits_alone_and_in_a_batch(int outputs)
    {
        const int RowCount = 23;
        const int Inputs = 17;
        Perceptron<T> network = Perceptron.Regressor<T>(Inputs, outputs)
            .WithLoss(Loss.HalfSquaredErrorThrough(Activation.Tanh))
            .WithInitialWeights(InitialWeights.GlorotUniform)
            .Build();
        T[] rows = Rows<T>(RowCount, Inputs);
        T[] together = new T[RowCount * outputs];
        network.Predict(rows, together);

        T[] alone = new T[outputs];
        for (int row = 0; row < RowCount; row++)
        {
            network.Predict(rows.AsSpan(row * Inputs, Inputs), alone);
            Bits<T>(alone).Should().Be(Bits<T>(together.AsSpan(row * outputs, outputs)));
        }
    }

    [Fact]
    public void The_rest_of_a_longer_destination_is_unchanged()
    {
        Perceptron<T> network = Perceptron.Regressor<T>(2).WithInitialWeights(Numbers.Of<T>(1, 1)).Build();
        T[] numbers = Numbers.Of<T>(7, 7, 7);
        int[] classes = [7, 7, 7];

        network.Predict(Numbers.Of<T>(1, 2), numbers);
        numbers.Should().Equal(Numbers.Of<T>(3, 7, 7));
        network.Logits(Numbers.Of<T>(1, 1), numbers);
        numbers.Should().Equal(Numbers.Of<T>(2, 7, 7));
        Perceptron.BinaryClassifier<T>(2).Build().PredictClasses(Numbers.Of<T>(1, 1), classes);
        classes.Should().Equal(0, 7, 7);
    }

    private static int[] Classes(Perceptron<T> network, T[] rows)
    {
        int[] destination = new int[rows.Length / network.InputCount];
        network.PredictClasses(rows, destination);
        return destination;
    }
}

public sealed class PerceptronPredictionTestsInFloat : PerceptronPredictionTests<float>;

public sealed class PerceptronPredictionTestsInDouble : PerceptronPredictionTests<double>;
