using System.Numerics;
using NeuralNet.Core.UserCode;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Support;

/// <summary>
/// What every refused call has in common: the type of the exception, the parameter it names, what its message says, and
/// that a network on which it was tried can't be told from a twin on which it was not.
/// </summary>
public abstract class RefusalTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int SampleRows = 12;

    protected static PerceptronBuilder<T> Regressor(int inputs, int outputs = 1) =>
        Memorable(Perceptron.Regressor<T>(inputs, outputs));

    protected static PerceptronBuilder<T> Binary(int inputs) => Memorable(Perceptron.BinaryClassifier<T>(inputs));

    protected static PerceptronBuilder<T> Softmax(int inputs, int classes) =>
        Memorable(Perceptron.Classifier<T>(inputs, classes));

    /// <summary>
    /// The call is refused by a network in training, with raw inputs and, where that is possible, with standardized ones,
    /// and changes nothing.
    /// </summary>
    protected static void Refused<TException>(
        PerceptronBuilder<T> description, Action<Perceptron<T>> call, string? parameter, params string[] words)
        where TException : Exception
    {
        RefusedBy<TException>(description, isFitted: true, call, parameter, words);
        if (description.HasBias)
        {
            RefusedBy<TException>(description.WithStandardization(), isFitted: true, call, parameter, words);
        }
    }

    /// <summary>The call is refused by a network that standardizes and was never fitted, and changes nothing.</summary>
    protected static void RefusedBeforeTheFirstFit<TException>(
        PerceptronBuilder<T> description, Action<Perceptron<T>> call, string? parameter, params string[] words)
        where TException : Exception =>
        RefusedBy<TException>(description.WithStandardization(), isFitted: false, call, parameter, words);

    /// <summary>The call that makes something new is refused.</summary>
    protected static void Refused<TException>(Action call, string? parameter, params string[] words)
        where TException : Exception
    {
        TException exception = call.Should().ThrowExactly<TException>().Which;
        if (parameter is not null)
        {
            ((ArgumentException)(object)exception).ParamName.Should().Be(parameter);
        }

        exception.Message.Should().ContainAll(words);
    }

    private static void RefusedBy<TException>(
        PerceptronBuilder<T> description, bool isFitted, Action<Perceptron<T>> call, string? parameter, string[] words)
        where TException : Exception
    {
        Perceptron<T> network = description.Build();
        Perceptron<T> twin = description.Build();
        if (isFitted)
        {
            Train(network);
            Train(twin);
        }

        Refused<TException>(() => call(network), parameter, words);

        network.CompletedEpochs.Should().Be(twin.CompletedEpochs);
        Bits(network).Should().Be(Bits(twin));
        Bits(network.InputMeans).Should().Be(Bits(twin.InputMeans));
        Bits(network.InputScales).Should().Be(Bits(twin.InputScales));
        Train(network);
        Train(twin);
        Bits(network).Should().Be(Bits(twin), "the training after a refused call goes on as if it had not been tried");
    }

    /// <summary>A start that is not 0, and an optimizer with a memory, show a change that zeros would hide.</summary>
    private static PerceptronBuilder<T> Memorable(PerceptronBuilder<T> description) => description
        .WithInitialWeights(InitialWeights.GlorotUniform)
        .WithOptimizer(Optimizer.From(new HeavyBall(0.9)));

    private static void Train(Perceptron<T> network)
    {
        T[] rows = Rows<T>(SampleRows, network.InputCount);
        var options = new TrainingOptions { Epochs = 2, BatchSize = 5 };
        if (network.ClassCount > 0)
        {
            int[] labels = Labels(SampleRows, network.ClassCount);
            network.Fit(rows, labels, options);
            network.Learn(rows, labels);
        }
        else
        {
            T[] targets = Targets<T>(SampleRows, network.OutputCount);
            network.Fit(rows, targets, options);
            network.Learn(rows, targets);
        }
    }
}
