using System.Numerics;

namespace NeuralNet.Core.Tests.Training;

/// <summary>Mean and scale that are part of the description.</summary>
public abstract class GivenStandardizationTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T[] Inputs = Numbers.Of<T>([1, 200, 3, 400, 5, 100, 7, 300]);
    private static readonly bool[] Labels = [false, true, false, true];

    private static Perceptron<T> Fitted()
    {
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(2).WithStandardization().WithLearningRate(0.5).Build();
        network.Fit(Inputs, Labels, new() { Epochs = 5 });
        return network;
    }

    private static PerceptronBuilder<T> Given(Perceptron<T> other) => Perceptron.BinaryClassifier<T>(2)
        .WithStandardization(Numbers.ToDoubles(other.InputMeans), Numbers.ToDoubles(other.InputScales)).WithLearningRate(0.5);

    [Fact]
    public void Training_with_the_mean_and_scale_of_the_rows_is_training_that_learns_them()
    {
        Perceptron<T> fitted = Fitted();
        Perceptron<T> network = Given(fitted).Build();

        network.Fit(Inputs, Labels, new() { Epochs = 5 });

        network.InputMeans.ToArray().Should().Equal(fitted.InputMeans.ToArray());
        network.Weights.ShouldBeClose(Numbers.ToDoubles(fitted.Weights), Numbers.For<T>(1e-14, 1e-6), 0, "the weights");
    }

    [Fact]
    public void Learn_can_begin_at_once_and_Fit_changes_neither_mean_nor_scale()
    {
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(2).WithStandardization([1, 2], [3, 4]).Build();

        network.CanStep(out _).Should().BeTrue();
        network.Learn(Inputs.AsSpan(0, 2), true);
        network.Fit(Inputs, Labels);

        network.InputMeans.ToArray().Should().Equal(Numbers.Of<T>([1, 2]));
        network.InputScales.ToArray().Should().Equal(Numbers.Of<T>([3, 4]));
    }

    [Fact]
    public void A_loaded_network_has_the_description_with_its_mean_and_scale()
    {
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(2).WithStandardization([1, 2], [3, 0.7]).Build();
        network.Learn(Inputs.AsSpan(0, 2), true);

        Perceptron<T> loaded = Perceptron.Load<T>(new MemoryStream(network.ToBytes()));
        Perceptron<T> anew = loaded.Description.Build();

        loaded.ToBytes().Should().Equal(network.ToBytes());
        anew.InputScales.ToArray().Should().Equal(network.InputScales.ToArray());
        anew.Learn(Inputs.AsSpan(0, 2), true);
        anew.Weights.ToArray().Should().Equal(network.Weights.ToArray());
    }

    [Fact]
    public void A_source_with_given_mean_and_scale_is_enumerated_once_for_each_epoch()
    {
        Perceptron<T> network = Given(Fitted()).Build();
        int passes = 0;
        var source = new RecordingSource<T>(_ =>
        {
            passes++;
            return [new Examples<T>(Inputs, Labels)];
        });

        network.Fit(source, new() { Epochs = 4 });

        passes.Should().Be(4);
    }

    [Fact]
    public void Wrong_lengths_and_values_are_rejected()
    {
        PerceptronBuilder<T> description = Perceptron.BinaryClassifier<T>(2);

        description.Invoking(it => it.WithStandardization([1], [1, 1])).Should().Throw<ArgumentException>().WithParameterName("means");
        description.Invoking(it => it.WithStandardization([1, 1], [1])).Should().Throw<ArgumentException>().WithParameterName("scales");
        description.Invoking(it => it.WithStandardization([1, double.NaN], [1, 1])).Should().Throw<ArgumentException>().WithMessage("means has NaN for input 1*");
        foreach (double scale in new[] { 0, -1, double.NaN, double.PositiveInfinity, double.Epsilon })
        {
            description.Invoking(it => it.WithStandardization([1, 1], [1, scale])).Should().Throw<ArgumentException>().WithMessage("scales has * for input 1*");
        }

        description.WithoutBias().Invoking(it => it.WithStandardization([1, 1], [1, 1])).Should().Throw<InvalidOperationException>();
    }
}

public sealed class GivenStandardizationTestsInDouble : GivenStandardizationTests<double>;

public sealed class GivenStandardizationTestsInFloat : GivenStandardizationTests<float>;
