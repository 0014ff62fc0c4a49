using System.Numerics;
using NeuralNet.Core.Tests.References;

namespace NeuralNet.Core.Tests.Training;

/// <summary>Mean and scale of the inputs, and their effect on predictions when folded into the weights.</summary>
public abstract class StandardizationTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Rows = 50;
    private const int Columns = 5;
    private const int SecondsColumn = 2;
    private const int YearsColumn = 3;

    private static readonly Dictionary<string, double[]> Reference = ReferenceFile.ByName("standardization.csv");

    private static readonly TrainingOptions Briefly = new() { Epochs = 50, BatchSize = TrainingOptions.FullBatch };

    [Fact]
    public void Mean_and_scale_match_NumPy_even_for_large_close_numbers()
    {
        Perceptron<T> network = Perceptron.Regressor<T>(Columns).WithStandardization().Build();

        network.Fit(Numbers.Of<T>(Reference["inputs"]), new T[Rows], new() { Epochs = 1 });

        double rounding = Numbers.For<T>(1e-12, 1.2e-7);
        network.InputMeans.ShouldBeClose(Reference["means"], rounding, 0, "the means");
        network.InputScales.ShouldBeClose(Reference["scales"], rounding, 0, "the scales");
    }

    [Fact]
    public void Inputs_whose_squares_overflow_or_vanish_have_correct_mean_and_scale()
    {
        // A power of two changes no digit: only the exponent of mean and scale.
        int most = typeof(T) == typeof(float) ? 100 : 900;
        double[] ordinary = [1, 2, 4, 8.5];
        Perceptron<T> network = Perceptron.Regressor<T>(1).WithStandardization().Build();
        network.Fit(Numbers.Of<T>(ordinary), new T[4], new TrainingOptions { Epochs = 1 });
        foreach (int exponent in new[] { -most, most })
        {
            T unit = T.ScaleB(T.One, exponent);
            Perceptron<T> extreme = Perceptron.Regressor<T>(1).WithStandardization().Build();
            extreme.Fit([.. Numbers.Of<T>(ordinary).Select(value => value * unit)], new T[4], new TrainingOptions { Epochs = 1 });

            extreme.InputMeans[0].Should().Be(network.InputMeans[0] * unit);
            extreme.InputScales[0].Should().Be(network.InputScales[0] * unit);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2e9)]
    [InlineData(0.1)]
    public void A_constant_input_has_scale_1_and_its_own_value_as_mean(double constant)
    {
        double[] inputs = [.. Enumerable.Range(0, 7).SelectMany(row => new[] { row, constant })];
        double[] targets = [.. Enumerable.Range(0, 7).Select(row => (2.0 * row) - 3)];
        Perceptron<T> network = Perceptron.Regressor<T>(2).WithStandardization().WithLearningRate(0.5).Build();

        network.Fit(Numbers.Of<T>(inputs), Numbers.Of<T>(targets), Briefly);

        network.InputMeans[1].Should().Be(T.CreateTruncating(constant));
        network.InputScales[1].Should().Be(T.One);
        network.Weights[1].Should().Be(T.Zero);
        network.Weights[0].ShouldBeClose(2, Numbers.For<T>(1e-12, 1e-5), 0, "the slope");
    }

    [Fact]
    public void In_double_an_input_that_is_constant_up_to_rounding_counts_as_constant()
    {
        T constant = T.CreateTruncating(0.3);
        T next = T.BitIncrement(constant);
        T[] inputs = [.. Enumerable.Range(0, 8).SelectMany(row => new[] { T.CreateTruncating(row), row % 2 == 0 ? constant : next })];
        T[] targets = [.. Enumerable.Range(0, 8).Select(row => T.CreateTruncating(row % 2))];
        Perceptron<T> network = Perceptron.Regressor<T>(2).WithStandardization().Build();

        network.Fit(inputs, targets, Briefly);

        // Measurements in float do come this close together, and keep their scale.
        bool isConstant = typeof(T) == typeof(double);
        (network.InputScales[1] == T.One).Should().Be(isConstant);
        (T.Abs(network.Weights[1]) < T.One).Should().Be(isConstant);
    }

    [Theory]
    [InlineData(SecondsColumn)]
    [InlineData(YearsColumn)]
    public void A_network_learns_from_large_close_numbers(int column)
    {
        double[] inputs = [.. Enumerable.Range(0, Rows).Select(row => Reference["inputs"][(row * Columns) + column])];
        double median = inputs.Order().ElementAt(Rows / 2);
        int[] labels = [.. inputs.Select(input => input < median ? 0 : 1)];
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(1).WithStandardization().WithLearningRate(1).Build();

        network.Fit(Numbers.Of<T>(inputs), labels, new() { Epochs = 500, BatchSize = TrainingOptions.FullBatch });

        network.Evaluate(Numbers.Of<T>(inputs), labels).Accuracy.Should().BeGreaterThanOrEqualTo(0.9);
    }

    [Fact]
    public void Raw_rows_have_the_predictions_of_standardized_rows_with_unfolded_weights()
    {
        double[] inputs = Reference["inputs"];
        double[] targets = new Random(11).Values(Rows, -1, 1);
        Perceptron<T> network = Perceptron.Regressor<T>(Columns).WithStandardization().WithLearningRate(0.1).Build();
        network.Fit(Numbers.Of<T>(inputs), Numbers.Of<T>(targets), Briefly);
        double[] means = Numbers.ToDoubles(network.InputMeans);
        double[] scales = Numbers.ToDoubles(network.InputScales);
        double[] weights = Numbers.ToDoubles(network.Weights);
        double bias = double.CreateTruncating(network.Bias[0]);

        // Computes the bias of the standardized network from public values.
        double unfoldedBias = bias + Enumerable.Range(0, Columns).Sum(column => weights[column] * means[column]);
        for (int row = 0; row < Rows; row++)
        {
            double expected = unfoldedBias, magnitude = Math.Abs(bias);
            for (int column = 0; column < Columns; column++)
            {
                double input = inputs[(row * Columns) + column];
                expected += (input - means[column]) / scales[column] * (weights[column] * scales[column]);
                magnitude += Math.Abs(weights[column] * input);
            }

            T actual = network.Predict(Numbers.Of<T>(inputs.AsSpan(row * Columns, Columns)));
            actual.ShouldBeClose(expected, 0, 4 * Numbers.Epsilon<T>() * magnitude, $"the prediction of row {row}");
        }
    }

    [Fact]
    public void Training_on_raw_rows_equals_training_on_standardized_rows()
    {
        double[] inputs = Reference["inputs"];
        int[] labels = [.. Enumerable.Range(0, Rows).Select(row => inputs[row * Columns] > 0.1 ? 1 : 0)];
        Perceptron<T> folded = Perceptron.BinaryClassifier<T>(Columns).WithStandardization().WithLearningRate(0.1).Build();
        Perceptron<T> plain = Perceptron.BinaryClassifier<T>(Columns).WithLearningRate(0.1).Build();

        TrainingResult<T> result = folded.Fit(Numbers.Of<T>(inputs), labels);
        double[] means = Numbers.ToDoubles(folded.InputMeans);
        double[] scales = Numbers.ToDoubles(folded.InputScales);
        double[] standardized =
            [.. inputs.Select((input, index) => (input - means[index % Columns]) / scales[index % Columns])];
        TrainingResult<T> expected = plain.Fit(Numbers.Of<T>(standardized), labels);

        double rounding = Numbers.For<T>(1e-12, 1e-5);
        double[] losses = [.. result.LossHistory];
        ((ReadOnlySpan<double>)losses).ShouldBeClose([.. expected.LossHistory], rounding, 0, "the losses");
        for (int column = 0; column < Columns; column++)
        {
            (folded.Weights[column] * folded.InputScales[column]).ShouldBeClose(
                double.CreateTruncating(plain.Weights[column]), rounding, rounding, $"weight {column}");
        }
    }

    [Fact]
    public void Mean_and_scale_are_fixed_by_the_first_training()
    {
        Perceptron<T> network = Perceptron.Regressor<T>(Columns).WithStandardization().Build();
        network.InputMeans.Length.Should().Be(0);
        network.Fit(Numbers.Of<T>(Reference["inputs"]), new T[Rows], new() { Epochs = 1 });
        T[] means = network.InputMeans.ToArray();
        T[] scales = network.InputScales.ToArray();

        double[] others = [.. Reference["inputs"].Select(input => (3 * input) + 1)];
        network.Fit(Numbers.Of<T>(others), new T[Rows], new() { Epochs = 3 });

        network.InputMeans.ToArray().Should().Equal(means);
        network.InputScales.ToArray().Should().Equal(scales);
    }
}

public sealed class StandardizationTestsInDouble : StandardizationTests<double>;

public sealed class StandardizationTestsInFloat : StandardizationTests<float>;
