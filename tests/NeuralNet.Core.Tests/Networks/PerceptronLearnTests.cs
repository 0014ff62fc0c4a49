using System.Numerics;
using NeuralNet.Core.UserCode;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Networks;

public abstract class PerceptronLearnTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int RowCount = 30;
    private const int Inputs = 19;

    private static readonly Dictionary<string, Loss> _losses = new()
    {
        ["log loss"] = Loss.LogLoss,
        ["half squared error"] = Loss.HalfSquaredError,
        ["delta rule"] = Loss.HalfSquaredErrorThrough(Activation.Sigmoid),
        ["log-cosh"] = Loss.From(default(LogCosh), Activation.Identity),
    };

    private readonly T[] _rows = Rows<T>(RowCount, Inputs);

    [Theory]
    [InlineData("log loss")]
    [InlineData("half squared error")]
    [InlineData("delta rule")]
    [InlineData("log-cosh")]
    public void Learn_returns_the_bits_of_the_prediction_before_the_step(string loss)
    {
        Perceptron<T> network = Describe(loss).Build();
        T[] targets = Targets<T>(RowCount, 1);

        for (int row = 0; row < RowCount; row++)
        {
            ReadOnlySpan<T> input = _rows.AsSpan(row * Inputs, Inputs);
            T before = network.Predict(input);
            network.Learn(input, targets[row]).Should().Be(before);
            network.Predict(input).Should().NotBe(before, "the step has moved the weights");
        }
    }

    [Fact]
    public void Learn_of_one_label_uses_the_target_of_its_class()
    {
        PerceptronBuilder<T> description = Perceptron.WithInputs<T>(2)
            .WithLoss(Loss.HalfSquaredErrorThrough(Activation.Tanh))
            .WithInitialWeights(InitialWeights.GlorotUniform);
        Perceptron<T> labelled = description.Build();
        Perceptron<T> targeted = description.Build();
        T[] row = Rows<T>(1, 2);

        labelled.Learn(row, 0).Should().Be(targeted.Learn(row, -T.One));
        labelled.Learn(row, 1).Should().Be(targeted.Learn(row, T.One));

        Bits(labelled).Should().Be(Bits(targeted));
    }

    [Fact]
    public void Learn_of_one_label_is_Learn_of_a_number_for_a_regressor()
    {
        Perceptron<T> labelled = Perceptron.Regressor<T>(2).Build();
        Perceptron<T> targeted = Perceptron.Regressor<T>(2).Build();
        T[] row = Rows<T>(1, 2);

        labelled.Learn(row, 7);
        targeted.Learn(row, T.CreateTruncating(7));

        Bits(labelled).Should().Be(Bits(targeted));
    }

    [Fact]
    public void Learn_of_a_batch_writes_the_bits_of_the_predictions_before_the_step()
    {
        Perceptron<T> network = Perceptron.Classifier<T>(Inputs, 3).WithInitialWeights(InitialWeights.GlorotUniform).Build();
        T[] before = new T[RowCount * 3];
        T[] destination = [.. Enumerable.Repeat(T.NegativeOne, before.Length + 1)];
        network.Predict(_rows, before);

        network.Learn(_rows, Labels(RowCount, 3), destination);

        Bits<T>(destination.AsSpan(0, before.Length)).Should().Be(Bits<T>(before));
        destination[^1].Should().Be(T.NegativeOne, "nothing is written beyond the predictions");
    }

    [Fact]
    public void Learn_of_a_standardized_network_returns_the_prediction_before_the_step_to_rounding()
    {
        T[] targets = Targets<T>(RowCount, 1);
        Perceptron<T> network = Describe("log loss").WithStandardization().Build()
            .Fit(_rows, targets, new TrainingOptions { Epochs = 3 }).Network;

        double before = double.CreateTruncating(network.Predict(_rows.AsSpan(0, Inputs)));

        double.CreateTruncating(network.Learn(_rows.AsSpan(0, Inputs), targets[0])).Should().BeApproximately(before, 1e-5);
    }

    [Theory]
    [InlineData("log loss")]
    [InlineData("half squared error")]
    [InlineData("delta rule")]
    [InlineData("log-cosh")]
    public void Learn_of_a_batch_of_one_produces_the_bits_of_Learn_of_the_row(string loss)
    {
        Perceptron<T> byRow = Describe(loss).Build();
        Perceptron<T> byBatch = Describe(loss).Build();
        T[] targets = Targets<T>(RowCount, 1);
        T[] destination = new T[1];

        for (int row = 0; row < RowCount; row++)
        {
            ReadOnlySpan<T> input = _rows.AsSpan(row * Inputs, Inputs);
            T prediction = byRow.Learn(input, targets[row]);
            byBatch.Learn(input, targets.AsSpan(row, 1), destination);

            destination[0].Should().Be(prediction);
            Bits(byBatch).Should().Be(Bits(byRow));
        }
    }

    [Fact]
    public void Learn_of_labels_produces_the_bits_of_Learn_of_their_targets()
    {
        Perceptron<T> byLabels = Perceptron.Classifier<T>(Inputs, 3).Build();
        Perceptron<T> byTargets = Perceptron.Classifier<T>(Inputs, 3).Build();
        byLabels.Learn(_rows, Labels(RowCount, 3));
        byTargets.Learn(_rows, OneHot<T>(RowCount, 3));
        Bits(byLabels).Should().Be(Bits(byTargets));

        // With tanh the labels 0 and 1 are the targets -1 and 1.
        Loss loss = Loss.HalfSquaredErrorThrough(Activation.Tanh);
        Perceptron<T> tanhByLabels = Perceptron.WithInputs<T>(Inputs).WithLoss(loss).Build();
        Perceptron<T> tanhByTargets = Perceptron.WithInputs<T>(Inputs).WithLoss(loss).Build();
        int[] labels = Labels(RowCount, 2);
        tanhByLabels.Learn(_rows, labels);
        tanhByTargets.Learn(_rows, [.. labels.Select(label => T.CreateTruncating((2 * label) - 1))]);
        Bits(tanhByLabels).Should().Be(Bits(tanhByTargets));
    }

    [Fact]
    public void Learn_completes_no_epoch()
    {
        Perceptron<T> network = Describe("log loss").Build();

        network.Learn(_rows.AsSpan(0, Inputs), T.One);
        network.Learn(_rows, Targets<T>(RowCount, 1));

        network.CompletedEpochs.Should().Be(0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_network_without_bias_keeps_it_at_zero(int outputs)
    {
        Perceptron<T> network = Perceptron.Regressor<T>(Inputs, outputs)
            .WithoutBias()
            .WithOptimizer(Optimizer.From(new HeavyBall(0.5)))
            .Build();
        T[] targets = Targets<T>(RowCount, outputs);

        network.Learn(_rows, targets);
        network.Fit(_rows, targets, new TrainingOptions { Epochs = 3, BatchSize = 1 });
        network.Fit(_rows, targets, new TrainingOptions { Epochs = 3, BatchSize = 7 });
        if (outputs == 1)
        {
            network.Learn(_rows.AsSpan(0, Inputs), T.One);
        }

        Bits(network.Bias).Should().Be(Bits<T>(new T[outputs]));
        network.Weights.ToArray().Should().NotContain(T.Zero);
    }

    [Fact]
    public void Learn_does_not_change_the_data_of_the_caller()
    {
        T[] rows = [.. _rows];
        T[] targets = Targets<T>(RowCount, 1);
        int[] labels = Labels(RowCount, 2);
        Perceptron<T> network = Describe("log loss").WithStandardization().Build();
        network.Fit(rows, labels, new TrainingOptions { BatchSize = 7 });
        network.Fit(rows, targets, new TrainingOptions { BatchSize = 1 });

        network.Learn(rows, targets, new T[RowCount]);
        network.Learn(rows, labels);
        network.Learn(rows.AsSpan(0, Inputs), targets[0]);

        Bits<T>(rows).Should().Be(Bits<T>(_rows));
        Bits<T>(targets).Should().Be(Bits<T>(Targets<T>(RowCount, 1)));
        labels.Should().Equal(Labels(RowCount, 2));
    }

    private static PerceptronBuilder<T> Describe(string loss) => Perceptron.WithInputs<T>(Inputs)
        .WithLoss(_losses[loss])
        .WithInitialWeights(InitialWeights.GlorotUniform)
        .WithOptimizer(Optimizer.From(new HeavyBall(0.5)));
}

public sealed class PerceptronLearnTestsInFloat : PerceptronLearnTests<float>;

public sealed class PerceptronLearnTestsInDouble : PerceptronLearnTests<double>;
