using System.Numerics;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Training;

public abstract class OffsetRefusalTests<T> : RefusalTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void Offsets_of_another_number_are_rejected_by_every_call()
    {
        T[] rows = Rows<T>(8, 3);
        T[] targets = Targets<T>(8, 1);
        int[] labels = Labels(8, 2);
        string[] words = ["offsets has 7 values", "8 rows x 1 output need 8", "or none at all"];
        Examples<T> examples = new(rows, targets) { Offsets = new T[7] };

        Refused<ArgumentException>(Regressor(3), network => network.Fit(examples), "offsets", words);
        Refused<ArgumentException>(Regressor(3), network => network.Learn(examples), "offsets", words);
        Refused<ArgumentException>(Regressor(3), network => network.Fit(new Examples<T>(rows, targets), null, examples), "validation", ["validation: ", .. words]);
        Refused<ArgumentException>(Regressor(3), network => network.Fit((Examples<T>[])[examples]), "batches", ["batch 0: ", .. words]);
        Refused<ArgumentException>(Regressor(3), network => network.Predict(rows, new T[8], new T[7]), "offsets", words);
        Refused<ArgumentException>(Regressor(3), network => network.Logits(rows, new T[8], new T[7]), "offsets", words);
        Refused<ArgumentException>(Binary(3), network => network.PredictClasses(rows, new int[8], new T[7]), "offsets", words);
        Refused<ArgumentException>(Binary(3), network => network.PredictMultiLabel(rows, new bool[8], new T[7]), "offsets", words);
        Refused<ArgumentException>(Regressor(3), network => network.Evaluate(rows, (Rows<T>)targets, offsets: new T[7]), "offsets", words);
        Refused<ArgumentException>(Binary(3), network => network.Evaluate(rows, labels, offsets: new T[7]), "offsets", words);
        Refused<ArgumentException>(Binary(3), network => network.EvaluateMultiLabel(rows, Numbers.Of<T>(0, 1, 0, 1, 0, 1, 0, 1), offsets: new T[7]), "offsets", words);
        Refused<ArgumentException>(Binary(3), network => network.ChooseThreshold(rows, labels, ThresholdGoal.BestF1, offsets: new T[7]), "offsets", words);
        Refused<ArgumentException>(
            () => Perceptron.Regressor<T>(3).WithOptimizer(Optimizer.Newton()).Build().Summarize(rows, (Rows<T>)targets, offsets: new T[7]), "offsets", words);
        Refused<ArgumentException>(() => Perceptron.Regressor<T>(3).CrossValidateRegressor(examples), "offsets", words);
        Refused<ArgumentException>(() => Perceptron.Regressor<T>(3).MaximumL1Strength(examples), "offsets", words);
        Regressor(3).Build().TryCheck(examples, out string? error).Should().BeFalse();
        error.Should().ContainAll(words);
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void Offsets_that_are_not_finite_are_rejected_by_row_and_output(double value, string shown)
    {
        T[] offsets = new T[8];
        offsets[5] = T.CreateTruncating(value);
        string[] words = [$"offsets has {shown} at row 2, column 1", "must be finite", "exposure above 0"];
        Examples<T> examples = new(Rows<T>(4, 3), Targets<T>(4, 2)) { Offsets = offsets };

        Refused<ArgumentException>(Regressor(3, 2), network => network.Fit(examples), "offsets", words);
        Refused<ArgumentException>(Regressor(3, 2), network => network.Learn(examples), "offsets", words);
        Refused<ArgumentException>(
            Regressor(3, 2), network => network.Evaluate(Rows<T>(4, 3), (Rows<T>)Targets<T>(4, 2), offsets: offsets), "offsets", words);
    }

    [Fact]
    public void A_step_whose_logit_overflows_by_its_offset_is_rejected_and_changes_nothing()
    {
        T huge = T.CreateTruncating(typeof(T) == typeof(float) ? 3e38 : 1.7e308);
        Examples<T> examples = new(Enumerable.Repeat(huge, 6).ToArray(), Targets<T>(2, 1)) { Offsets = new[] { huge, huge } };

        Refused<ArgumentException>(
            Perceptron.Regressor<T>(3).WithInitialWeights(Numbers.Of<T>(0.5, 0.25, 0.25)), network => network.Learn(examples), "inputs", "with its offset the logit overflows at row 0", "logarithm");
    }

    [Fact]
    public void Offsets_of_some_batches_only_are_rejected_by_the_number_of_the_batch()
    {
        Examples<T> with = new(Rows<T>(4, 3), Targets<T>(4, 1)) { Offsets = new T[4] };
        Examples<T> without = new(Rows<T>(4, 3), Targets<T>(4, 1));

        Refused<ArgumentException>(
            Regressor(3), network => network.Fit((Examples<T>[])[with, with, without]), "batches", "batch 2 has no offsets", "have some", "0 where a row has none");
        Refused<ArgumentException>(
            Regressor(3), network => network.Fit((Examples<T>[])[without, with]), "batches", "batch 1 has offsets", "have none");
    }

    [Fact]
    public void Offsets_of_training_or_validation_rows_alone_are_rejected()
    {
        Examples<T> with = new(Rows<T>(4, 3), Targets<T>(4, 1)) { Offsets = new T[4] };
        Examples<T> without = new(Rows<T>(4, 3), Targets<T>(4, 1));

        Refused<ArgumentException>(Regressor(3), network => network.Fit(with, null, without), "validation", "has no offsets", "have some");
        Refused<ArgumentException>(Regressor(3), network => network.Fit(without, null, with), "validation", "has offsets", "have none");
        Refused<ArgumentException>(Regressor(3), network => network.Fit((Examples<T>[])[with], null, without), "validation", "has no offsets", "have some");
    }

    [Fact]
    public void A_destination_over_the_offsets_is_rejected()
    {
        T[] rows = Rows<T>(4, 3);
        T[] memory = new T[6];
        Examples<T> examples = new(rows, Targets<T>(4, 1)) { Offsets = memory.AsMemory(0, 4) };

        Refused<ArgumentException>(Regressor(3), network => network.Predict(rows, memory.AsSpan(2), memory.AsSpan(0, 4)), "destination", "offsets");
        Refused<ArgumentException>(Regressor(3), network => network.Logits(rows, memory, memory.AsSpan(0, 4)), "destination", "offsets");
        Refused<ArgumentException>(Regressor(3), network => network.Learn(examples, memory), "destination", "offsets");
    }

    [Fact]
    public void A_network_trained_with_offsets_is_not_evaluated_without_them_unless_they_are_zeros()
    {
        string[] words = ["offsets is empty", "had offsets", "Pass the offsets of these rows, or zeros"];
        T[] rows = Rows<T>(8, 1);
        T[] targets = Numbers.Of<T>(0, 1, 0, 1, 1, 0, 0, 1);
        int[] labels = [.. targets.Select(int.CreateTruncating)];
        T[] zeros = new T[8];
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(1).WithOptimizer(Optimizer.Newton()).Build();
        network.Fit(new Examples<T>(rows, labels) { Offsets = Enumerable.Repeat(T.One, 8).ToArray() });
        FrozenPerceptron<T> loaded = FrozenPerceptron.Load<T>(network.Freeze().ToBytes());

        // Without offsets its predictions are those of an offset of 0.
        FrozenPerceptron<T> same = FrozenPerceptron.FromWeights(1, network.Weights, network.Bias, Activation.Sigmoid);
        foreach (Predictor<T> predictor in (Predictor<T>[])[network, loaded, new PerceptronHost<T>(loaded).Current])
        {
            Refused<ArgumentException>(() => predictor.Evaluate(rows, labels), "offsets", words);
            Refused<ArgumentException>(() => predictor.Evaluate(rows, (Rows<T>)Targets<T>(8, 1)), "offsets", words);
            Refused<ArgumentException>(() => predictor.EvaluateMultiLabel(rows, targets), "offsets", words);
            predictor.Evaluate(rows, labels, offsets: zeros).ToString().Should().Be(same.Evaluate(rows, labels).ToString());
            predictor.Evaluate(rows, (Rows<T>)Targets<T>(8, 1), offsets: zeros).ToString().Should().Be(same.Evaluate(rows, (Rows<T>)Targets<T>(8, 1)).ToString());
            predictor.EvaluateMultiLabel(rows, targets, offsets: zeros).ToString().Should().Be(same.EvaluateMultiLabel(rows, targets).ToString());
        }

        Refused<ArgumentException>(() => network.ChooseThreshold(rows, labels, ThresholdGoal.BestF1), "offsets", words);
        Refused<ArgumentException>(() => network.Summarize(rows, labels), "offsets", words);
        network.Threshold.Should().Be(0.5);
        network.ChooseThreshold(rows, labels, ThresholdGoal.BestF1, offsets: zeros);
    }

    [Fact]
    public void A_network_trained_with_offsets_is_not_calibrated()
    {
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(3).WithLoss(Loss.Hinge).WithLearningRate(0.1).Build();
        network.Fit(new Examples<T>(Rows<T>(4, 3), Labels(4, 2)) { Offsets = new T[4] });

        Refused<InvalidOperationException>(
            () => network.Freeze().Calibrate(Rows<T>(4, 3), Labels(4, 2)), null, "trained with offsets", "Loss.LogLoss", "as an input");
    }
}

public sealed class OffsetRefusalTestsInDouble : OffsetRefusalTests<double>;

public sealed class OffsetRefusalTestsInFloat : OffsetRefusalTests<float>;
