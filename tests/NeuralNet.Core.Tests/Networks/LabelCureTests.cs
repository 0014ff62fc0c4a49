using System.Numerics;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Networks;

/// <summary>Labels in the forms of other tools are rejected with a cure.</summary>
public abstract class LabelCureTests<T> : RefusalTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int RowCount = 9;

    private static readonly T[] _rows = Rows<T>(RowCount, 3);
    private static readonly T[] _classes = [.. Labels(RowCount, 3).Select(T.CreateTruncating)];

    [Fact]
    public void Rejects_classes_as_floating_point_numbers_and_suggests_int_labels()
    {
        var examples = new Examples<T>(_rows, _classes);
        var labelled = new Examples<T>(_rows, Labels(RowCount, 3));
        foreach ((string prefix, Action<Perceptron<T>> call) in new (string, Action<Perceptron<T>>)[]
        {
            (string.Empty, network => network.Fit(_rows, _classes)),
            (string.Empty, network => network.Fit(Matrix(_rows, 3), _classes)),
            (string.Empty, network => network.Fit(examples)),
            ("validation: ", network => network.Fit(labelled, validation: examples)),
            ("batch 1: ", network => network.Fit([labelled, examples])),
            (string.Empty, network => network.Learn(_rows, _classes)),
            (string.Empty, network => network.Learn(examples)),
            (string.Empty, network => network.Evaluate(_rows, _classes)),
            (string.Empty, network => network.Freeze().Evaluate(_rows, _classes)),
            (string.Empty, network => network.Description.CrossValidateRegressor(new(_rows, _classes))),
        })
        {
            string[] words =
            [
                $"{prefix}targets has 9 values; 9 rows x 3 outputs need 27", "If each is the class of its row, pass int labels, 0 to 2",
            ];
            string parameter = prefix switch { "" => "targets", "validation: " => "validation", _ => "batches" };
            Refused<ArgumentException>(Softmax(3, 3), call, parameter, words);
            Refused<ArgumentException>(Perceptron.WithInputs<T>(3).WithOutputs(3).WithLoss(Loss.LogLoss), call, parameter, words);
        }
    }

    [Fact]
    public void Rejects_the_evaluation_of_labels_as_floating_point_numbers()
    {
        T[] labels = [.. Labels(RowCount, 2).Select(T.CreateTruncating)];
        string[] words = ["holds only 0 and 1", "Pass int labels", "EvaluateMultiLabel", "RegressionMetrics.FromPredictions"];

        Refused<ArgumentException>(Binary(3), network => network.Evaluate(_rows, labels), "targets", words);
        Refused<ArgumentException>(Binary(3), network => network.Evaluate(Matrix(_rows, 3), labels), "targets", words);
        Refused<ArgumentException>(Binary(3), network => network.Freeze().Evaluate(_rows, labels), "targets", words);
        Refused<ArgumentException>(
            Perceptron.WithInputs<T>(3).WithLoss(Loss.Hinge), network => network.Evaluate(_rows, labels), "targets", words);
        Refused<ArgumentException>(Softmax(3, 3), network => network.Evaluate(_rows, OneHot<T>(RowCount, 3)), "targets", words);
        Refused<ArgumentException>(
            Perceptron.WithInputs<T>(3).WithLoss(Loss.HalfSquaredErrorThrough(Activation.Tanh)),
            network => network.Evaluate(_rows, [.. labels.Select(label => label + label - T.One)]),
            "targets",
            "holds only -1 and 1");
    }

    [Fact]
    public void Rejects_labels_as_floating_point_numbers_in_model_selection()
    {
        T[] labels = [.. Labels(RowCount, 2).Select(T.CreateTruncating)];
        Folds folds = Folds.Random(2);
        string[] words = ["holds only 0 and 1", "Pass int labels"];

        Refused<ArgumentException>(Binary(3), network => network.Description.CrossValidateRegressor(new(_rows, labels), folds), "targets", words);
        Refused<ArgumentException>(
            Binary(3), network => network.Description.FitRegressorPath(new(_rows, labels), [0.1], Penalty.L2, folds), "targets", words);
        Refused<ArgumentException>(
            Softmax(3, 3), network => network.Description.CrossValidateRegressor(new(_rows, OneHot<T>(RowCount, 3)), folds), "targets", words);

        // Multi-label targets have no form as ints.
        Perceptron.MultiLabelClassifier<T>(3, 3).CrossValidateRegressor(new(_rows, OneHot<T>(RowCount, 3)), folds).Folds.Should().HaveCount(2);
        Perceptron.Regressor<T>(3).CrossValidateRegressor(new(_rows, labels), folds).Folds.Should().HaveCount(2);
    }

    [Fact]
    public void Evaluates_soft_labels_and_targets_of_a_regressor_as_numbers()
    {
        T half = T.CreateTruncating(0.5);

        Perceptron.BinaryClassifier<T>(3).Build().Evaluate(_rows, [half, .. Targets<T>(RowCount - 1, 1)])
            .RootMeanSquaredError.Should().BePositive();
        Perceptron.Regressor<T>(3).Build().Evaluate(_rows, [.. Labels(RowCount, 2).Select(T.CreateTruncating)])
            .RootMeanSquaredError.Should().BePositive();
    }

    [Fact]
    public void Does_not_suggest_labels_for_a_regressor_or_another_number_of_values()
    {
        Refusal(Regressor(3, 3), _classes).Should().Contain("9 rows x 3 outputs need 27").And.NotContain("label");
        Refusal(Softmax(3, 3), _classes[..8]).Should().Contain("9 rows x 3 outputs need 27").And.NotContain("label");

        static string Refusal(PerceptronBuilder<T> description, T[] targets) =>
            FluentActions.Invoking(() => description.Build().Fit(_rows, targets)).Should().Throw<ArgumentException>().Which.Message;
    }

    [Theory]
    [InlineData("log-loss")]
    [InlineData("hinge")]
    [InlineData("squared-hinge")]
    [InlineData("modified-huber")]
    [InlineData("perceptron")]
    public void Suggests_mapping_labels_of_minus_one_to_zero(string loss)
    {
        PerceptronBuilder<T> description = Perceptron.WithInputs<T>(3).WithLoss(
            new[] { Loss.LogLoss, Loss.Hinge, Loss.SquaredHinge, Loss.ModifiedHuber, Loss.Perceptron }.Single(each => each.Name == loss));
        int[] labels = [.. Labels(RowCount, 2).Select(label => (2 * label) - 1)];
        T[] targets = [.. labels.Select(T.CreateTruncating)];

        Refused<ArgumentException>(description, network => network.Fit(_rows, labels), "labels", "labels has -1 at row 0", "from 0: map -1 to 0");
        Refused<ArgumentException>(description, network => network.Learn(_rows, labels), "labels", "from 0: map -1 to 0");
        Refused<ArgumentException>(description, network => network.Learn(_rows.AsSpan(0, 3), -1), "label", "from 0: map -1 to 0");
        Refused<ArgumentException>(description, network => network.Fit(_rows, targets), "targets", "targets has -1 at row 0", "Map -1 to 0");
        Refused<ArgumentException>(description, network => network.Learn(_rows, targets), "targets", "Map -1 to 0");
        Refused<ArgumentException>(description, network => network.Learn(_rows.AsSpan(0, 3), -T.One), "target", "Map -1 to 0");
        Refused<ArgumentException>(
            description, network => network.Fit(new Examples<T>(_rows, targets)), "targets", "Map -1 to 0");
    }

    [Fact]
    public void Tanh_takes_minus_one_and_still_has_two_labels()
    {
        PerceptronBuilder<T> description = Perceptron.WithInputs<T>(3).WithLoss(Loss.HalfSquaredErrorThrough(Activation.Tanh));

        description.Build().Fit(_rows, [.. Labels(RowCount, 2).Select(label => T.CreateTruncating((2 * label) - 1))]);

        Refused<ArgumentException>(description, network => network.Fit(_rows, Numbers.Of<T>(-2, 1, 1, 1, 1, 1, 1, 1, 1)), "targets", "Rescale them");
        Refused<ArgumentException>(
            description, network => network.Fit(_rows, [-1, 1, 1, 1, 1, 1, 1, 1, 1]), "labels", "from 0: map -1 to 0");
    }

    [Fact]
    public void Suggests_Classifier_for_three_classes_in_a_network_of_two()
    {
        Refused<ArgumentException>(
            Binary(3), network => network.Fit(_rows, _classes), "targets", "targets has 2 at row 2", "Perceptron.Classifier and int labels");
        Refused<ArgumentException>(
            Binary(3), network => network.Fit(_rows, Labels(RowCount, 3)), "labels", "labels has 2 at row 2", "with 2 classes", "Number the classes from 0");
    }
}

public sealed class LabelCureTestsInFloat : LabelCureTests<float>;

public sealed class LabelCureTestsInDouble : LabelCureTests<double>;
