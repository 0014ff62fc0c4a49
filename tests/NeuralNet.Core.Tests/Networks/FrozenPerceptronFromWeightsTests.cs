using System.Numerics;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Networks;

public abstract class FrozenPerceptronFromWeightsTests<T> : RefusalTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int RowCount = 50;
    private const int Inputs = 7;

    [Fact]
    public void A_binary_classifier_from_weights_equals_the_frozen_one_in_every_bit()
    {
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(Inputs).WithClassNames("no", "yes")
            .WithFeatureNames("a", "b", "c", "d", "e", "f", "g").Build();
        network.Fit(Rows<T>(RowCount, Inputs), Labels(RowCount, 2));
        network.SetThresholdLogit(Numbers.Of<T>(0.25)[0]);

        AssertSame(Remade(network.Freeze()), network.Freeze());
    }

    [Fact]
    public void A_softmax_classifier_from_weights_equals_the_frozen_one_in_every_bit()
    {
        Perceptron<T> network = Perceptron.Classifier<T>(Inputs, classes: 3).Build();
        network.Fit(Rows<T>(RowCount, Inputs), Labels(RowCount, 3));

        AssertSame(Remade(network.Freeze()), network.Freeze());
    }

    [Fact]
    public void A_multi_label_classifier_from_weights_equals_the_frozen_one_in_every_bit()
    {
        T[] rows = Rows<T>(RowCount, Inputs);
        T[] targets = OneHot<T>(RowCount, 3);
        Perceptron<T> network = Perceptron.MultiLabelClassifier<T>(Inputs, labels: 3).Build();
        network.Fit(rows, targets);
        FrozenPerceptron<T> frozen = network.Freeze();

        FrozenPerceptron<T> remade = Remade(frozen);

        AssertSame(remade, frozen);
        bool[] labels = new bool[RowCount * 3];
        bool[] expected = new bool[RowCount * 3];
        remade.PredictMultiLabel(rows, labels);
        frozen.PredictMultiLabel(rows, expected);
        labels.Should().Equal(expected);
        remade.EvaluateMultiLabel(rows, targets).ToString().Should().Be(frozen.EvaluateMultiLabel(rows, targets).ToString());
    }

    [Fact]
    public void A_regressor_from_weights_equals_the_frozen_one_in_every_bit()
    {
        Perceptron<T> network = Perceptron.Regressor<T>(Inputs, outputs: 2).Build();
        network.Fit(Rows<T>(RowCount, Inputs), Targets<T>(RowCount, 2));

        AssertSame(Remade(network.Freeze()), network.Freeze());
    }

    [Fact]
    public void An_empty_bias_is_a_bias_of_0()
    {
        FrozenPerceptron<T> network = FrozenPerceptron.FromWeights<T>(2, Numbers.Of<T>(1, 2, 3, 4), default, Activation.Identity);

        network.OutputCount.Should().Be(2);
        Bits(network.Bias).Should().Be(Bits<T>(new T[2]));
        Bits(network.Baseline).Should().Be(Bits<T>(new T[2]));
    }

    [Fact]
    public void Weights_and_bias_are_copied()
    {
        T[] weights = Numbers.Of<T>(1, 2);
        T[] bias = Numbers.Of<T>(3);
        FrozenPerceptron<T> network = FrozenPerceptron.FromWeights<T>(2, weights, bias, Activation.Identity);

        weights[0] = bias[0] = T.Zero;

        network.Predict(Numbers.Of<T>(1, 1)).Should().Be(Numbers.Of<T>(6)[0]);
    }

    [Fact]
    public void The_output_activation_determines_the_number_of_classes()
    {
        int Classes(Activation link, int outputs) =>
            FrozenPerceptron.FromWeights<T>(1, new T[outputs], default, link).ClassCount;

        Classes(Activation.Sigmoid, 1).Should().Be(2);
        Classes(Activation.Sigmoid, 3).Should().Be(3);
        Classes(Activation.Step, 1).Should().Be(2);
        Classes(Activation.Softmax, 3).Should().Be(3);
        foreach (Activation link in new[] { Activation.Identity, Activation.Tanh, Activation.ReLU, Activation.Softplus, Activation.Exp })
        {
            Classes(link, 1).Should().Be(0);
            Classes(link, 3).Should().Be(0);
        }
    }

    [Fact]
    public void Class_names_or_isClassifier_override_the_output_activation()
    {
        T[] one = new T[1];
        T[] three = new T[3];

        FrozenPerceptron.FromWeights<T>(1, one, default, Activation.Identity, classNames: ["no", "yes"]).ClassCount.Should().Be(2);
        FrozenPerceptron.FromWeights<T>(1, three, default, Activation.Identity, classNames: ["a", "b", "c"]).ClassCount.Should().Be(3);
        FrozenPerceptron.FromWeights<T>(1, one, default, Activation.Identity, T.One, isClassifier: true).ClassCount.Should().Be(2);
        FrozenPerceptron.FromWeights<T>(1, one, default, Activation.Sigmoid, isClassifier: false).ClassCount.Should().Be(0);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_rejected()
    {
        Refused<ArgumentOutOfRangeException>(() => From(0, 1, 1), "inputs", "inputs is 0", "1 or more");
        Refused<ArgumentOutOfRangeException>(() => From(int.MaxValue, 1, 2), "inputs", "weights", "Use fewer");
        Refused<ArgumentException>(() => From(2, 3, 0), "weights", "3", "2");
        Refused<ArgumentException>(() => From(2, 0, 0), "weights", "empty");
        Refused<ArgumentException>(() => From(2, 3, 2), "weights", "3 values", "4 are needed", "2 outputs x 2 inputs");

        static void From(int inputs, int weights, int bias) =>
            FrozenPerceptron.FromWeights<T>(inputs, new T[weights], new T[bias], Activation.Identity);
    }

    [Fact]
    public void Values_that_are_not_finite_are_rejected()
    {
        Refused<ArgumentException>(() => From([T.One, T.NaN], [T.One]), "weights", "row 0, column 1", "finite");
        Refused<ArgumentException>(() => From([T.One, T.One], [T.NegativeInfinity]), "bias", "finite");
        Refused<ArgumentOutOfRangeException>(() => From([T.One, T.One], [T.One], T.NaN), "thresholdLogit", "finite");

        static void From(T[] weights, T[] bias, T threshold = default) =>
            FrozenPerceptron.FromWeights<T>(2, weights, bias, Activation.Sigmoid, threshold);
    }

    [Fact]
    public void Parts_that_do_not_fit_each_other_are_rejected()
    {
        T[] two = new T[2];
        Refused<ArgumentNullException>(() => FrozenPerceptron.FromWeights<T>(2, two, default, null!), "outputActivation", "null");
        Refused<ArgumentException>(
            () => FrozenPerceptron.FromWeights<T>(2, two, default, Activation.Softmax), "outputActivation", "softmax", "Activation.Sigmoid");
        Refused<ArgumentException>(
            () => FrozenPerceptron.FromWeights<T>(2, two, default, Activation.Identity, T.One), "thresholdLogit", "0 classes", "Leave it out");
        Refused<ArgumentException>(
            () => FrozenPerceptron.FromWeights<T>(1, two, default, Activation.Softmax, T.One), "thresholdLogit", "2 output(s)");
        Refused<ArgumentException>(
            () => FrozenPerceptron.FromWeights<T>(2, two, default, Activation.Sigmoid, classNames: ["no"]), "classNames", "1 value", "2 are needed");
        Refused<ArgumentException>(
            () => FrozenPerceptron.FromWeights<T>(2, two, default, Activation.Sigmoid, classNames: ["no", "yes"], isClassifier: false),
            "classNames", "no classifier", "isClassifier");
        Refused<ArgumentException>(
            () => FrozenPerceptron.FromWeights<T>(2, two, default, Activation.Sigmoid, featureNames: ["a", "a"]), "featureNames", "must differ");
    }

    private static FrozenPerceptron<T> Remade(FrozenPerceptron<T> frozen) => FrozenPerceptron.FromWeights(
        frozen.InputCount, frozen.Weights, frozen.Bias, frozen.OutputActivation, frozen.ThresholdLogit, frozen.FeatureNames, frozen.ClassNames);

    private static void AssertSame(FrozenPerceptron<T> remade, FrozenPerceptron<T> frozen)
    {
        T[] rows = Rows<T>(RowCount, Inputs, seed: 9);
        T[] predictions = new T[RowCount * frozen.OutputCount];
        T[] expected = new T[RowCount * frozen.OutputCount];
        remade.Predict(rows, predictions);
        frozen.Predict(rows, expected);

        Bits<T>(predictions).Should().Be(Bits<T>(expected));
        Bits(remade.Weights).Should().Be(Bits(frozen.Weights));
        Bits(remade.Bias).Should().Be(Bits(frozen.Bias));
        Bits(remade.Baseline).Should().Be(Bits(frozen.Baseline));
        remade.ClassCount.Should().Be(frozen.ClassCount);
        remade.ThresholdLogit.Should().Be(frozen.ThresholdLogit);
        remade.OutputActivation.Should().BeSameAs(frozen.OutputActivation);
        string.Join(' ', remade.FeatureNames ?? []).Should().Be(string.Join(' ', frozen.FeatureNames ?? []));
        string.Join(' ', remade.ClassNames ?? []).Should().Be(string.Join(' ', frozen.ClassNames ?? []));
    }
}

public sealed class FrozenPerceptronFromWeightsTestsInFloat : FrozenPerceptronFromWeightsTests<float>;

public sealed class FrozenPerceptronFromWeightsTestsInDouble : FrozenPerceptronFromWeightsTests<double>;
