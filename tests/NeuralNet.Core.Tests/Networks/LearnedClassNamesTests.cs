using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Networks;

/// <summary>On request, the first Fit learns the names of the classes from its labels.</summary>
public sealed class LearnedClassNamesTests : RefusalTests<float>
{
    private static readonly float[] _rows = Rows<float>(30, 3);
    private static readonly string[] _names = ["virginica", "Setosa", "versicolor"];
    private static readonly string[] _labels = [.. Labels(30, 3).Select(label => _names[label])];
    private static readonly string[] _sorted = ["Setosa", "versicolor", "virginica"];
    private static readonly TrainingOptions _options = new() { Epochs = 2 };

    private static PerceptronBuilder<float> Described => Perceptron.Classifier<float>(3, 3).WithLearnedClassNames();

    [Fact]
    public void Learns_names_in_ordinal_order_with_the_weights_of_given_names()
    {
        Perceptron<float> learned = Described.Build();
        Perceptron<float> given = Perceptron.Classifier<float>(3, 3).WithClassNames(_sorted).Build();
        learned.ClassNames.Should().BeNull();

        learned.Fit(_rows, _labels, _options);
        given.Fit(_rows, _labels, _options);

        learned.ClassNames.Should().Equal(_sorted);
        learned.Weights.ToArray().Should().Equal(given.Weights.ToArray());
        learned.PredictClassName(_rows.AsSpan(0, 3)).Should().Be(given.PredictClassName(_rows.AsSpan(0, 3)));
        learned.Evaluate(_rows, _labels).ConfusionMatrix.ClassNames.Should().Equal(_sorted);
        learned.Freeze().ClassNames.Should().Equal(_sorted);
        Perceptron.Load<float>(learned.ToBytes()).ClassNames.Should().Equal(_sorted);
    }

    [Fact]
    public void A_loaded_network_that_was_never_fitted_still_learns_names()
    {
        Perceptron<float> loaded = Perceptron.Load<float>(Described.Build().ToBytes());

        loaded.Description.LearnsClassNames.Should().BeTrue();
        loaded.Fit(new Examples<float>(_rows, _labels), _options, validation: new Examples<float>(_rows, _labels));

        loaded.ClassNames.Should().Equal(_sorted);
    }

    [Fact]
    public void A_second_Fit_keeps_the_names_and_rejects_others()
    {
        Perceptron<float> network = Described.Build();
        network.Fit(_rows, _labels, _options);

        FluentActions.Invoking(() => network.Fit(_rows, WithLast("iris"), _options))
            .Should().Throw<ArgumentException>().WithMessage("*'iris'*row 29*").WithParameterName("labels");
        network.ClassNames.Should().Equal(_sorted);
    }

    [Fact]
    public void Learns_no_names_from_class_indices()
    {
        Perceptron<float> network = Described.Build();
        network.Fit(_rows, Labels(30, 3), _options);
        network.ClassNames.Should().BeNull();
    }

    [Fact]
    public void Rejects_wrong_names_and_steps_before_the_first_Fit_without_a_change()
    {
        foreach ((string last, string words) in new[] { ("iris", "*4 different names*3 classes*WithClassNames*"), (" ", "*blank*row 29*") })
        {
            Perceptron<float> rejecting = Described.Build();
            FluentActions.Invoking(() => rejecting.Fit(_rows, WithLast(last)))
                .Should().Throw<ArgumentException>().WithMessage(words).WithParameterName("labels");
            rejecting.ToBytes().Should().Equal(Described.Build().ToBytes());
        }

        Refused<InvalidOperationException>(Described, each => each.Learn(_rows.AsSpan(0, 3), "Setosa"), null, "Call Fit first");
        Perceptron<float> network = Described.Build();
        float[] bad = [.. _rows];
        bad[5] = float.NaN;
        FluentActions.Invoking(() => network.Fit(bad, _labels)).Should().Throw<ArgumentException>();
        network.ClassNames.Should().BeNull();
        FluentActions.Invoking(() => Regressor(3).WithLearnedClassNames()).Should().Throw<InvalidOperationException>().WithMessage("*no classes to name*WithLearnedClassNames*");
    }

    [Fact]
    public void Names_are_rejected_once_the_network_was_trained_with_class_indices()
    {
        Perceptron<float> fitted = Described.Build();
        fitted.Fit(_rows, Labels(30, 3), _options);
        Perceptron<float> stepped = Described.Build();
        stepped.Learn(_rows.AsSpan(0, 3), 1);

        foreach (Perceptron<float> network in new[] { fitted, stepped })
        {
            FluentActions.Invoking(() => network.Fit(_rows, _labels, _options with { Resume = true }))
                .Should().Throw<ArgumentException>().WithMessage("*already trained with class indices*").WithParameterName("labels");
            network.ClassNames.Should().BeNull();
        }
    }

    [Fact]
    public void Cross_validation_and_penalty_paths_learn_names()
    {
        var examples = new Examples<float>(_rows, _labels);
        CrossValidation<ClassificationMetrics> tested = Described.CrossValidateClassifier(examples, options: _options);
        tested.Folds[0].Metrics.ConfusionMatrix.ClassNames.Should().Equal(_sorted);

        PenaltyPath<float, ClassificationMetrics> path = Described.FitClassifierPath(examples, [1, 0.1], Penalty.L2, options: _options);
        path.Points[0].Network.ClassNames.Should().Equal(_sorted);
        Described.MaximumL1Strength(examples).Should().BePositive();
    }

    private static string[] WithLast(string name) => [.. _labels[..29], name];
}
