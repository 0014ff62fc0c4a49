using System.Numerics;

namespace NeuralNet.Core.Tests.Learning;

/// <summary>Margin losses learn only from rows within the margin.</summary>
public abstract class MarginTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Rows = 60;
    private const int Inputs = 2;

    /// <summary>Rows no nearer than 0.3 to the line between the classes.</summary>
    private static readonly (T[] Data, int[] Labels) Separable = Draw();

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void The_perceptron_reaches_zero_mistakes_and_then_stops_moving(int batchSize)
    {
        Perceptron<T> network = Perceptron.WithInputs<T>(Inputs).WithLoss(Loss.Perceptron).WithLearningRate(1).Build();
        var options = new TrainingOptions { Epochs = 200, BatchSize = batchSize };

        network.Fit(Separable.Data, Separable.Labels, options).LossHistory[^1].Should().Be(0);

        string learned = SmallData.Bits(network);
        network.Fit(Separable.Data, Separable.Labels, options);
        SmallData.Bits(network).Should().Be(learned);
        network.Evaluate(Separable.Data, Separable.Labels).Accuracy.Should().Be(1);
    }

    [Fact]
    public void The_learning_rate_only_scales_the_weights_of_a_perceptron_that_starts_at_0()
    {
        PerceptronBuilder<T> description = Perceptron.WithInputs<T>(Inputs).WithLoss(Loss.Perceptron);
        var options = new TrainingOptions { Epochs = 3, BatchSize = 1 };
        Perceptron<T> one = description.WithLearningRate(1).Build();
        Perceptron<T> quarter = description.WithLearningRate(0.25).Build();

        one.Fit(Separable.Data, Separable.Labels, options);
        quarter.Fit(Separable.Data, Separable.Labels, options);

        quarter.Weights.ToArray().Select(weight => T.CreateTruncating(4) * weight).Should().Equal(one.Weights.ToArray());
        one.Weights.ToArray().Should().NotContain(T.Zero);
    }

    [Fact]
    public void The_prediction_of_a_perceptron_is_its_class()
    {
        Perceptron<T> network = Perceptron.WithInputs<T>(Inputs).WithLoss(Loss.Perceptron).WithLearningRate(1).Build();
        network.Fit(Separable.Data, Separable.Labels, new() { Epochs = 200, BatchSize = 1 });
        var predictions = new T[Rows];

        network.Predict(Separable.Data, predictions);

        predictions.Select(int.CreateTruncating).Should().Equal(Separable.Labels);
    }

    [Theory]
    [InlineData("hinge")]
    [InlineData("squared-hinge")]
    [InlineData("modified-huber")]
    [InlineData("perceptron")]
    [InlineData("crammer-singer")]
    [InlineData("multi-class-perceptron")]
    public void Rows_beyond_the_margin_change_no_bit(string loss)
    {
        // The line that made the labels, with every margin above 2.
        PerceptronBuilder<T> description = Classifiers.Named<T>(loss, Inputs, classes: 2);
        description = description.WithInitialWeights(
            Numbers.Of<T>(description.OutputCount == 1 ? [10, 10] : [-5, -5, 5, 5]));
        Perceptron<T> network = description.Build();

        TrainingResult<T> result = network.Fit(Separable.Data, Separable.Labels, new() { Epochs = 3, BatchSize = 7 });

        result.LossHistory.Should().AllBeEquivalentTo(0.0);
        SmallData.Bits(network).Should().Be(SmallData.Bits(description.Build()));
    }

    [Fact]
    public void A_wrong_label_moves_the_squared_hinge_more_than_the_modified_huber()
    {
        // One row far on the wrong side.
        T[] data = [.. Separable.Data, .. Numbers.Of<T>(6, 6)];
        int[] labels = [.. Separable.Labels, 0];

        double squared = Accuracy(Loss.SquaredHinge);
        double modified = Accuracy(Loss.ModifiedHuber);

        modified.Should().BeGreaterThan(0.95).And.BeGreaterThan(squared);

        double Accuracy(Loss loss)
        {
            Perceptron<T> network = Perceptron.WithInputs<T>(Inputs).WithLoss(loss).WithLearningRate(0.002).Build();
            network.Fit(data, labels, new() { Epochs = 5000, BatchSize = TrainingOptions.FullBatch });
            return network.Evaluate(Separable.Data, Separable.Labels).Accuracy;
        }
    }

    private static (T[] Data, int[] Labels) Draw()
    {
        var random = new Random(24);
        var data = new List<double>();
        while (data.Count < Rows * Inputs)
        {
            double[] row = random.Values(Inputs, -2, 2);
            if (Math.Abs(row.Sum()) > 0.3)
            {
                data.AddRange(row);
            }
        }

        return (Numbers.Of<T>([.. data]), [.. data.Chunk(Inputs).Select(row => row.Sum() > 0 ? 1 : 0)]);
    }
}

public sealed class MarginTestsInDouble : MarginTests<double>;

public sealed class MarginTestsInFloat : MarginTests<float>;
