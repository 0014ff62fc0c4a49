using System.Globalization;
using System.Numerics;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Data;

/// <summary>Class indices, bools and names give the same classes.</summary>
public abstract class LabelsTests<T> : RefusalTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Inputs = 3;
    private const int RowCount = 30;

    private static readonly T[] _rows = Rows<T>(RowCount, Inputs);
    private static readonly int[] _two = Labels(RowCount, 2);
    private static readonly int[] _three = Labels(RowCount, 3);
    private static readonly string[] _names = ["setosa", "versicolor", "virginica"];
    private static readonly TrainingOptions _options = new() { Epochs = 3 };

    private static PerceptronBuilder<T> Flowers => Softmax(Inputs, 3).WithClassNames(_names);

    [Fact]
    public void Bools_are_the_classes_0_and_1()
    {
        bool[] flags = [.. _two.Select(label => label == 1)];
        T[] weights = Targets<T>(RowCount, 1);
        List<string> expected = Answers(Binary(Inputs), _two, new Examples<T>(_rows, _two, weights));

        Answers(Binary(Inputs), flags, new Examples<T>(_rows, flags, weights)).Should().Equal(expected);
        Answers(Binary(Inputs), flags.ToList(), new Examples<T>(_rows, flags, weights)).Should().Equal(expected);
        Answers(Binary(Inputs), flags.AsSpan(), new Examples<T>(_rows, flags, weights)).Should().Equal(expected);
        Answers(Binary(Inputs), (ReadOnlyMemory<bool>)flags, new Examples<T>(_rows, flags, weights)).Should().Equal(expected);
        Answers(Binary(Inputs), _two.ToList(), new Examples<T>(_rows, _two, weights)).Should().Equal(expected);
    }

    [Fact]
    public void Names_are_the_classes_in_the_order_of_the_names()
    {
        string[] named = [.. _three.Select(label => _names[label])];
        T[] weights = Targets<T>(RowCount, 1);
        List<string> expected = Answers(Flowers, _three, new Examples<T>(_rows, _three, weights));

        Answers(Flowers, named, new Examples<T>(_rows, named, weights)).Should().Equal(expected);
        Answers(Flowers, named.ToList(), new Examples<T>(_rows, named, weights)).Should().Equal(expected);
        Answers(Flowers, named.AsSpan(), new Examples<T>(_rows, named, weights)).Should().Equal(expected);
        Answers(Flowers, (ReadOnlyMemory<string>)named, new Examples<T>(_rows, named, weights)).Should().Equal(expected);
    }

    [Fact]
    public void Learning_from_a_bool_or_a_name_equals_learning_from_the_index()
    {
        Perceptron<T> byIndex = Flowers.Build();
        Perceptron<T> byName = Flowers.Build();
        Perceptron<T> binary = Binary(Inputs).Build();
        Perceptron<T> flagged = Binary(Inputs).Build();
        for (int row = 0; row < RowCount; row++)
        {
            ReadOnlySpan<T> input = _rows.AsSpan(row * Inputs, Inputs);
            byName.Learn(input, _names[_three[row]], sampleWeight: 0.5).Should().Be(byIndex.Learn(input, _three[row], 0.5));
            flagged.Learn(input, _two[row] == 1, 2).Should().Be(binary.Learn(input, _two[row], 2));
        }

        Bits(byName).Should().Be(Bits(byIndex));
        Bits(flagged).Should().Be(Bits(binary));
    }

    [Fact]
    public void Returns_the_name_of_the_predicted_class()
    {
        Perceptron<T> network = Flowers.Build().Fit(_rows, _three, _options).Network;
        FrozenPerceptron<T> frozen = network.Freeze();
        for (int row = 0; row < RowCount; row++)
        {
            ReadOnlySpan<T> input = _rows.AsSpan(row * Inputs, Inputs);
            network.PredictClassName(input).Should().Be(_names[network.PredictClass(input)]);
            frozen.PredictClassName(input).Should().Be(_names[frozen.PredictClass(input)]);
        }

        network.PredictClassName([T.NaN, T.Zero, T.Zero]).Should().BeNull();
        frozen.PredictClassName([T.NaN, T.Zero, T.Zero]).Should().BeNull();
        Softmax(Inputs, 3).Build().Invoking(one => one.PredictClassName(_rows.AsSpan(0, Inputs)))
            .Should().Throw<InvalidOperationException>().WithMessage("*no class names*WithClassNames*PredictClass*");
        Regressor(Inputs).Build().Invoking(one => one.PredictClassName(_rows.AsSpan(0, Inputs)))
            .Should().Throw<InvalidOperationException>().WithMessage("*no classes*");
    }

    [Theory]
    [InlineData("versicolour", "'versicolor'")]
    [InlineData("Virginica", "'virginica'")]
    [InlineData("", "'setosa'")]
    public void Rejects_an_unknown_name_and_lists_the_nearest(string name, string nearest)
    {
        string[] named = ["setosa", name, "virginica"];
        T[] rows = Rows<T>(3, Inputs);

        Refused<ArgumentException>(
            Flowers, network => network.Fit(rows, named), "labels", $"'{name}' at row 1", "3 classes", $"nearest names: {nearest}");
        Refused<ArgumentException>(Flowers, network => network.Learn(rows, named), "labels", $"'{name}' at row 1", nearest);
        Refused<ArgumentException>(Flowers, network => network.Evaluate(rows, named), "labels", $"'{name}' at row 1", nearest);
        Refused<ArgumentException>(Flowers, network => network.Freeze().Evaluate(rows, named), "labels", $"'{name}' at row 1", nearest);
        Refused<ArgumentException>(Flowers, network => network.Fit(new Examples<T>(rows, named)), "labels", $"'{name}' at row 1", nearest);
        Refused<ArgumentException>(Flowers, network => network.Learn(rows.AsSpan(0, Inputs), name), "className", $"'{name}'", nearest);
        Refused<ArgumentException>(
            Flowers, network => network.Fit(rows, new[] { "setosa", null!, "virginica" }, _options), "labels", "'null' at row 1");
    }

    [Fact]
    public void Rejects_labels_without_a_class_of_the_network()
    {
        bool[] flags = new bool[RowCount];
        string[] named = [.. _three.Select(label => _names[label])];

        Refused<ArgumentException>(Flowers, network => network.Fit(_rows, flags), "labels", "bools", "2 classes", "has 3", "[0, 3)");
        Refused<ArgumentException>(Flowers, network => network.Learn(_rows.AsSpan(0, Inputs), true), "label", "bools", "has 3");
        Refused<ArgumentException>(Softmax(Inputs, 3), network => network.Fit(_rows, named), "labels", "no", "WithClassNames", "class indices");
        Refused<ArgumentException>(Flowers, network => network.Fit(_rows, named[1..]), "labels", "29", "30");
        Refused<ArgumentException>(Binary(Inputs), network => network.Fit(_rows, flags), "labels", "label 0");
        Refused<InvalidOperationException>(Regressor(Inputs), network => network.Fit(_rows, flags), null, "no classes", "2f or 2.0");
        Refused<InvalidOperationException>(Regressor(Inputs), network => network.Learn(_rows.AsSpan(0, Inputs), true), null, "no classes");
        Refused<InvalidOperationException>(Regressor(Inputs), network => network.Fit(_rows, [0, 1, 2]), null, "no class labels", "2f or 2.0");
        Refused<ArgumentException>(Binary(Inputs), network => network.Fit(_rows, default(Labels)), "labels", "0", "30");
    }

    [Fact]
    public void Only_class_indices_can_be_enumerated()
    {
        Labels indices = _three;
        var seen = new List<int>();
        foreach (int label in indices)
        {
            seen.Add(label);
        }

        seen.Should().Equal(_three);
        Action flags = () =>
        {
            Labels labels = new[] { true };
            _ = labels.GetEnumerator();
        };
        flags.Should().Throw<NotSupportedException>().WithMessage("*no class indices*");
    }

    private static List<string> Answers(PerceptronBuilder<T> description, Labels labels, Examples<T> weighted)
    {
        Perceptron<T> network = description.Build().Fit(_rows, labels, _options).Network;
        FrozenPerceptron<T> frozen = network.Freeze();
        List<string> told =
        [
            Bits(network),
            network.Evaluate(_rows, labels).ToString(),
            frozen.Evaluate(_rows, labels).ToString(),
            description.CrossValidateClassifier(weighted, Folds.Random(3), _options).Score(fold => fold.Accuracy).ToString(),
            description.MaximumL1Strength(weighted).ToString(CultureInfo.InvariantCulture),
            Bits(description.Build().Fit(weighted, _options).Network),
        ];
        network.Learn(_rows, labels);
        told.Add(Bits(network));
        if (network.OutputCount == 1)
        {
            told.Add(network.ChooseThreshold(_rows, labels, ThresholdGoal.BestF1).ToString());
            told.Add(Bits(frozen.Calibrate(_rows, labels).Weights));
        }

        return told;
    }
}

public sealed class LabelsTestsInFloat : LabelsTests<float>;

public sealed class LabelsTestsInDouble : LabelsTests<double>;
