using System.Numerics;
using System.Numerics.Tensors;
using NeuralNet.Core.Evaluation;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Networks;

public abstract class PerceptronCalibrationTests<T> : RefusalTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int RowCount = 80;
    private const int Inputs = 4;

    private static readonly T[] _rows = Rows<T>(RowCount, Inputs);
    private static readonly int[] _labels = Noisy(_rows);

    [Theory]
    [InlineData("log-loss", false)]
    [InlineData("log-loss", true)]
    [InlineData("tanh", false)]
    [InlineData("tanh", true)]
    [InlineData("hinge", false)]
    [InlineData("hinge", true)]
    public void Calibrated_predictions_are_the_sigmoid_of_the_scaled_logits(string loss, bool isStandardized)
    {
        Perceptron<T> network = Trained(loss, isStandardized);
        double[] logits = Logits(network);
        PlattScaling scaling = PlattScaling.Fit(logits, _labels)!.Value;

        FrozenPerceptron<T> calibrated = network.Freeze().Calibrate(_rows, _labels);

        calibrated.OutputActivation.Should().BeSameAs(Activation.Sigmoid);
        calibrated.ClassCount.Should().Be(2);
        scaling.Slope.Should().NotBe(1);
        var predictions = new T[RowCount];
        calibrated.Predict(_rows, predictions);
        for (int row = 0; row < RowCount; row++)
        {
            double scaled = (scaling.Slope * logits[row]) + scaling.Intercept;
            predictions[row].ShouldBeClose(1 / (1 + Math.Exp(-scaled)), 0, 40 * Numbers.Epsilon<T>(), $"row {row}");
        }
    }

    [Fact]
    public void Calibration_is_the_same_for_all_forms_of_rows()
    {
        Perceptron<T> network = Trained("tanh", isStandardized: true);
        T[,] matrix = Matrix(_rows, Inputs);
        FrozenPerceptron<T> expected = network.Freeze().Calibrate(_rows, _labels);

        FrozenPerceptron<T>[] others =
        [
            network.Freeze().Calibrate(matrix, _labels),
            network.Freeze().Calibrate(new ReadOnlyTensorSpan<T>(_rows, [RowCount, Inputs]), _labels),
        ];

        foreach (FrozenPerceptron<T> other in others)
        {
            Bits(other.Weights).Should().Be(Bits(expected.Weights));
            Bits(other.Bias).Should().Be(Bits(expected.Bias));
        }
    }

    [Fact]
    public void A_calibrated_network_explains_itself_on_its_own_scale()
    {
        Perceptron<T> network = Trained("tanh", isStandardized: true);
        FrozenPerceptron<T> calibrated = network.Freeze().Calibrate(_rows, _labels);
        var contributions = new T[Inputs];

        calibrated.Contributions(_rows.AsSpan(0, Inputs), contributions);

        Bits(calibrated.InputMeans).Should().Be(Bits(network.InputMeans));
        Bits(calibrated.InputScales).Should().Be(Bits(network.InputScales));
        double sum = double.CreateTruncating(calibrated.Baseline[0]) + Numbers.ToDoubles<T>(contributions).Sum();
        calibrated.Logit(_rows.AsSpan(0, Inputs)).ShouldBeClose(sum, 0, 100 * Numbers.Epsilon<T>(), "the logit");
        calibrated.RankFeatures().Select(feature => feature.Index)
            .Should().Equal(network.RankFeatures().Select(feature => feature.Index));
    }

    [Fact]
    public void A_chosen_threshold_predicts_the_same_classes_after_calibration()
    {
        Perceptron<T> network = Trained("hinge", isStandardized: true);
        var classes = new int[RowCount];
        var calibratedClasses = new int[RowCount];
        network.Freeze().Calibrate(_rows, _labels).ThresholdLogit.Should().Be(T.Zero);
        foreach (ThresholdGoal goal in new[] { ThresholdGoal.BestF1, ThresholdGoal.Recall(0.9) })
        {
            network.ChooseThreshold(_rows, _labels, goal);
            network.PredictClasses(_rows, classes);

            FrozenPerceptron<T> calibrated = network.Freeze().Calibrate(_rows, _labels);

            calibrated.ThresholdLogit.Should().NotBe(T.Zero).And.NotBe(network.ThresholdLogit);
            calibrated.PredictClasses(_rows, calibratedClasses);
            calibratedClasses.Should().Equal(classes);
        }
    }

    [Fact]
    public void Rows_keep_their_order_and_the_log_loss_falls()
    {
        Perceptron<T> network = Trained("log-loss", isStandardized: false);
        network.SetWeights(Numbers.Of<T>([.. Numbers.ToDoubles(network.Weights).Select(weight => 20 * weight)]));
        ClassificationMetrics before = network.Evaluate(_rows, _labels);

        ClassificationMetrics after = network.Freeze().Calibrate(_rows, _labels).Evaluate(_rows, _labels);

        after.RocAuc!.Value.ShouldBeClose(before.RocAuc!.Value, 1e-2, 0, "the ROC AUC");
        after.LogLoss.Should().BeLessThan(before.LogLoss!.Value / 2);
        network.Freeze().Calibrate(_rows, _labels).Calibrate(_rows, _labels).Evaluate(_rows, _labels).LogLoss!.Value
            .ShouldBeClose(after.LogLoss!.Value, 1e-2, 0, "the log loss after a second calibration");
    }

    [Theory]
    [InlineData("log-loss")]
    [InlineData("tanh")]
    [InlineData("hinge")]
    public void A_calibrated_network_evaluates_multi_label_targets_of_0_and_1(string loss)
    {
        FrozenPerceptron<T> calibrated = Trained(loss, isStandardized: false).Freeze().Calibrate(_rows, _labels);

        MultiLabelMetrics metrics = calibrated.EvaluateMultiLabel(_rows, Numbers.Of<T>([.. _labels.Select(label => (double)label)]));

        metrics.PerLabel.Should().ContainSingle().Which.Should().BeEquivalentTo(calibrated.Evaluate(_rows, _labels));
        Refused<ArgumentException>(
            () => calibrated.EvaluateMultiLabel(_rows.AsSpan(0, Inputs), Numbers.Of<T>(-1)), "targets", "targets has -1 at row 0", "0");
    }

    [Fact]
    public void Calibration_does_not_change_the_original_network()
    {
        Perceptron<T> network = Trained("log-loss", isStandardized: true);
        FrozenPerceptron<T> frozen = network.Freeze();
        string before = Bits(network);

        network.Freeze().Calibrate(_rows, _labels);
        frozen.Calibrate(_rows, _labels);

        Bits(network).Should().Be(before);
        $"{Bits(frozen.Weights)}|{Bits(frozen.Bias)}".Should().Be(before);
    }

    [Fact]
    public void Rejects_networks_that_are_no_binary_classifier_with_one_output()
    {
        T[] rows = Rows<T>(2, 3);
        void Calibrate(Perceptron<T> network) => network.Freeze().Calibrate(rows, [0, 1]);
        Refused<InvalidOperationException>(Regressor(3), Calibrate, null, "no classes", "output activation 'identity'", "BinaryClassifier");
        foreach (int classes in new[] { 2, 3 })
        {
            Refused<InvalidOperationException>(
                Regressor(3, classes).WithLoss(Loss.LogLoss), Calibrate, null, $"{classes} outputs", "use Classifier");
            Refused<InvalidOperationException>(
                Softmax(3, classes), Calibrate, null, $"{classes} outputs", "use Classifier", "softmax", "BinaryClassifier");
        }
    }

    [Fact]
    public void Rejects_labels_of_a_single_class_or_of_no_class()
    {
        T[] rows = Rows<T>(2, 3);
        RefusesCalibration(rows, [1, 1], "labels", "one class only (label 1)", "at least two");
        RefusesCalibration(rows, [0, 2], "labels", "labels has 2 at row 1", "with 2 classes");
        RefusesCalibration(rows, [0], "labels", "1 value for 2 rows", "one label for each row");
    }

    [Fact]
    public void Rejects_rows_that_are_not_finite_or_not_whole()
    {
        T[] rows = Rows<T>(2, 3);
        rows[4] = T.NaN;
        RefusesCalibration([], [], "inputs", "inputs is empty");
        RefusesCalibration(new T[4], [0, 1], "inputs", "4 values", "not a multiple of the 3 inputs");
        RefusesCalibration(rows, [0, 1], "inputs", "NaN at row 1, column 1", "must be finite");
        rows[4] = T.CreateTruncating(Numbers.For<T>(1e308, 3e38));
        RefusesCalibration(rows, [0, 1], "inputs", steepness: 1e6, "overflows at row 1", "Rescale the inputs");
    }

    [Fact]
    public void Rejects_logits_that_are_all_the_same() =>
        RefusesCalibration(
            Rows<T>(2, 3), [0, 1], "inputs", steepness: 0, "the logit 0 in every row", "Train the network first", "rows that differ");

    [Fact]
    public void Rejects_labels_that_fall_as_logits_rise() =>
        RefusesCalibration(
            Numbers.Of<T>(-1, 0, 0, 1, 0, 0), [1, 0], "labels", "a slope of -", "must be above 0", "Check the labels", "train it again");

    [Fact]
    public void Rejects_logits_without_a_finite_calibration()
    {
        double tiny = Numbers.For<T>(1e-310, 1e-40);
        string[] words = ["no calibration is finite", typeof(T).Name, "outliers", "rescale the inputs"];
        RefusesCalibration(Numbers.Of<T>(-tiny, 0, 0, tiny, 0, 0), [0, 1], "inputs", words);
    }

    [Fact]
    public void Rejects_calibration_before_the_first_fit_of_a_network_that_standardizes() =>
        RefusedBeforeTheFirstFit<InvalidOperationException>(
            Binary(3), network => network.Freeze().Calibrate(Rows<T>(2, 3), [0, 1]), null, "standardizes its inputs", "Call Fit first");

    private static void RefusesCalibration(T[] rows, int[] labels, string parameter, params string[] words) =>
        RefusesCalibration(rows, labels, parameter, steepness: 1, words);

    /// <summary>Checks that a network whose weights all equal the steepness rejects the calibration.</summary>
    private static void RefusesCalibration(T[] rows, int[] labels, string parameter, double steepness, params string[] words)
    {
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(3).Build();
        network.SetWeights(Numbers.Of<T>(steepness, steepness, steepness));
        Refused<ArgumentException>(() => network.Freeze().Calibrate(rows, labels), parameter, words);
    }

    private static Perceptron<T> Trained(string loss, bool isStandardized)
    {
        PerceptronBuilder<T> description = Perceptron.WithInputs<T>(Inputs)
            .WithLoss(loss switch
            {
                "tanh" => Loss.HalfSquaredErrorThrough(Activation.Tanh),
                "hinge" => Loss.Hinge,
                _ => Loss.LogLoss,
            })
            .WithLearningRate(0.1);
        return (isStandardized ? description.WithStandardization() : description).Build()
            .Fit(_rows, _labels, new() { Epochs = 10 }).Network;
    }

    private static double[] Logits(Perceptron<T> network)
    {
        var logits = new T[RowCount];
        network.Logits(_rows, logits);
        return Numbers.ToDoubles<T>(logits);
    }

    /// <summary>Class 1 if the first input plus noise of at most 1 is above one half.</summary>
    private static int[] Noisy(T[] rows)
    {
        var random = new Random(4);
        return [.. rows.Where((_, index) => index % Inputs == 0)
            .Select(value => double.CreateTruncating(value) + random.Between(-1, 1) > 0.5 ? 1 : 0)];
    }
}

public sealed class PerceptronCalibrationTestsInFloat : PerceptronCalibrationTests<float>;

public sealed class PerceptronCalibrationTestsInDouble : PerceptronCalibrationTests<double>;
