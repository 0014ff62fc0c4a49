using NeuralNet.Core.Foundation;
using NeuralNet.Core.Training;

namespace NeuralNet.Core;

/// <content>Single steps on one sparse row. Batches of them are <see cref="Rows{T}"/>.</content>
public sealed partial class Perceptron<T>
{
    /// <summary>
    /// Learns one sparse example by one step, with a network with one output. Only the weights of the given columns and the bias move:
    /// with <see cref="Optimizer.Sgd"/>, <see cref="Optimizer.AdaGrad"/> and <see cref="Optimizer.PassiveAggressive"/>, and others that
    /// ignore gradients of 0.
    /// </summary>
    /// <param name="input">The row, its values finite.</param>
    /// <param name="target">The target, in the <see cref="Loss.Targets"/> of the loss.</param>
    /// <param name="sampleWeight">The weight of the row, [0, inf). Default 1.</param>
    /// <returns>The prediction before the step.</returns>
    /// <exception cref="ArgumentException">
    /// An index is not below the inputs of the network, not ascending, or twice; a value is NaN or infinite, the target is out of range,
    /// or the weighted sum overflows; or a step of this network would move the weights of all columns.
    /// </exception>
    /// <exception cref="InvalidOperationException">The network has several outputs, is in a Fit, or its weights are no longer finite.</exception>
    public T Learn(SparseRow<T> input, T target, double sampleWeight = 1)
    {
        using Writing writing = BeginWriting();
        if (OutputCount != 1)
        {
            Throw.InvalidOperation_NotOneOutputToLearn(OutputCount);
        }

        return LearnSparse(input, new(in target), default, sampleWeight)[0];
    }

    /// <summary>
    /// Learns one labeled sparse example by one step, with a classifier. A regressor with one output takes the int as a number.
    /// </summary>
    /// <param name="input">The row, its values finite.</param>
    /// <param name="label">The class, in [0, <see cref="Predictor{T}.ClassCount"/>); for a regressor any number.</param>
    /// <param name="sampleWeight">The weight of the row, [0, inf). Default 1.</param>
    /// <returns>The prediction before the step; with several outputs the prediction of the label's output.</returns>
    /// <exception cref="ArgumentException">As for <see cref="Learn(SparseRow{T}, T, double)"/>, or the label is not one of the classes.</exception>
    /// <exception cref="InvalidOperationException">The network is a regressor with several outputs, is in a Fit, or its weights are no longer finite.</exception>
    public T Learn(SparseRow<T> input, int label, double sampleWeight = 1)
    {
        if (ClassCount == 0)
        {
            return Learn(input, T.CreateTruncating(label), sampleWeight);
        }

        using Writing writing = BeginWriting();
        return LearnSparse(input, default, new(in label), sampleWeight)[OutputCount == 1 ? 0 : label];
    }

    /// <summary>Learns one sparse example of two classes by one step.</summary>
    /// <param name="input">The row, its values finite.</param>
    /// <param name="label">True for class 1, false for class 0.</param>
    /// <param name="sampleWeight">The weight of the row, [0, inf). Default 1.</param>
    /// <returns>The prediction before the step, as <see cref="Learn(SparseRow{T}, int, double)"/> returns it.</returns>
    /// <exception cref="ArgumentException">As for <see cref="Learn(SparseRow{T}, T, double)"/>, or there are more than two classes.</exception>
    /// <exception cref="InvalidOperationException">The network is a regressor, is in a Fit, or its weights are no longer finite.</exception>
    public T Learn(SparseRow<T> input, bool label, double sampleWeight = 1)
    {
        ThrowIfNoClasses();
        if (ClassCount != 2)
        {
            Throw.Argument_FlagsOfManyClasses(nameof(label), ClassCount);
        }

        return Learn(input, label ? 1 : 0, sampleWeight);
    }

    /// <summary>Checks one example, learns it, and returns the predictions <c>[outputs]</c> before the step.</summary>
    private T[] LearnSparse(SparseRow<T> input, ReadOnlySpan<T> target, ReadOnlySpan<int> label, double sampleWeight)
    {
        Rows<T> rows = input;
        rows.Count(nameof(input), InputCount);
        if (label.IsEmpty)
        {
            target = _checker.Targets(target, 1, nameof(target));
        }
        else
        {
            label = _checker.Labels(label, 1, nameof(label));
        }

        T weight = sampleWeight == 1 ? T.One : CheckedWeight(sampleWeight);
        _predictionOfRow ??= new T[OutputCount];
        LearnBatch(
            new ExampleSpan<T>(rows, target, label, 1) { Weights = sampleWeight == 1 ? default : new ReadOnlySpan<T>(in weight) },
            _predictionOfRow,
            nameof(input));
        return _predictionOfRow;
    }
}
