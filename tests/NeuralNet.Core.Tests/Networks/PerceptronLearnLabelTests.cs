using System.Numerics;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Networks;

/// <summary>One int is the label of a row for all outputs: learned as a batch of this row.</summary>
public abstract class PerceptronLearnLabelTests<T> : RefusalTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Inputs = 3;
    private const int RowCount = 12;

    private static readonly T[] _rows = Rows<T>(RowCount, Inputs);

    private static readonly Dictionary<string, PerceptronBuilder<T>> _descriptions = new()
    {
        ["binary"] = Perceptron.BinaryClassifier<T>(Inputs),
        ["tanh"] = Perceptron.WithInputs<T>(Inputs).WithLoss(Loss.HalfSquaredErrorThrough(Activation.Tanh)),
        ["softmax"] = Perceptron.Classifier<T>(Inputs, 3),
        ["softmax of two"] = Perceptron.Classifier<T>(Inputs, 2),
        ["one against the rest"] = Perceptron.WithInputs<T>(Inputs).WithOutputs(3).WithLoss(Loss.LogLoss),
        ["labels"] = Perceptron.MultiLabelClassifier<T>(Inputs, 3),
        ["margins"] = Perceptron.WithInputs<T>(Inputs).WithOutputs(3).WithLoss(Loss.CrammerSinger).WithOptimizer(Optimizer.Adam()),
        ["row by row"] = Perceptron.WithInputs<T>(Inputs).WithOutputs(3).WithLoss(Loss.Hinge).WithOptimizer(Optimizer.PassiveAggressive(0.5)),
        ["with all"] = Perceptron.Classifier<T>(Inputs, 3).WithClassWeights([1, 2, 0.5]).WithAveraging()
            .WithPenalty(Penalty.ElasticNet(0.01)).WithGradientClipping(GradientClipping.ByNorm(0.5)),
    };

    [Theory]
    [InlineData("binary")]
    [InlineData("tanh")]
    [InlineData("softmax")]
    [InlineData("softmax of two")]
    [InlineData("one against the rest")]
    [InlineData("labels")]
    [InlineData("margins")]
    [InlineData("row by row")]
    [InlineData("with all")]
    public void A_label_produces_the_bits_of_a_batch_of_one_row(string name)
    {
        A_label_has_the_bits(name, isStandardized: false);
        A_label_has_the_bits(name, isStandardized: true);
    }

    [Theory]
    [InlineData("binary")]
    [InlineData("tanh")]
    [InlineData("softmax")]
    [InlineData("softmax of two")]
    [InlineData("one against the rest")]
    [InlineData("labels")]
    [InlineData("margins")]
    [InlineData("row by row")]
    [InlineData("with all")]
    public void The_sample_weight_is_that_of_the_row_in_a_batch(string name)
    {
        foreach ((double weight, bool isStandardized) in new[] { (2.5, false), (1, true), (0.125, true), (0.125, false) })
        {
            Perceptron<T> single = Build(name, isStandardized);
            Perceptron<T> batch = Build(name, isStandardized);
            int label = single.ClassCount - 1;
            T[] destination = new T[single.OutputCount];

            T before = single.Learn(_rows.AsSpan(0, Inputs), label, weight);
            batch.Learn(new Examples<T>(_rows.AsMemory(0, Inputs), LabelsOf(label), Numbers.Of<T>(weight)), destination);

            Bits(single).Should().Be(Bits(batch));
            before.Should().Be(destination[^1]);
        }
    }

    [Fact]
    public void A_row_of_weight_zero_changes_nothing()
    {
        Perceptron<T> network = Build("softmax", isStandardized: true);
        string before = Bits(network);

        network.Learn(_rows.AsSpan(0, Inputs), 2, 0);

        Bits(network).Should().Be(before);
    }

    [Fact]
    public void Learn_returns_the_probability_of_the_label()
    {
        Perceptron<T> network = Build("softmax", isStandardized: false);
        T[] predictions = new T[3];
        network.Predict(_rows.AsSpan(0, Inputs), predictions);

        network.Learn(_rows.AsSpan(0, Inputs), 2).Should().Be(predictions[2]);
    }

    [Fact]
    public void A_regressor_takes_an_int_as_a_number()
    {
        Perceptron<T> byInt = Perceptron.Regressor<T>(Inputs).Build();
        Perceptron<T> byNumber = Perceptron.Regressor<T>(Inputs).Build();

        byInt.Learn(_rows.AsSpan(0, Inputs), 2).Should().Be(byNumber.Learn(_rows.AsSpan(0, Inputs), T.CreateTruncating(2)));
        byInt.Learn(_rows.AsSpan(0, Inputs), -7, 0.5);
        byNumber.Learn(_rows.AsSpan(0, Inputs), T.CreateTruncating(-7), 0.5);

        Bits(byInt).Should().Be(Bits(byNumber));
    }

    [Theory]
    [InlineData(-1, "Number the classes from 0")]
    [InlineData(3, "Number the classes from 0")]
    [InlineData(int.MaxValue, "Number the classes from 0")]
    public void A_label_that_is_no_class_is_rejected(int label, string cure) =>
        Refused<ArgumentException>(
            Softmax(3, 3),
            network => network.Learn(Rows<T>(1, 3), label),
            "label",
            $"label has {label} at row 0",
            "with 3 classes a label is 0 to 2",
            cure);

    [Fact]
    public void A_row_that_does_not_fit_is_rejected_with_the_name_of_the_parameter()
    {
        Refused<ArgumentException>(
            Softmax(3, 3), network => network.Learn(new T[6], 2), "input", "6 values", "3 inputs", "one row of 3 values");
        Refused<ArgumentException>(
            Softmax(3, 3), network => network.Learn(Numbers.Of<T>(1, double.NaN, 2), 2), "input", "input has NaN at row 0, column 1");
        Refused<ArgumentException>(
            Softmax(3, 3), network => network.Learn(Rows<T>(1, 3), 2, -1), "sampleWeight", "sampleWeight is -1", "[0, inf)");
        RefusedBeforeTheFirstFit<InvalidOperationException>(
            Softmax(3, 3), network => network.Learn(Rows<T>(1, 3), 2), null, "Call Fit first");
    }

    [Fact]
    public void Rejects_one_number_for_several_outputs_and_suggests_an_int()
    {
        Refused<InvalidOperationException>(
            Softmax(3, 3), network => network.Learn(Rows<T>(1, 3), T.One), null, "3 outputs", "int label, 0 to 2");
        Refused<InvalidOperationException>(
            Regressor(3, 2), network => network.Learn(Rows<T>(1, 3), 1), null, "2 outputs", "Pass targets [1 x 2]");
    }

    private static void A_label_has_the_bits(string name, bool isStandardized)
    {
        Perceptron<T> single = Build(name, isStandardized);
        Perceptron<T> batch = Build(name, isStandardized);
        T[] destination = new T[single.OutputCount];
        for (int row = 0; row < RowCount; row++)
        {
            ReadOnlySpan<T> input = _rows.AsSpan(row * Inputs, Inputs);
            int label = row % single.ClassCount;

            T before = single.Learn(input, label);
            batch.Learn(input, LabelsOf(label), destination);

            Bits(single).Should().Be(Bits(batch));
            before.Should().Be(destination[single.OutputCount == 1 ? 0 : label]);
        }

        single.ToBytes().Should().Equal(batch.ToBytes());
    }

    private static Perceptron<T> Build(string name, bool isStandardized)
    {
        PerceptronBuilder<T> description = _descriptions[name].WithInitialWeights(InitialWeights.GlorotUniform);
        if (!isStandardized)
        {
            return description.Build();
        }

        Perceptron<T> network = description.WithStandardization().Build();
        network.Fit(_rows, Labels(RowCount, network.ClassCount), new() { Epochs = 1 });
        return network;
    }
}

public sealed class PerceptronLearnLabelTestsInFloat : PerceptronLearnLabelTests<float>;

public sealed class PerceptronLearnLabelTestsInDouble : PerceptronLearnLabelTests<double>;
