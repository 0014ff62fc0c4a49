using System.Numerics;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Networks;

/// <summary>Rejected sample weights, in all methods that take them.</summary>
public abstract class PerceptronWeightRefusalTests<T> : RefusalTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Theory]
    [InlineData(-0.5, "-0.5")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void A_weight_that_is_negative_or_not_finite_is_rejected_with_its_row(double weight, string shown) =>
        RefusedEverywhere(Numbers.Of<T>(1, 0, weight), $"sampleWeights has {shown} at row 2", "must lie in [0, inf)", "0 leaves a row out");

    [Fact]
    public void Weights_that_are_all_0_are_rejected()
    {
        string[] words = ["sampleWeights are all 0", "no row counts", "Give at least one row a weight above 0"];
        var nothing = new Examples<T>(Rows<T>(3, 2), Targets<T>(3, 1), new T[3]);
        var good = new Examples<T>(Rows<T>(3, 2), Targets<T>(3, 1));

        RefusedInMemory(new T[3], words);
        Refused<ArgumentException>(Regressor(2), network => network.Fit([nothing, nothing]), "sampleWeights", words);
        Regressor(2).Build().Fit([good, nothing], new() { Epochs = 2 }).StopReason.Should().Be(StopReason.MaxEpochs);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Another_number_of_weights_is_rejected(int count) =>
        RefusedEverywhere(
            [.. Enumerable.Repeat(T.One, count)], $"sampleWeights has {count} value", "one for each row, or none at all");

    [Theory]
    [InlineData(-0.5, "-0.5")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void Learn_rejects_a_weight_that_is_negative_or_not_finite(double weight, string shown)
    {
        string[] words = [$"sampleWeight is {shown}", "must lie in [0, inf)", "0 lets the row count for nothing"];

        Refused<ArgumentException>(Regressor(2), network => network.Learn(Rows<T>(1, 2), T.One, weight), "sampleWeight", words);
        Refused<ArgumentException>(Binary(2), network => network.Learn(Rows<T>(1, 2), 1, weight), "sampleWeight", words);
    }

    [Fact]
    public void Null_examples_are_rejected()
    {
        Refused<ArgumentNullException>(Regressor(2), network => network.Fit((Examples<T>)null!), "examples", "null");
        Refused<ArgumentNullException>(Regressor(2), network => network.Learn((Examples<T>)null!), "batch", "null");
    }

    [Fact]
    public void Learn_rejects_a_destination_that_overlaps_rows_targets_or_weights()
    {
        Refused<ArgumentException>(
            Regressor(1), network => Call(network, (rows, _, _) => rows), "destination", "destination overlaps inputs");
        Refused<ArgumentException>(
            Regressor(1), network => Call(network, (_, targets, _) => targets), "destination", "destination overlaps the targets");
        Refused<ArgumentException>(
            Regressor(1), network => Call(network, (_, _, weights) => weights), "destination", "destination overlaps the sample weights");

        static void Call(Perceptron<T> network, Func<T[], T[], T[], T[]> destination)
        {
            T[] rows = Rows<T>(3, 1);
            T[] targets = Targets<T>(3, 1);
            T[] weights = Numbers.Of<T>(1, 2, 3);
            network.Learn(new Examples<T>(rows, targets, weights), destination(rows, targets, weights));
        }
    }

    [Fact]
    public void Labels_are_rejected_for_a_regressor()
    {
        var labelled = new Examples<T>(Rows<T>(2, 2), LabelsOf(0, 1));

        Refused<InvalidOperationException>(Regressor(2), network => network.Fit(labelled), null, "no classes");
        Refused<InvalidOperationException>(Regressor(2), network => network.Fit([labelled]), null, "no classes");
        Refused<InvalidOperationException>(Regressor(2), network => network.Learn(labelled), null, "no classes");
    }

    private static void RefusedEverywhere(T[] weights, params string[] words)
    {
        var targets = new Examples<T>(Rows<T>(3, 2), Targets<T>(3, 1), weights);
        var good = new Examples<T>(Rows<T>(3, 2), Targets<T>(3, 1));
        RefusedInMemory(weights, words);
        Refused<ArgumentException>(
            Regressor(2), network => network.Fit([good, targets]), "batches", ["batch 1: sampleWeights", .. words]);
    }

    private static void RefusedInMemory(T[] weights, params string[] words)
    {
        var targets = new Examples<T>(Rows<T>(3, 2), Targets<T>(3, 1), weights);
        var labels = new Examples<T>(Rows<T>(3, 2), Labels(3, 3), weights);
        var good = new Examples<T>(Rows<T>(3, 2), Targets<T>(3, 1));
        Refused<ArgumentException>(Regressor(2), network => network.Fit(targets), "sampleWeights", words);
        Refused<ArgumentException>(Regressor(2), network => network.Learn(targets), "sampleWeights", words);
        Refused<ArgumentException>(Softmax(2, 3), network => network.Fit(labels), "sampleWeights", words);
        Refused<ArgumentException>(Softmax(2, 3), network => network.Learn(labels), "sampleWeights", words);
        Refused<ArgumentException>(
            Regressor(2), network => network.Fit(good, validation: targets), "validation", ["validation: sampleWeights", .. words]);
    }
}

public sealed class PerceptronWeightRefusalTestsInFloat : PerceptronWeightRefusalTests<float>;

public sealed class PerceptronWeightRefusalTestsInDouble : PerceptronWeightRefusalTests<double>;
