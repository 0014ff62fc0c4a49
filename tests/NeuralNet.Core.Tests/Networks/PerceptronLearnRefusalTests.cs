using System.Numerics;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Networks;

public abstract class PerceptronLearnRefusalTests<T> : RefusalTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(8)]
    public void Learn_rejects_a_row_of_another_length(int length) =>
        Refused<ArgumentException>(
            Regressor(4),
            network => network.Learn(new T[length], T.One),
            "input",
            $"{length} value",
            "4 inputs",
            "one row of 4 values",
            "overload with a destination");

    [Fact]
    public void Learn_of_a_batch_rejects_values_that_are_not_whole_rows()
    {
        Refused<ArgumentException>(
            Regressor(4), network => network.Learn(new T[7], new T[1]), "inputs", "7 values", "4 inputs", "Pass whole rows");
        Refused<ArgumentException>(
            Binary(4), network => network.Learn(new T[7], [0, 1]), "inputs", "7 values", "4 inputs", "Pass whole rows");
    }

    [Fact]
    public void Learn_of_a_batch_rejects_empty_rows()
    {
        Refused<ArgumentException>(
            Regressor(4), network => network.Learn(Numbers.Of<T>(), Numbers.Of<T>()), "inputs", "inputs is empty", "at least one row");
        Refused<ArgumentException>(
            Binary(4), network => network.Learn(Numbers.Of<T>(), Labels(0, 2)), "inputs", "inputs is empty", "at least one row");
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void Learn_rejects_an_input_that_is_not_finite_by_its_column(double value, string shown)
    {
        T[] row = Numbers.Of<T>(1, 2, value);
        string[] words = [$"input has {shown} at row 0, column 2", "must be finite", "replace missing values"];

        Refused<ArgumentException>(Regressor(3), network => network.Learn(row, T.One), "input", words);
        Refused<ArgumentException>(Binary(3), network => network.Learn(row, T.One), "input", words);
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void Learn_rejects_an_input_that_is_not_finite_even_if_all_weights_are_zero(double value, string shown) =>
        RefusedByZeros(
            network => network.Learn(Numbers.Of<T>(1, 2, value), T.One), "input", $"input has {shown} at row 0, column 2");

    [Theory]
    [InlineData(double.NaN, "NaN", 0)]
    [InlineData(double.PositiveInfinity, "Infinity", 4)]
    [InlineData(double.NegativeInfinity, "-Infinity", 299)]
    public void Learn_of_a_batch_rejects_an_input_that_is_not_finite_by_row_and_column(double value, string shown, int row)
    {
        // 300 rows are more than one block: the invalid row may be in a later block.
        T[] rows = Rows<T>(300, 3);
        rows[(row * 3) + 1] = T.CreateTruncating(value);
        string[] words = [$"inputs has {shown} at row {row}, column 1", "must be finite", "leave out such rows"];

        Refused<ArgumentException>(Regressor(3), network => network.Learn(rows, Targets<T>(300, 1)), "inputs", words);
        Refused<ArgumentException>(
            Regressor(3, 2), network => network.Learn(rows, Targets<T>(300, 2), new T[600]), "inputs", words);
        Refused<ArgumentException>(Binary(3), network => network.Learn(rows, Labels(300, 2)), "inputs", words);
        Refused<ArgumentException>(Softmax(3, 3), network => network.Learn(rows, Labels(300, 3), new T[900]), "inputs", words);
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void Learn_rejects_a_target_that_is_not_finite(double value, string shown)
    {
        Refused<ArgumentException>(
            Regressor(3),
            network => network.Learn(Rows<T>(1, 3), T.CreateTruncating(value)),
            "target",
            $"target has {shown}",
            "must be finite");
        Refused<ArgumentException>(
            Regressor(3, 2),
            network => network.Learn(Rows<T>(2, 3), Numbers.Of<T>(0, 0, 0, value)),
            "targets",
            $"targets has {shown} at row 1, column 1",
            "must be finite");
    }

    [Theory]
    [InlineData(-0.25, "-0.25")]
    [InlineData(1.5, "1.5")]
    public void Learn_rejects_a_target_outside_the_interval_of_the_loss(double value, string shown)
    {
        string[] words = [$"has {shown}", "'log-loss' must lie in [0, 1]", "Rescale them, or choose another loss"];

        Refused<ArgumentException>(
            Binary(3), network => network.Learn(Rows<T>(1, 3), T.CreateTruncating(value)), "target", words);
        Refused<ArgumentException>(
            Binary(3), network => network.Learn(Rows<T>(2, 3), Numbers.Of<T>(1, value)), "targets", [.. words, "row 1, column 0"]);
    }

    [Fact]
    public void Learn_rejects_a_target_that_is_no_label_of_a_margin()
    {
        string[] words = ["has 0.5 at row 0, column 0", "'squared-hinge' must be 0 or 1", "Pass int labels"];

        Refused<ArgumentException>(
            Binary(3).WithLoss(Loss.SquaredHinge),
            network => network.Learn(Rows<T>(1, 3), T.CreateTruncating(0.5)),
            "target",
            words);
        Refused<ArgumentException>(
            Binary(3).WithLoss(Loss.SquaredHinge),
            network => network.Learn(Rows<T>(1, 3), Numbers.Of<T>(0.5)),
            "targets",
            words);
    }

    [Fact]
    public void Learn_rejects_class_probabilities_that_do_not_sum_to_one() =>
        Refused<ArgumentException>(
            Softmax(3, 3),
            network => network.Learn(Rows<T>(1, 3), Numbers.Of<T>(0.5, 0.25, 0.5)),
            "targets",
            "sums to 1.25 at row 0",
            "must sum to 1",
            "pass int labels");

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void Learn_rejects_a_label_that_is_no_class(int label) =>
        Refused<ArgumentException>(
            Softmax(3, 3),
            network => network.Learn(Rows<T>(2, 3), [0, label]),
            "labels",
            $"labels has {label} at row 1",
            "with 3 classes a label is 0 to 2",
            "Number the classes from 0");

    [Fact]
    public void Learn_rejects_another_number_of_targets_or_labels()
    {
        Refused<ArgumentException>(
            Regressor(3, 2),
            network => network.Learn(Rows<T>(2, 3), new T[3]),
            "targets",
            "3 values",
            "2 rows x 2 outputs need 4");
        Refused<ArgumentException>(
            Binary(3), network => network.Learn(Rows<T>(2, 3), [1]), "labels", "1 value for 2 rows", "one label for each row");
    }

    [Fact]
    public void Learn_rejects_a_short_destination()
    {
        Refused<ArgumentException>(
            Regressor(3, 2),
            network => network.Learn(Rows<T>(2, 3), Targets<T>(2, 2), new T[3]),
            "destination",
            "room for 3 values",
            "4 are needed");
        Refused<ArgumentException>(
            Softmax(3, 3),
            network => network.Learn(Rows<T>(2, 3), [0, 1], new T[5]),
            "destination",
            "room for 5 values",
            "6 are needed");
    }

    [Fact]
    public void Learn_rejects_predictions_that_an_int_can_not_count() =>
        Refused<ArgumentException>(
            Perceptron.Classifier<T>(1, 1 << 11),
            network => network.Learn(new T[1 << 20], new int[1 << 20], new T[1]),
            "destination",
            "1048576 x 2048 = 2147483648 values",
            "at most 2147483647",
            "Pass fewer rows at a time");

    [Fact]
    public void Learn_rejects_one_number_for_several_outputs() =>
        Refused<InvalidOperationException>(
            Regressor(3, 2),
            network => network.Learn(Rows<T>(1, 3), T.One),
            null,
            "2 outputs",
            "one target is not enough",
            "Pass targets [1 x 2]",
            "int label");

    [Fact]
    public void Learn_rejects_a_destination_that_overlaps_rows_or_targets()
    {
        Refused<ArgumentException>(
            Regressor(2, 2), network => Call(network, (rows, _) => rows), "destination", "destination overlaps inputs");
        Refused<ArgumentException>(
            Regressor(2, 2), network => Call(network, (_, targets) => targets), "destination", "destination overlaps targets");

        static void Call(Perceptron<T> network, Func<T[], T[], T[]> destination)
        {
            T[] rows = Rows<T>(3, 2);
            T[] targets = Targets<T>(3, 2);
            network.Learn(rows, targets, destination(rows, targets));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-1)]
    public void Learn_of_one_label_rejects_a_label_that_is_no_class(int label) =>
        Refused<ArgumentException>(
            Perceptron.WithInputs<T>(3).WithLoss(Loss.HalfSquaredErrorThrough(Activation.Tanh)),
            network => network.Learn(Rows<T>(1, 3), label),
            "label",
            $"label has {label} at row 0",
            "with 2 classes a label is 0 to 1");

    [Fact]
    public void Learn_rejects_labels_for_a_regressor() =>
        Refused<InvalidOperationException>(
            Regressor(3),
            network => network.Learn(Rows<T>(2, 3), [0, 1]),
            null,
            "no classes",
            "1 output(s) and the output activation 'identity'",
            "BinaryClassifier");

    [Fact]
    public void Learn_is_rejected_before_the_first_fit_of_a_network_that_standardizes()
    {
        string[] words = ["standardizes its inputs", "fixed by the first Fit", "Call Fit first", "WithInitialWeights"];

        RefusedBeforeTheFirstFit<InvalidOperationException>(
            Regressor(3), network => network.Learn(Rows<T>(1, 3), T.One), null, words);
        RefusedBeforeTheFirstFit<InvalidOperationException>(
            Regressor(3, 2), network => network.Learn(Rows<T>(2, 3), Targets<T>(2, 2)), null, words);
        RefusedBeforeTheFirstFit<InvalidOperationException>(
            Binary(3), network => network.Learn(Rows<T>(2, 3), [0, 1]), null, words);
    }

    [Fact]
    public void Learn_rejects_finite_inputs_whose_weighted_sum_overflows()
    {
        T most = typeof(T) == typeof(float) ? T.CreateTruncating(float.MaxValue) : T.CreateTruncating(double.MaxValue);
        PerceptronBuilder<T> description = Perceptron.Regressor<T>(2).WithInitialWeights(Numbers.Of<T>(2, 2));
        string[] words = ["finite, but its weighted sum overflows at row", "Rescale the inputs"];

        RefusedUntrained(description, network => network.Learn([most, most], T.One), "input", words);
        RefusedUntrained(description, network => network.Learn([T.One, T.One, most, most], Numbers.Of<T>(1, 1)), "inputs", words);
    }

    private static void RefusedByZeros(Action<Perceptron<T>> call, string parameter, params string[] words) =>
        RefusedUntrained(Perceptron.Regressor<T>(3), call, parameter, words);

    private static void RefusedUntrained(
        PerceptronBuilder<T> description, Action<Perceptron<T>> call, string parameter, params string[] words)
    {
        Perceptron<T> network = description.Build();
        Refused<ArgumentException>(() => call(network), parameter, words);
        Bits(network).Should().Be(Bits(description.Build()));
    }
}

public sealed class PerceptronLearnRefusalTestsInFloat : PerceptronLearnRefusalTests<float>;

public sealed class PerceptronLearnRefusalTestsInDouble : PerceptronLearnRefusalTests<double>;
