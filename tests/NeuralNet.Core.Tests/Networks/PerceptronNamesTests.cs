using System.Numerics;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Networks;

public abstract class PerceptronNamesTests<T> : RefusalTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly PerceptronBuilder<T> _binary = Perceptron.BinaryClassifier<T>(3);

    [Fact]
    public void Names_are_optional()
    {
        Perceptron<T> network = _binary.Build();

        network.FeatureNames.Should().BeNull();
        network.ClassNames.Should().BeNull();
        network.Freeze().FeatureNames.Should().BeNull();
        network.Freeze().ClassNames.Should().BeNull();
    }

    [Fact]
    public void Every_network_from_a_description_has_its_names()
    {
        PerceptronBuilder<T> description = _binary.WithClassNames("no", "yes").WithFeatureNames("age", "size", "Size").WithSeed(3);

        Perceptron<T> network = description.Build();
        network.SetWeights(Numbers.Of<T>(1, 2, 3));
        FrozenPerceptron<T> frozen = network.Freeze();
        FrozenPerceptron<T> calibrated = frozen.Calibrate(Rows<T>(6, 3), CalibrationLabels(network, 6));

        IReadOnlyList<string>?[] features =
            [description.FeatureNames, network.FeatureNames, frozen.FeatureNames, calibrated.FeatureNames];
        features.Should().OnlyContain(names => string.Join(' ', names!) == "age size Size");
        IReadOnlyList<string>?[] classes = [description.ClassNames, network.ClassNames, frozen.ClassNames, calibrated.ClassNames];
        classes.Should().OnlyContain(names => string.Join(' ', names!) == "no yes");
    }

    [Fact]
    public void Metrics_name_the_classes()
    {
        Perceptron<T> network = _binary.WithClassNames("no", "yes").Build();

        network.Evaluate(Rows<T>(2, 3), [0, 1]).ConfusionMatrix.ClassNames.Should().Equal("no", "yes");
        network.Freeze().Evaluate(Rows<T>(2, 3), [0, 1]).ConfusionMatrix.ClassNames.Should().Equal("no", "yes");
    }

    [Fact]
    public void Names_are_copied_and_can_not_be_changed()
    {
        string[] names = ["a", "b", "c"];
        PerceptronBuilder<T> description = _binary.WithFeatureNames(names);
        names[0] = "other";

        description.FeatureNames.Should().Equal("a", "b", "c");
        ((IList<string>)description.FeatureNames!).Invoking(list => list[0] = "other").Should().Throw<NotSupportedException>();
    }

    [Fact]
    public void Class_names_stay_if_the_number_of_classes_stays()
    {
        _binary.WithClassNames("no", "yes").WithLoss(Loss.HalfSquaredErrorThrough(Activation.Tanh)).WithOutputs(1)
            .ClassNames.Should().Equal("no", "yes");
        Perceptron.Classifier<T>(3, 2).WithClassNames("no", "yes").WithLoss(Loss.SoftmaxCrossEntropy).WithOutputs(2)
            .ClassNames.Should().Equal("no", "yes");
        _binary.WithClassNames("no", "yes").WithOutputs(2).ClassNames.Should().Equal("no", "yes");
        _binary.WithClassNames("no", "yes").WithClassNames("0", "1").ClassNames.Should().Equal("0", "1");
    }

    [Fact]
    public void A_loss_or_number_of_outputs_that_does_not_fit_the_class_names_is_rejected()
    {
        string cure = "Call WithClassNames after WithOutputs and WithLoss";
        Refused<InvalidOperationException>(
            () => _binary.WithClassNames("no", "yes").WithOutputs(3),
            null, "for 2 classes", "do not fit 3 output(s)", "'log-loss'", cure);
        Refused<InvalidOperationException>(
            () => _binary.WithClassNames("no", "yes").WithLoss(Loss.HalfSquaredError),
            null, "for 2 classes", "do not fit 1 output(s)", "'half-squared-error'", cure);
        Refused<InvalidOperationException>(
            () => Perceptron.Classifier<T>(3, 3).WithClassNames("a", "b", "c").WithOutputs(4),
            null, "for 3 classes", "do not fit 4 output(s)", cure);
    }

    [Fact]
    public void Class_names_are_rejected_for_a_regressor() =>
        Refused<InvalidOperationException>(
            () => Perceptron.Regressor<T>(3).WithClassNames("no", "yes"),
            null,
            "no classes to name",
            "1 output(s)",
            "'half-squared-error'",
            "BinaryClassifier or Classifier",
            "WithLoss before WithClassNames");

    [Fact]
    public void Another_number_of_names_is_rejected()
    {
        Refused<ArgumentException>(
            () => _binary.WithFeatureNames("a", "b"), "names", "names has 2 values", "3 are needed", "one for each input");
        Refused<ArgumentException>(() => _binary.WithFeatureNames(), "names", "names has 0 values", "3 are needed");
        Refused<ArgumentException>(() => _binary.WithFeatureNames((string[])null!), "names", "names has 0 values");
        Refused<ArgumentException>(
            () => _binary.WithClassNames("a", "b", "c"), "names", "names has 3 values", "2 are needed", "one for each class");
    }

    [Fact]
    public void Blank_names_are_rejected()
    {
        Refused<ArgumentException>(
            () => _binary.WithFeatureNames("a", "b", null!), "names", "null at index 2", "Give each a name", "optional");
        Refused<ArgumentException>(
            () => _binary.WithFeatureNames("a", " ", "c"), "names", "the blank name ' ' at index 1", "Give each a name");
        Refused<ArgumentException>(() => _binary.WithClassNames(string.Empty, "yes"), "names", "the blank name '' at index 0");
    }

    [Fact]
    public void Equal_names_are_rejected()
    {
        Refused<ArgumentException>(
            () => _binary.WithFeatureNames("age", "size", "age"),
            "names",
            "'age' at index 0 and again at index 2",
            "Rename one");
        Refused<ArgumentException>(() => _binary.WithClassNames("yes", "yes"), "names", "'yes' at index 0 and again at index 1");
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void An_input_that_is_not_finite_is_rejected_with_the_name_of_its_feature(double value, string shown)
    {
        PerceptronBuilder<T> description = Binary(3).WithFeatureNames("age", "size", "weight");
        T[] rows = Rows<T>(3, 3);
        rows[(1 * 3) + 2] = T.CreateTruncating(value);
        string[] words = [$"inputs has {shown} at row 1, column 2 ('weight'). Values must be finite", "replace missing values"];

        Refused<ArgumentException>(description, network => network.Fit(rows, [0, 1, 1]), "inputs", words);
        Refused<ArgumentException>(description, network => network.Learn(rows, [0, 1, 1]), "inputs", words);
        Refused<ArgumentException>(description, network => network.Evaluate(rows, [0, 1, 1]), "inputs", words);
        Refused<ArgumentException>(description, network => network.Evaluate(rows, Targets<T>(3, 1)), "inputs", words);
        Refused<ArgumentException>(description, network => network.Freeze().Calibrate(rows, [0, 1, 1]), "inputs", words);
        Refused<ArgumentException>(
            description, network => network.ChooseThreshold(rows, [0, 1, 1], ThresholdGoal.BestF1), "inputs", words);
        Refused<ArgumentException>(description, network => network.EvaluateMultiLabel(rows, Numbers.Of<T>(0, 1, 1)), "inputs", words);
        Refused<ArgumentException>(description, network => network.Freeze().Evaluate(rows, [0, 1, 1]), "inputs", words);
        Refused<ArgumentException>(description, network => network.Freeze().Evaluate(rows, Targets<T>(3, 1)), "inputs", words);
        Refused<ArgumentException>(() => description.CrossValidateClassifier(new(rows, LabelsOf(0, 1, 1))), "inputs", words);
        Refused<ArgumentException>(() => description.FitRegressorPath(new(rows, new T[3]), [1], Penalty.L2), "inputs", words);
        Refused<ArgumentException>(() => description.MaximumL1Strength(new(rows, LabelsOf(0, 1, 1))), "inputs", words);
        Refused<ArgumentException>(
            description,
            network => network.Learn(rows.AsSpan(3, 3), T.One),
            "input",
            $"input has {shown} at row 0, column 2 ('weight')");
    }

    /// <summary>The larger half of the logits is class 1.</summary>
    private static int[] CalibrationLabels(Perceptron<T> network, int rows)
    {
        var logits = new T[rows];
        network.Logits(Rows<T>(rows, network.InputCount), logits);
        T median = logits.Order().ElementAt(rows / 2);
        return [.. logits.Select(logit => logit >= median ? 1 : 0)];
    }
}

public sealed class PerceptronNamesTestsInFloat : PerceptronNamesTests<float>;

public sealed class PerceptronNamesTestsInDouble : PerceptronNamesTests<double>;
