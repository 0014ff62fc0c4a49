using System.Numerics;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Networks;

/// <summary>Rejected predictions and metrics, of trainable and frozen networks.</summary>
public abstract class PerceptronPredictionRefusalTests<T> : RefusalTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(8)]
    public void A_row_of_another_length_is_rejected(int length)
    {
        string[] words = [$"{length} value", "4 inputs", "one row of 4 values", "overload with a destination"];
        T[] row = new T[length];

        Refused<ArgumentException>(Regressor(4), network => network.Predict(row), "input", words);
        Refused<ArgumentException>(Regressor(4), network => network.Logit(row), "input", words);
        Refused<ArgumentException>(Binary(4), network => network.PredictClass(row), "input", words);
        Refused<ArgumentException>(Softmax(4, 3), network => network.PredictClass(row), "input", words);
        Refused<ArgumentException>(Regressor(4), network => network.Freeze().Predict(row), "input", words);
        Refused<ArgumentException>(Regressor(4), network => network.Freeze().Logit(row), "input", words);
        Refused<ArgumentException>(Softmax(4, 3), network => network.Freeze().PredictClass(row), "input", words);
    }

    [Fact]
    public void Values_that_are_not_whole_rows_are_rejected()
    {
        string[] words = ["7 values", "4 inputs", "Pass whole rows"];
        T[] rows = new T[7];

        foreach (Action<Perceptron<T>> call in ManyRows(rows, new T[9], new int[9], [0, 1, 2]))
        {
            Refused<ArgumentException>(Softmax(4, 3), call, "inputs", words);
        }
    }

    [Fact]
    public void Empty_rows_are_rejected()
    {
        foreach (Action<Perceptron<T>> call in ManyRows([], [], [], []))
        {
            Refused<ArgumentException>(Softmax(4, 3), call, "inputs", "inputs is empty", "at least one row");
        }
    }

    [Fact]
    public void A_short_destination_is_rejected()
    {
        T[] rows = Rows<T>(2, 4);

        Refused<ArgumentException>(
            Softmax(4, 3), network => network.Predict(rows, new T[5]), "destination", "room for 5 values", "6 are needed");
        Refused<ArgumentException>(
            Softmax(4, 3), network => network.Logits(rows, new T[5]), "destination", "room for 5 values", "6 are needed");
        Refused<ArgumentException>(
            Softmax(4, 3),
            network => network.PredictClasses(rows, new int[1]),
            "destination",
            "room for 1 value",
            "2 are needed");
        Refused<ArgumentException>(
            Softmax(4, 3), network => network.Freeze().Predict(rows, []), "destination", "room for 0 values", "6 are needed");
        Refused<ArgumentException>(
            Softmax(4, 3),
            network => network.Freeze().Logits(rows, new T[5]),
            "destination",
            "room for 5 values",
            "6 are needed");
        Refused<ArgumentException>(
            Softmax(4, 3),
            network => network.Freeze().PredictClasses(rows, []),
            "destination",
            "room for 0 values",
            "2 are needed");
    }

    [Fact]
    public void Predictions_that_an_int_can_not_count_are_rejected()
    {
        PerceptronBuilder<T> description = Perceptron.Classifier<T>(1, 1 << 11);
        T[] rows = new T[1 << 20];
        string[] words = ["1048576 x 2048 = 2147483648 values", "at most 2147483647", "Pass fewer rows at a time"];

        Refused<ArgumentException>(description, network => network.Predict(rows, new T[1]), "destination", words);
        Refused<ArgumentException>(description, network => network.Logits(rows, new T[1]), "destination", words);
        Refused<ArgumentException>(description, network => network.Evaluate(rows, new int[1 << 20]), "inputs", words);
    }

    [Fact]
    public void Predicting_one_number_is_rejected_for_several_outputs()
    {
        string[] words = ["2 outputs", "one number can't hold them", "Call the overload with a destination of [rows x 2]"];
        T[] row = Rows<T>(1, 3);

        Refused<InvalidOperationException>(Regressor(3, 2), network => network.Predict(row), null, words);
        Refused<InvalidOperationException>(Regressor(3, 2), network => network.Logit(row), null, words);
        Refused<InvalidOperationException>(Regressor(3, 2), network => network.Freeze().Predict(row), null, words);
        Refused<InvalidOperationException>(Regressor(3, 2), network => network.Freeze().Logit(row), null, words);
    }

    [Fact]
    public void A_destination_that_overlaps_the_rows_is_rejected()
    {
        string[] words = ["destination overlaps inputs", "Use separate memory"];
        Refused<ArgumentException>(Regressor(2, 2), Twice((network, rows) => network.Predict(rows, rows)), "destination", words);
        Refused<ArgumentException>(Regressor(2, 2), Twice((network, rows) => network.Logits(rows, rows)), "destination", words);
        Refused<ArgumentException>(
            Regressor(2, 2), Twice((network, rows) => network.Freeze().Predict(rows, rows)), "destination", words);

        static Action<Perceptron<T>> Twice(Action<Perceptron<T>, T[]> call) => network => call(network, Rows<T>(3, 2));
    }

    [Fact]
    public void Predictions_are_rejected_before_the_first_fit_of_a_network_that_standardizes()
    {
        string[] words = ["standardizes its inputs", "Call Fit first"];
        T[] row = Rows<T>(1, 3);

        RefusedBeforeTheFirstFit<InvalidOperationException>(Binary(3), network => network.Predict(row), null, words);
        RefusedBeforeTheFirstFit<InvalidOperationException>(Binary(3), network => network.Predict(row, new T[1]), null, words);
        RefusedBeforeTheFirstFit<InvalidOperationException>(Binary(3), network => network.Logit(row), null, words);
        RefusedBeforeTheFirstFit<InvalidOperationException>(Binary(3), network => network.PredictClass(row), null, words);
        RefusedBeforeTheFirstFit<InvalidOperationException>(Binary(3), network => network.Evaluate(row, [0]), null, words);
        RefusedBeforeTheFirstFit<InvalidOperationException>(Binary(3), network => network.Freeze(), null, words);
    }

    [Fact]
    public void Classes_are_rejected_if_the_sign_of_the_logit_does_not_determine_them()
    {
        // The activation of 0 is not the middle of the targets, so a logit above 0 is not a prediction above one half.
        PerceptronBuilder<T> description = Perceptron.WithInputs<T>(3)
            .WithLoss(Loss.HalfSquaredErrorThrough(Activation.From(default(Lopsided))));

        description.Build().ClassCount.Should().Be(0);
        Refused<InvalidOperationException>(
            description, network => network.PredictClass(Rows<T>(1, 3)), null, "no classes", "output activation 'lopsided'");
    }

    [Fact]
    public void Classes_are_rejected_for_a_regressor()
    {
        T[] rows = Rows<T>(1, 3);
        string[] words = ["no classes", "1 output(s) and the output activation 'identity'", "call Predict", "2.0, not 2"];

        Refused<InvalidOperationException>(Regressor(3), network => network.PredictClass(rows), null, words);
        Refused<InvalidOperationException>(Regressor(3), network => network.PredictClasses(rows, new int[1]), null, words);
        Refused<InvalidOperationException>(Regressor(3), network => network.Evaluate(rows, [0]), null, words);
        Refused<InvalidOperationException>(Regressor(3), network => network.Freeze().PredictClass(rows), null, words);
        Refused<InvalidOperationException>(
            Regressor(3), network => network.Freeze().PredictClasses(rows, new int[1]), null, words);
        Refused<InvalidOperationException>(Regressor(3), network => network.Freeze().Evaluate(rows, [0]), null, words);
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void Evaluate_rejects_an_input_that_is_not_finite_by_row_and_column(double value, string shown)
    {
        T[] rows = Rows<T>(3, 3);
        rows[(1 * 3) + 2] = T.CreateTruncating(value);
        string[] words = [$"inputs has {shown} at row 1, column 2", "must be finite", "replace missing values"];

        Refused<ArgumentException>(Binary(3), network => network.Evaluate(rows, [0, 1, 1]), "inputs", words);
        Refused<ArgumentException>(Softmax(3, 3), network => network.Evaluate(rows, [0, 1, 1]), "inputs", words);
        Refused<ArgumentException>(Regressor(3), network => network.Evaluate(rows, Targets<T>(3, 1)), "inputs", words);
        Refused<ArgumentException>(Regressor(3), network => network.Freeze().Evaluate(rows, Targets<T>(3, 1)), "inputs", words);
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void Evaluate_rejects_a_target_that_is_not_finite_by_row_and_column(double value, string shown) =>
        Refused<ArgumentException>(
            Regressor(3, 2),
            network => network.Evaluate(Rows<T>(2, 3), Numbers.Of<T>(0, 0, value, 0)),
            "targets",
            $"targets has {shown} at row 1, column 0",
            "must be finite");

    [Fact]
    public void Evaluate_rejects_rows_whose_weighted_sum_overflows()
    {
        T large = T.CreateTruncating(typeof(T) == typeof(float) ? 1e30 : 1e300);
        Refused<ArgumentException>(
            Regressor(1),
            network =>
            {
                Perceptron<T> steep = Perceptron.Regressor<T>(1).WithInitialWeights([large]).Build();
                steep.Evaluate([T.One, large], Numbers.Of<T>(0, 0));
            },
            "inputs",
            "overflows at row 1",
            "Rescale the inputs");
    }

    [Fact]
    public void Evaluate_rejects_another_number_of_targets_or_labels()
    {
        Refused<ArgumentException>(
            Regressor(3, 2),
            network => network.Evaluate(Rows<T>(2, 3), new T[5]),
            "targets",
            "5 values",
            "2 rows x 2 outputs need 4");
        Refused<ArgumentException>(
            Binary(3),
            network => network.Evaluate(Rows<T>(2, 3), [0]),
            "labels",
            "1 value for 2 rows",
            "one label for each row");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void Evaluate_rejects_a_label_that_is_no_class(int label) =>
        Refused<ArgumentException>(
            Binary(3),
            network => network.Evaluate(Rows<T>(2, 3), [0, label]),
            "labels",
            $"labels has {label} at row 1",
            "with 2 classes a label is 0 to 1");

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(2, 0)]
    [InlineData(0, -1)]
    [InlineData(0, 2)]
    public void A_confusion_matrix_rejects_a_class_it_does_not_have(int actual, int predicted)
    {
        ConfusionMatrix matrix = Binary(3).Build().Evaluate(Rows<T>(2, 3), [0, 1]).ConfusionMatrix;

        Refused<ArgumentOutOfRangeException>(
            () => _ = matrix[actual, predicted], actual == 0 ? "predicted" : "actual", "with 2 classes", "[0, 1]");
    }

    private static IEnumerable<Action<Perceptron<T>>> ManyRows(T[] rows, T[] numbers, int[] classes, int[] labels) =>
    [
        network => network.Predict(rows, numbers),
        network => network.Logits(rows, numbers),
        network => network.PredictClasses(rows, classes),
        network => network.Evaluate(rows, labels),
        network => network.Evaluate(rows, numbers),
        network => network.Freeze().Predict(rows, numbers),
        network => network.Freeze().Logits(rows, numbers),
        network => network.Freeze().PredictClasses(rows, classes),
        network => network.Freeze().Evaluate(rows, labels),
        network => network.Freeze().Evaluate(rows, numbers),
    ];

    /// <summary>e^z / (e^z + 3): between 0 and 1 like the sigmoid, but one quarter at 0.</summary>
    private readonly struct Lopsided : IActivation
    {
        public string Name => "lopsided";

        public Interval Range => Interval.Probability;

        public TLanes Evaluate<TLanes>(TLanes logit, out TLanes derivative)
            where TLanes : struct, ILanes<TLanes>
        {
            TLanes activation = LaneMath.Sigmoid(logit - TLanes.Create(1.0986122886681098));
            derivative = activation * (TLanes.Create(1) - activation);
            return activation;
        }
    }
}

public sealed class PerceptronPredictionRefusalTestsInFloat : PerceptronPredictionRefusalTests<float>;

public sealed class PerceptronPredictionRefusalTestsInDouble : PerceptronPredictionRefusalTests<double>;
