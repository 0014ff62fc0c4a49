using System.Numerics;

namespace NeuralNet.Core.Tests.Learning;

/// <summary>Margins of real measurements become probabilities, tested on rows that neither training nor calibration used.</summary>
public abstract class CalibrationTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Splits = 10;

    [Theory]
    [InlineData("hinge")]
    [InlineData("half-squared-error-through-tanh")]
    public void Margins_of_tumors_become_calibrated_probabilities(string loss)
    {
        LabelledData data = LabelledData.Read("breast_cancer_wisconsin.csv");
        var logLosses = new List<double>();
        double expected = 0, actual = 0;
        for (int split = 0; split < Splits; split++)
        {
            (double[] train, int[] trainLabels, double[] rest, int[] restLabels) = data.Split(heldOut: 0.5, seed: split);
            (T[] rows, int[] labels, T[] testRows, int[] testLabels) = Halves(rest, restLabels, data.Inputs);
            Perceptron<T> network = Perceptron.WithInputs<T>(data.Inputs)
                .WithLoss(loss == Loss.Hinge.Name ? Loss.Hinge : Loss.HalfSquaredErrorThrough(Activation.Tanh))
                .WithLearningRate(0.1)
                .WithStandardization()
                .Build()
                .Fit(Numbers.Of<T>(train), trainLabels).Network;

            FrozenPerceptron<T> calibrated = network.Freeze().Calibrate(rows, labels);

            logLosses.Add(calibrated.Evaluate(testRows, testLabels).LogLoss!.Value);
            var probabilities = new T[testLabels.Length];
            calibrated.Predict(testRows, probabilities);
            expected += Numbers.ToDoubles<T>(probabilities).Sum();
            actual += testLabels.Sum();
        }

        // The share of tumours alone has a log loss of 0.66.
        logLosses.Order().ElementAt(Splits / 2).Should().BeLessThan(0.15);
        expected.ShouldBeClose(actual, 0.05, 0, "the share of tumors among the tested rows");
    }

    /// <summary>Every other row is for the calibration.</summary>
    private static (T[] Rows, int[] Labels, T[] TestRows, int[] TestLabels) Halves(double[] rows, int[] labels, int inputs)
    {
        T[] numbers = Numbers.Of<T>(rows);
        return (
            [.. numbers.Where((_, index) => index / inputs % 2 == 0)],
            [.. labels.Where((_, row) => row % 2 == 0)],
            [.. numbers.Where((_, index) => index / inputs % 2 == 1)],
            [.. labels.Where((_, row) => row % 2 == 1)]);
    }
}

public sealed class CalibrationTestsInDouble : CalibrationTests<double>;

public sealed class CalibrationTestsInFloat : CalibrationTests<float>;
