using System.Numerics;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Networks;

/// <summary>Contributions of the inputs to a logit, and the inputs in the order of their weights.</summary>
public abstract class PerceptronExplanationTests<T> : RefusalTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int RowCount = 30;

    [Theory]
    [InlineData(1, 1, false, false)]
    [InlineData(7, 1, false, false)]
    [InlineData(7, 1, true, false)]
    [InlineData(7, 2, false, true)]
    [InlineData(7, 2, true, true)]
    [InlineData(65, 3, false, false)]
    [InlineData(65, 3, true, false)]
    [InlineData(3, 40, true, false)]
    public void Baseline_and_contributions_add_up_to_the_logit(int inputs, int outputs, bool isStandardized, bool averages)
    {
        Perceptron<T> network = Trained(inputs, outputs, isStandardized, averages);
        FrozenPerceptron<T> frozen = network.Freeze();
        var logits = new T[outputs];
        var contributions = new T[outputs * inputs];
        for (int row = 0; row < RowCount; row++)
        {
            T[] input = Shifted(inputs)[(row * inputs)..((row + 1) * inputs)];
            network.Logits(input, logits);

            network.Contributions(input, contributions);

            for (int output = 0; output < outputs; output++)
            {
                double[] own = Numbers.ToDoubles<T>(contributions.AsSpan(output * inputs, inputs));
                double[] weights = Numbers.ToDoubles(network.Weights.Slice(output * inputs, inputs));
                double baseline = double.CreateTruncating(network.Baseline[output]);
                double magnitude = Math.Abs(baseline) + own.Sum(Math.Abs)
                    + weights.Zip(input, (weight, value) => Math.Abs(weight * double.CreateTruncating(value))).Sum();
                logits[output].ShouldBeClose(
                    baseline + own.Sum(), 0, inputs * Numbers.Epsilon<T>() * magnitude, $"output {output} of row {row}");
            }

            var again = new T[outputs * inputs];
            frozen.Contributions(input, again);
            Bits<T>(again).Should().Be(Bits<T>(contributions));
        }

        Bits(frozen.Baseline).Should().Be(Bits(network.Baseline));
    }

    [Fact]
    public void The_contributions_of_raw_inputs_are_weight_times_value()
    {
        Perceptron<T> network = Perceptron.Regressor<T>(2, 2).Build();
        network.SetWeights(Numbers.Of<T>(1, -2, 3, 0.5), Numbers.Of<T>(10, 20));
        var contributions = new T[5];

        network.Contributions(Numbers.Of<T>(4, 8), contributions);

        contributions.Should().Equal(Numbers.Of<T>(4, -16, 12, 4, 0));
        network.Baseline.ToArray().Should().Equal(Numbers.Of<T>(10, 20));
    }

    [Fact]
    public void The_contributions_of_standardized_inputs_are_weight_times_distance_from_the_mean()
    {
        Perceptron<T> network = Perceptron.Regressor<T>(2).WithStandardization().Build()
            .Fit(Numbers.Of<T>(0, 10, 2, 50), Numbers.Of<T>(0, 1)).Network;
        network.SetWeights(Numbers.Of<T>(3, -0.5), Numbers.Of<T>(4));
        var contributions = new T[2];

        network.Contributions(Numbers.Of<T>(5, 26), contributions);

        contributions.Should().Equal(Numbers.Of<T>(3 * (5 - 1), -0.5 * (26 - 30)));
        network.Baseline.ToArray().Should().Equal(Numbers.Of<T>(4 + (3 * 1) - (0.5 * 30)));
        network.Contributions(network.InputMeans, contributions);
        contributions.Should().Equal(T.Zero, T.Zero);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_value_that_is_not_finite_affects_only_its_own_contribution(double value)
    {
        FrozenPerceptron<T> network = Trained(3, 2, isStandardized: true).Freeze();
        T[] row = Rows<T>(1, 3);
        row[1] = T.CreateTruncating(value);
        var contributions = new T[6];

        network.Contributions(row, contributions);

        contributions.Select(T.IsFinite).Should().Equal(true, false, true, true, false, true);
    }

    [Fact]
    public void Features_are_ranked_by_the_weight_of_the_standardized_input()
    {
        Perceptron<T> network = Perceptron.Regressor<T>(3, 2).WithFeatureNames("a", "b", "c").WithStandardization().Build()
            .Fit(Numbers.Of<T>(0, 10, 7, 2, 50, 7), Numbers.Of<T>(0, 1, 1, 0)).Network;
        network.SetWeights(Numbers.Of<T>(3, -0.5, 9, -4, 0, 4));

        IReadOnlyList<FeatureWeight> features = network.RankFeatures();

        network.InputScales.ToArray().Should().Equal(Numbers.Of<T>(1, 20, 1));
        FeatureWeight[] first = [new(1, "b", -0.5, -10), new(2, "c", 9, 9), new(0, "a", 3, 3)];
        FeatureWeight[] second = [new(0, "a", -4, -4), new(2, "c", 4, 4), new(1, "b", 0, 0)];
        features.Should().Equal(first);
        network.RankFeatures(1).Should().Equal(second);
        network.Freeze().RankFeatures().Should().Equal(features);
        network.Freeze().RankFeatures(output: 1).Should().Equal(network.RankFeatures(1));
    }

    [Fact]
    public void Features_of_raw_inputs_are_ranked_by_their_weight_and_equal_ones_by_their_column()
    {
        const int Inputs = 40;
        Perceptron<T> network = Perceptron.Regressor<T>(Inputs).Build();
        network.SetWeights(Numbers.Of<T>([.. Enumerable.Range(0, Inputs).Select(input => input % 2 == 0 ? 1.0 : -2)]));

        FeatureWeight[] features = [.. network.RankFeatures()];

        features.Select(feature => feature.Index).Should().Equal(
            [.. Enumerable.Range(0, 20).Select(index => (2 * index) + 1), .. Enumerable.Range(0, 20).Select(index => 2 * index)]);
        features.Should().OnlyContain(feature => feature.Name == null && feature.StandardizedWeight == feature.Weight);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void An_output_that_does_not_exist_is_rejected(int output)
    {
        string[] words = [$"output is {output}", "with 2 output(s)", "[0, 1]"];
        Refused<ArgumentOutOfRangeException>(Regressor(3, 2), network => network.RankFeatures(output), "output", words);
        Refused<ArgumentOutOfRangeException>(Regressor(3, 2), network => network.Freeze().RankFeatures(output), "output", words);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(6)]
    public void Contributions_reject_a_row_of_another_length(int length)
    {
        string[] words = [$"input has {length} value", "3 are needed", "one row"];
        T[] row = new T[length];
        Refused<ArgumentException>(Regressor(3), network => network.Contributions(row, new T[3]), "input", words);
        Refused<ArgumentException>(Regressor(3), network => network.Freeze().Contributions(row, new T[3]), "input", words);
    }

    [Fact]
    public void A_destination_that_is_short_or_overlaps_the_row_is_rejected()
    {
        T[] row = Rows<T>(1, 3);
        Refused<ArgumentException>(
            Regressor(3, 2), network => network.Contributions(row, new T[5]), "destination", "room for 5", "6 are needed");
        Refused<ArgumentException>(
            Regressor(3), network => network.Contributions(row, row), "destination", "destination overlaps input", "separate memory");
    }

    [Fact]
    public void Explanations_are_rejected_before_the_first_fit_of_a_network_that_standardizes()
    {
        string[] words = ["standardizes its inputs", "Call Fit first"];
        RefusedBeforeTheFirstFit<InvalidOperationException>(
            Regressor(3), network => network.Contributions(new T[3], new T[3]), null, words);
        RefusedBeforeTheFirstFit<InvalidOperationException>(Regressor(3), network => network.RankFeatures(), null, words);
    }

    private static Perceptron<T> Trained(int inputs, int outputs, bool isStandardized, bool averages = false)
    {
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(inputs, outputs)
            .WithInitialWeights(InitialWeights.GlorotUniform).WithLearningRate(1e-3);
        description = averages ? description.WithAveraging() : description;
        return (isStandardized ? description.WithStandardization() : description).Build()
            .Fit(Shifted(inputs), Targets<T>(RowCount, outputs), new() { Epochs = 3 }).Network;
    }

    /// <summary>Rows with column means other than 0 and scales other than 1.</summary>
    private static T[] Shifted(int inputs) =>
        [.. Rows<T>(RowCount, inputs).Select((value, index) => value + T.CreateTruncating(1 + (index % inputs % 5)))];
}

public sealed class PerceptronExplanationTestsInFloat : PerceptronExplanationTests<float>;

public sealed class PerceptronExplanationTestsInDouble : PerceptronExplanationTests<double>;
