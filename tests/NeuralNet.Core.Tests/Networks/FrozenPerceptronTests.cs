using System.Numerics;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Networks;

public abstract class FrozenPerceptronTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int RowCount = 50;
    private const int Inputs = 9;
    private const int Classes = 3;

    private readonly T[] _rows = Rows<T>(RowCount, Inputs);
    private readonly int[] _labels = Labels(RowCount, Classes);

    [Fact]
    public void Freezing_copies_everything_a_prediction_needs()
    {
        Perceptron<T> network = Trained();

        FrozenPerceptron<T> frozen = network.Freeze();

        frozen.InputCount.Should().Be(Inputs);
        frozen.OutputCount.Should().Be(Classes);
        frozen.ClassCount.Should().Be(Classes);
        frozen.OutputActivation.Should().BeSameAs(Activation.Softmax);
        Bits(frozen.Weights).Should().Be(Bits(network.Weights));
        Bits(frozen.Bias).Should().Be(Bits(network.Bias));
        Bits(frozen.Baseline).Should().Be(Bits(network.Baseline));
        Bits(frozen.InputMeans).Should().Be(Bits(network.InputMeans));
        Bits(frozen.InputScales).Should().Be(Bits(network.InputScales));
    }

    [Fact]
    public void A_frozen_network_predicts_the_bits_of_its_original()
    {
        Perceptron<T> network = Trained();
        FrozenPerceptron<T> frozen = network.Freeze();

        Bits<T>(Predictions(frozen)).Should().Be(Bits<T>(Predictions(network)));
        T[] expected = new T[RowCount * Classes];
        T[] logits = new T[RowCount * Classes];
        network.Logits(_rows, expected);
        frozen.Logits(_rows, logits);
        Bits<T>(logits).Should().Be(Bits<T>(expected));
    }

    [Fact]
    public void A_frozen_network_with_one_output_predicts_the_bits_of_its_original()
    {
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(Inputs).WithStandardization().Build()
            .Fit(_rows, Labels(RowCount, 2)).Network;
        FrozenPerceptron<T> frozen = network.Freeze();

        for (int row = 0; row < RowCount; row++)
        {
            ReadOnlySpan<T> input = _rows.AsSpan(row * Inputs, Inputs);
            frozen.Predict(input).Should().Be(network.Predict(input));
            frozen.Logit(input).Should().Be(network.Logit(input));
            frozen.PredictClass(input).Should().Be(network.PredictClass(input));
        }
    }

    [Fact]
    public void Further_training_does_not_change_a_frozen_network()
    {
        Perceptron<T> network = Trained();
        FrozenPerceptron<T> frozen = network.Freeze();
        string before = Bits<T>(Predictions(frozen));

        network.Fit(_rows, _labels);
        network.SetWeights(new T[Inputs * Classes]);

        Bits<T>(Predictions(frozen)).Should().Be(before);
    }

    [Fact]
    public void Metrics_of_a_frozen_network_are_those_of_its_original()
    {
        Perceptron<T> network = Trained();

        network.Freeze().Evaluate(_rows, _labels).Should().BeEquivalentTo(network.Evaluate(_rows, _labels));
        network.Freeze().Evaluate(_rows, Targets<T>(RowCount, Classes))
            .Should().BeEquivalentTo(network.Evaluate(_rows, Targets<T>(RowCount, Classes)));
    }

    [Fact]
    public void Weights_that_are_not_finite_are_rejected_by_Learn_Freeze_and_Fit()
    {
        Perceptron<T> network = Perceptron.Regressor<T>(1).WithLearningRate(1e30).Build();
        FluentActions.Invoking(() =>
        {
            for (int step = 0; step < 100; step++)
            {
                network.Learn([T.One], T.One);
            }
        }).Should().ThrowExactly<InvalidOperationException>().WithMessage("*no longer finite*learning*lower learning rate*");

        network.Invoking(diverged => diverged.Freeze())
            .Should().ThrowExactly<InvalidOperationException>().WithMessage("*no longer finite*freezing*SetWeights*");
        network.Invoking(diverged => diverged.Fit([T.One], [T.One]))
            .Should().ThrowExactly<InvalidOperationException>().WithMessage("*no longer finite*training*SetWeights*");
        network.SetWeights([T.One], [T.Zero]);
        network.Freeze().Predict([T.One]).Should().Be(T.One);
    }

    [Fact]
    public void Many_threads_predict_the_bits_of_one_thread()
    {
        const int Threads = 4;
        const int Rounds = 500;
        FrozenPerceptron<T> frozen = Trained().Freeze();
        string expected = Bits<T>(Predictions(frozen));
        int[] expectedClasses = PredictedClasses(frozen);
        int[] equal = new int[Threads];
        var threads = new Thread[Threads];
        using var start = new Barrier(Threads);
        for (int index = 0; index < Threads; index++)
        {
            int own = index;
            threads[own] = new Thread(() =>
            {
                start.SignalAndWait();
                for (int round = 0; round < Rounds; round++)
                {
                    if (Bits<T>(Predictions(frozen)) == expected && PredictedClasses(frozen).SequenceEqual(expectedClasses))
                    {
                        equal[own]++;
                    }
                }
            });
            threads[own].Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        equal.Should().OnlyContain(rounds => rounds == Rounds);
    }

    private Perceptron<T> Trained() =>
        Perceptron.Classifier<T>(Inputs, Classes).WithStandardization().Build().Fit(_rows, _labels).Network;

    private T[] Predictions(FrozenPerceptron<T> frozen)
    {
        T[] destination = new T[RowCount * Classes];
        frozen.Predict(_rows, destination);
        return destination;
    }

    private T[] Predictions(Perceptron<T> network)
    {
        T[] destination = new T[RowCount * Classes];
        network.Predict(_rows, destination);
        return destination;
    }

    private int[] PredictedClasses(FrozenPerceptron<T> frozen)
    {
        int[] destination = new int[RowCount];
        frozen.PredictClasses(_rows, destination);
        return destination;
    }
}

public sealed class FrozenPerceptronTestsInFloat : FrozenPerceptronTests<float>;

public sealed class FrozenPerceptronTestsInDouble : FrozenPerceptronTests<double>;
