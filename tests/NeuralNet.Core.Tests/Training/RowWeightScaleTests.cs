using System.Numerics;
using NeuralNet.Core.Tests.Optimizers;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Training;

/// <summary>
/// In the full batch only the ratios of weights matter: multiplying all weights by a power of two changes no bit, up to the largest
/// and the smallest number.
/// </summary>
public abstract class RowWeightScaleTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int RowCount = 40;
    private const int Inputs = 3;

    private static readonly bool IsFloat = typeof(T) == typeof(float);
    private static readonly T[] _rows = Rows<T>(RowCount, Inputs);

    // From 1 to 8: normal times any of the powers.
    private static readonly T[] _weights = [.. Targets<T>(RowCount, 1).Select(value => T.One + (T.CreateTruncating(7) * value))];

    private static string[] Optimizers => [Optimizer.Sgd.Name, Optimizer.Adam().Name, Optimizer.Lbfgs().Name];

    [Theory]
    [InlineData(-126, -1022)]
    [InlineData(-120, -1000)]
    [InlineData(-64, -500)]
    [InlineData(-1, -1)]
    [InlineData(1, 1)]
    [InlineData(64, 500)]
    [InlineData(120, 1000)]
    [InlineData(124, 1020)]
    public void A_power_of_two_changes_no_bit_of_a_full_batch(int inFloat, int inDouble)
    {
        int exponent = IsFloat ? inFloat : inDouble;
        foreach (string optimizer in Optimizers)
        {
            foreach (PerceptronBuilder<T> description in Descriptions(optimizer))
            {
                foreach (bool isSource in new[] { false, true })
                {
                    TrainingResult<T> expected = Fit(description.Build(), _weights, isSource);
                    TrainingResult<T> actual = Fit(description.Build(), Scaled(exponent), isSource);

                    string because = $"{description}, source {isSource}, 2^{exponent}";
                    actual.StopReason.Should().Be(expected.StopReason, because);
                    actual.LossHistory.Should().Equal(expected.LossHistory, because);
                    actual.ValidationHistory.Should().Equal(expected.ValidationHistory, because);
                    Bits(actual.Network.InputMeans).Should().Be(Bits(expected.Network.InputMeans), because);
                    Bits(actual.Network.InputScales).Should().Be(Bits(expected.Network.InputScales), because);
                    Bits(actual.Network).Should().Be(Bits(expected.Network), because);
                }
            }
        }
    }

    [Theory]
    [InlineData(-126, -1022)]
    [InlineData(-120, -1000)]
    [InlineData(-64, -500)]
    [InlineData(-1, -1)]
    [InlineData(1, 1)]
    [InlineData(64, 500)]
    [InlineData(120, 1000)]
    [InlineData(124, 1020)]
    public void Multiplying_class_weights_by_a_power_of_two_changes_no_bit(int inFloat, int inDouble)
    {
        int exponent = IsFloat ? inFloat : inDouble;
        double[] ofClasses = [3, 1.5];
        foreach (string optimizer in Optimizers)
        {
            double[] scaled = [.. ofClasses.Select(weight => Math.ScaleB(weight, exponent))];
            PerceptronBuilder<T> description = Binary(optimizer);

            // Both at once: their product is beyond T, or vanishes.
            foreach (int ofRows in new[] { 0, exponent })
            {
                TrainingResult<T> expected = Fit(description.WithClassWeights(ofClasses).Build(), _weights, isSource: false);
                TrainingResult<T> actual = Fit(description.WithClassWeights(scaled).Build(), Scaled(ofRows), isSource: false);

                actual.LossHistory.Should().Equal(expected.LossHistory);
                Bits(actual.Network).Should().Be(Bits(expected.Network));
            }
        }
    }

    [Theory]
    [InlineData(1e-42)]
    [InlineData(1e-39)]
    [InlineData(1e-45)]
    [InlineData(1e38)]
    [InlineData(3e38)]
    public void Equal_weights_of_any_size_are_the_same_as_no_weights(double weight)
    {
        double value = IsFloat || weight < 1 ? weight : 1e308;
        value = !IsFloat && weight < 1 ? 1e-320 : value;
        T[] weights = Numbers.Of<T>([.. Enumerable.Repeat(value, RowCount)]);
        foreach (string optimizer in Optimizers)
        {
            foreach (PerceptronBuilder<T> description in Descriptions(optimizer))
            {
                TrainingResult<T> expected = Fit(description.Build(), [], isSource: false);
                TrainingResult<T> actual = Fit(description.Build(), weights, isSource: false);

                actual.StopReason.Should().Be(expected.StopReason);
                ((ReadOnlySpan<double>)[.. actual.LossHistory]).ShouldBeClose([.. expected.LossHistory], 0, IsFloat ? 1e-4 : 1e-10, $"{description}");
            }
        }
    }

    [Fact]
    public void A_source_may_have_larger_and_larger_weights()
    {
        // The weights rise batch by batch over the whole range: only the last batch counts, up to rounding.
        double[] exponents = IsFloat ? [-149, -100, -30, 0, 50, 126] : [-1074, -700, -100, 0, 400, 1022];
        Examples<T> Batch(int index) => new(
            _rows.AsMemory(index * 5 * Inputs, 5 * Inputs),
            Labels(5, 2),
            Numbers.Of<T>([.. Enumerable.Repeat(Math.ScaleB(1, (int)exponents[index]), 5)]));
        var options = new TrainingOptions { Epochs = 20, BatchSize = TrainingOptions.FullBatch };
        Perceptron<T> network = Binary(Optimizer.Sgd.Name).WithBalancedClasses().WithStandardization().Build();
        Perceptron<T> last = Binary(Optimizer.Sgd.Name).WithBalancedClasses().WithStandardization().Build();

        TrainingResult<T> result = network.Fit([.. Enumerable.Range(0, 6).Select(Batch)], options);
        last.Fit([Batch(5)], options);

        result.StopReason.Should().Be(StopReason.MaxEpochs);
        network.Weights.ShouldBeClose(Numbers.Of<double>([.. last.Weights.ToArray().Select(double.CreateTruncating)]), 1e-6, 1e-5, "weights");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void Tiny_weights_take_tiny_steps_and_do_not_diverge(int batchSize)
    {
        T[] weights = Numbers.Of<T>([.. Enumerable.Repeat(IsFloat ? 1e-42 : 1e-320, RowCount)]);
        foreach (Optimizer optimizer in new[] { Optimizer.Sgd, Optimizer.Momentum(), Optimizer.PassiveAggressive() })
        {
            bool isRowByRow = !optimizer.UsesLearningRate;
            Perceptron<T> network = Perceptron.WithInputs<T>(Inputs).WithLoss(Loss.Hinge).WithOptimizer(optimizer).WithStandardization().Build();

            TrainingResult<T> result = network.Fit(
                new Examples<T>(_rows, Labels(RowCount, 2), weights), new() { Epochs = 3, BatchSize = isRowByRow ? 1 : batchSize });

            result.StopReason.Should().Be(StopReason.MaxEpochs);
            result.LossHistory.Should().OnlyContain(loss => Math.Abs(loss - 1) < 1e-3, "no weight has moved");
            double.CreateTruncating(T.Abs(network.Weights[0])).Should().BeLessThan(1e-30);
        }
    }

    [Fact]
    public void A_row_counts_even_if_its_weight_times_that_of_its_class_vanishes()
    {
        double least = IsFloat ? 1e-45 : 5e-324;
        var examples = new Examples<T>(
            _rows, Labels(RowCount, 2), Numbers.Of<T>([.. Enumerable.Repeat(least, RowCount)]));

        TrainingResult<T> result = Binary(Optimizer.Lbfgs().Name).WithClassWeights(0.25, 0.25).Build().Fit(examples);
        TrainingResult<T> plain = Binary(Optimizer.Lbfgs().Name).Build().Fit(_rows, Labels(RowCount, 2));

        Bits(result.Network).Should().Be(Bits(plain.Network));
    }

    [Fact]
    public void Classes_with_too_different_weights_to_balance_are_rejected()
    {
        double tiny = IsFloat ? 1e-42 : 1e-310;
        int[] labels = Labels(RowCount, 2);
        T[] weights = [.. labels.Select(label => label == 0 ? T.One : T.CreateTruncating(tiny))];
        Perceptron<T> network = Binary(Optimizer.Sgd.Name).WithBalancedClasses().WithStandardization().Build();

        FluentActions.Invoking(() => network.Fit(new Examples<T>(_rows, labels, weights)))
            .Should().ThrowExactly<ArgumentException>().WithParameterName("sampleWeights").Which.Message
            .Should().ContainAll("of the rows of class 1 are", $"not finite as a {typeof(T).Name}", "larger weights");

        network.InputMeans.IsEmpty.Should().BeTrue();
        network.Fit(new Examples<T>(_rows, labels), new() { Epochs = 1 }).StopReason.Should().Be(StopReason.MaxEpochs);
    }

    [Fact]
    public void Threads_share_rows_of_any_weight()
    {
        const int Count = 50_000;
        T[] rows = Rows<T>(Count, Inputs);
        int[] labels = Labels(Count, 2);
        string Trained(double weight, int threads) => Bits(Binary(Optimizer.Lbfgs().Name).Build().Fit(
            new Examples<T>(rows, labels, Numbers.Of<T>([.. Enumerable.Repeat(weight, Count)])), new() { Epochs = 5, Threads = threads }).Network);

        string alone = Trained(1, 1);

        Trained(Math.ScaleB(1, IsFloat ? 126 : 1022), 3).Should().Be(alone);
        Trained(Math.ScaleB(1, IsFloat ? -126 : -1022), 3).Should().Be(alone);
    }

    private static T[] Scaled(int exponent) => [.. _weights.Select(weight => T.ScaleB(weight, exponent))];

    private static TrainingResult<T> Fit(Perceptron<T> network, T[] weights, bool isSource)
    {
        int classes = Math.Max(2, network.ClassCount);
        Examples<T> Part(int start, int count)
        {
            ReadOnlyMemory<T> ofPart = weights.Length == 0 ? default : weights.AsMemory(start, count);
            ReadOnlyMemory<T> inputs = _rows.AsMemory(start * Inputs, count * Inputs);
            return network.ClassCount == 0
                ? new(inputs, Targets<T>(RowCount, 1).AsMemory(start, count), ofPart)
                : new(inputs, Labels(RowCount, classes).AsMemory(start, count), ofPart);
        }

        var options = new TrainingOptions { Epochs = 6, BatchSize = TrainingOptions.FullBatch };
        return isSource
            ? network.Fit([Part(0, 9), Part(9, 20), Part(29, 11)], options, validation: Part(3, 30))
            : network.Fit(Part(0, RowCount), options, validation: Part(3, 30));
    }

    private static PerceptronBuilder<T>[] Descriptions(string optimizer) =>
    [
        Binary(optimizer),
        Binary(optimizer).WithBalancedClasses(),
        Binary(optimizer).WithStandardization().WithPenalty(Penalty.L2(0.01)),
        Perceptron.Classifier<T>(Inputs, 3).WithOptimizer(Named(optimizer)).WithBalancedClasses().WithStandardization(),
        Perceptron.Regressor<T>(Inputs).WithOptimizer(Named(optimizer)),
    ];

    private static PerceptronBuilder<T> Binary(string optimizer) =>
        Perceptron.BinaryClassifier<T>(Inputs).WithOptimizer(Named(optimizer));

    private static Optimizer Named(string name) => OptimizerCatalog.All.Single(optimizer => optimizer.Name == name);
}

public sealed class RowWeightScaleTestsInFloat : RowWeightScaleTests<float>;

public sealed class RowWeightScaleTestsInDouble : RowWeightScaleTests<double>;
