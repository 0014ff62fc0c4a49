using System.Numerics;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Networks;

public abstract class PerceptronFitRefusalTests<T> : RefusalTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void Fit_rejects_values_that_are_not_whole_rows()
    {
        Refused<ArgumentException>(
            Regressor(4), network => network.Fit(new T[7], new T[1]), "inputs", "7 values", "4 inputs", "Pass whole rows");
        Refused<ArgumentException>(
            Binary(4), network => network.Fit(new T[7], [0, 1]), "inputs", "7 values", "4 inputs", "Pass whole rows");
    }

    [Fact]
    public void Fit_rejects_empty_rows()
    {
        Refused<ArgumentException>(
            Regressor(4), network => network.Fit(Numbers.Of<T>(), Numbers.Of<T>()), "inputs", "inputs is empty", "at least one row");
        Refused<ArgumentException>(
            Binary(4), network => network.Fit(Numbers.Of<T>(), Labels(0, 2)), "inputs", "inputs is empty", "at least one row");
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void Fit_rejects_an_input_that_is_not_finite_by_row_and_column(double value, string shown)
    {
        T[] rows = Rows<T>(4, 3);
        rows[(2 * 3) + 1] = T.CreateTruncating(value);
        string[] words = [$"inputs has {shown} at row 2, column 1", "must be finite", "leave out such rows", "the mean of"];

        Refused<ArgumentException>(Regressor(3), network => network.Fit(rows, Targets<T>(4, 1)), "inputs", words);
        Refused<ArgumentException>(Regressor(3, 2), network => network.Fit(rows, Targets<T>(4, 2)), "inputs", words);
        Refused<ArgumentException>(Binary(3), network => network.Fit(rows, [0, 1, 0, 1]), "inputs", words);
        Refused<ArgumentException>(Softmax(3, 3), network => network.Fit(rows, [0, 1, 2, 1]), "inputs", words);
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void Fit_rejects_a_target_that_is_not_finite_by_row_and_column(double value, string shown)
    {
        T[] targets = Targets<T>(4, 2);
        targets[(3 * 2) + 1] = T.CreateTruncating(value);

        Refused<ArgumentException>(
            Regressor(3, 2),
            network => network.Fit(Rows<T>(4, 3), targets),
            "targets",
            $"targets has {shown} at row 3, column 1",
            "must be finite");
        Refused<ArgumentException>(
            Binary(3),
            network => network.Fit(Rows<T>(2, 3), Numbers.Of<T>(0, value)),
            "targets",
            $"targets has {shown} at row 1, column 0",
            "must be finite");
    }

    [Theory]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(0)]
    public void Fit_rejects_another_number_of_targets(int length) =>
        Refused<ArgumentException>(
            Regressor(3, 2),
            network => network.Fit(Rows<T>(4, 3), new T[length]),
            "targets",
            $"{length} value",
            "4 rows x 2 outputs need 8",
            "one target for each output of each row");

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(0)]
    public void Fit_rejects_another_number_of_labels(int length) =>
        Refused<ArgumentException>(
            Binary(3),
            network => network.Fit(Rows<T>(4, 3), new int[length]),
            "labels",
            $"{length} values for 4 rows",
            "one label for each row");

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void Fit_rejects_a_label_that_is_no_class(int label)
    {
        Refused<ArgumentException>(
            Binary(3),
            network => network.Fit(Rows<T>(3, 3), [0, 1, label]),
            "labels",
            $"labels has {label} at row 2",
            "with 2 classes a label is 0 to 1",
            "Number the classes from 0");
        int beyond = label == 2 ? 3 : label;
        Refused<ArgumentException>(
            Softmax(3, 3),
            network => network.Fit(Rows<T>(3, 3), [0, beyond, 1]),
            "labels",
            $"labels has {beyond} at row 1",
            "with 3 classes a label is 0 to 2",
            "Number the classes from 0");
    }

    [Theory]
    [InlineData(-0.25, "-0.25")]
    [InlineData(1.5, "1.5")]
    public void Fit_rejects_a_target_outside_the_interval_of_the_loss(double value, string shown)
    {
        Refused<ArgumentException>(
            Binary(3),
            network => network.Fit(Rows<T>(3, 3), Numbers.Of<T>(0, 1, value)),
            "targets",
            $"targets has {shown} at row 2, column 0",
            "'log-loss' must lie in [0, 1]",
            "Rescale them, or choose another loss");
        Refused<ArgumentException>(
            Softmax(3, 2),
            network => network.Fit(Rows<T>(2, 3), Numbers.Of<T>(1, 0, 1 - value, value)),
            "targets",
            "at row 1, column 0",
            "'softmax-cross-entropy' must lie in [0, 1]");
    }

    [Theory]
    [InlineData(-1.25, "-1.25")]
    [InlineData(2, "2")]
    public void Fit_rejects_a_target_that_the_activation_of_a_delta_rule_can_not_reach(double value, string shown) =>
        Refused<ArgumentException>(
            Regressor(3, 2).WithLoss(Loss.HalfSquaredErrorThrough(Activation.Tanh)),
            network => network.Fit(Rows<T>(2, 3), Numbers.Of<T>(-1, 1, 0, value)),
            "targets",
            $"targets has {shown} at row 1, column 1",
            "'half-squared-error-through-tanh' must lie in [-1, 1]");

    [Theory]
    [InlineData(0.5, "0.5")]
    [InlineData(-1, "-1")]
    [InlineData(2, "2")]
    public void Fit_rejects_a_target_between_or_beyond_the_labels_of_a_margin(double value, string shown) =>
        Refused<ArgumentException>(
            Binary(3).WithLoss(Loss.Hinge),
            network => network.Fit(Rows<T>(3, 3), Numbers.Of<T>(0, 1, value)),
            "targets",
            $"targets has {shown} at row 2, column 0",
            "'hinge' must be 0 or 1",
            "Pass int labels, or choose another loss");

    [Theory]
    [InlineData(0, 0, "0 classes")]
    [InlineData(1, 1, "2 classes")]
    public void Fit_rejects_targets_that_mark_no_class_or_several(double first, double second, string shown) =>
        Refused<ArgumentException>(
            Softmax(3, 3).WithLoss(Loss.CrammerSinger),
            network => network.Fit(Rows<T>(2, 3), Numbers.Of<T>(0, 1, 0, first, second, 0)),
            "targets",
            $"{shown} at row 1",
            "'crammer-singer' takes one",
            "Pass int labels, or choose another loss");

    [Fact]
    public void Fit_rejects_a_negative_count() =>
        Refused<ArgumentException>(
            Regressor(3).WithLoss(Loss.Poisson),
            network => network.Fit(Rows<T>(2, 3), Numbers.Of<T>(3, -1)),
            "targets",
            "targets has -1 at row 1, column 0",
            "'poisson' must lie in [0, inf)");

    [Fact]
    public void Fit_rejects_class_probabilities_that_do_not_sum_to_one() =>
        Refused<ArgumentException>(
            Softmax(3, 3),
            network => network.Fit(Rows<T>(2, 3), Numbers.Of<T>(0.5, 0.25, 0.25, 0.5, 0.5, 0.5)),
            "targets",
            "sums to 1.5 at row 1",
            "the 3 class probabilities of a row must sum to 1",
            "Divide each row by its sum, or pass int labels");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Fit_rejects_labels_of_one_class_only(int label)
    {
        string[] words = [$"labels holds one class only (label {label})", "at least two", "Check the selection of rows"];

        Refused<ArgumentException>(Binary(3), network => network.Fit(Rows<T>(3, 3), [label, label, label]), "labels", words);
        Refused<ArgumentException>(Softmax(3, 3), network => network.Fit(Rows<T>(3, 3), [label, label, label]), "labels", words);
        Refused<ArgumentException>(
            Binary(3).WithOutputs(2), network => network.Fit(Rows<T>(3, 3), [label, label, label]), "labels", words);
        Refused<ArgumentException>(Binary(3), network => network.Fit(Rows<T>(1, 3), [label]), "labels", words);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Fit_rejects_targets_of_one_class_only(double target)
    {
        string[] words = ["targets holds one class only", "at least two", "Check the selection of rows"];

        Refused<ArgumentException>(
            Binary(3), network => network.Fit(Rows<T>(3, 3), Numbers.Of<T>(target, target, target)), "targets", words);
        Refused<ArgumentException>(
            Softmax(3, 2),
            network => network.Fit(Rows<T>(2, 3), Numbers.Of<T>(target, 1 - target, target, 1 - target)),
            "targets",
            words);
    }

    [Fact]
    public void Fit_takes_equal_targets_inside_the_interval()
    {
        // The same probability for every row can be learned; a certainty has no finite best weights.
        TrainingResult<T> result = Binary(3).Build().Fit(Rows<T>(3, 3), Numbers.Of<T>(0.25, 0.25, 0.25));

        result.StopReason.Should().Be(StopReason.MaxEpochs);
    }

    [Fact]
    public void Fit_takes_equal_targets_of_independent_outputs()
    {
        TrainingResult<T> result = Binary(3).WithOutputs(2).Build().Fit(Rows<T>(3, 3), Numbers.Of<T>(1, 0, 1, 0, 1, 0));

        result.StopReason.Should().Be(StopReason.MaxEpochs);
    }

    [Fact]
    public void Fit_rejects_labels_for_a_regressor() =>
        Refused<InvalidOperationException>(
            Regressor(3),
            network => network.Fit(Rows<T>(2, 3), [0, 1]),
            null,
            "no classes",
            "1 output(s) and the output activation 'identity'",
            "Predict",
            "Classifier");

    [Fact]
    public void Fit_rejects_a_column_whose_scale_or_its_inverse_is_not_finite()
    {
        // The inverse of the smallest number overflows, and in double so does the distance of the two largest.
        T large = typeof(T) == typeof(double) ? T.CreateTruncating(double.MaxValue) : T.Zero;
        foreach ((T low, T high) in new[] { (T.Zero, T.Epsilon), (-large, typeof(T) == typeof(double) ? large : T.Epsilon) })
        {
            RefusedBeforeTheFirstFit<ArgumentException>(
                Regressor(2),
                network => network.Fit([T.One, low, T.Zero, low, T.Zero, high], Numbers.Of<T>(1, 2, 3)),
                "inputs",
                "can't be standardized in column 1",
                "Rescale the column");
        }
    }

    [Fact]
    public void Fit_rejects_initial_weights_that_overflow_on_the_scale_of_the_raw_inputs()
    {
        T small = T.CreateTruncating(typeof(T) == typeof(double) ? 1e-200 : 1e-20);
        T large = T.CreateTruncating(typeof(T) == typeof(double) ? 1e200 : 1e30);

        RefusedBeforeTheFirstFit<ArgumentException>(
            Perceptron.Regressor<T>(1).WithInitialWeights([large]),
            network => network.Fit([T.Zero, small], Numbers.Of<T>(1, 2)),
            "inputs",
            "initial weights, divided by the scales",
            "Use smaller initial weights");
    }
}

public sealed class PerceptronFitRefusalTestsInFloat : PerceptronFitRefusalTests<float>;

public sealed class PerceptronFitRefusalTestsInDouble : PerceptronFitRefusalTests<double>;
