using NeuralNet.Core.Foundation;
using NeuralNet.Core.Prediction;

namespace NeuralNet.Core;

/// <content>Predictions of one sparse row. Many of them are <see cref="Rows{T}"/>.</content>
public abstract partial class Predictor<T>
{
    /// <summary>Predicts one sparse row, by a network with one output: the output activation of the logit.</summary>
    /// <param name="input">The row.</param>
    /// <exception cref="ArgumentException">An index is not below the inputs of the network, not ascending, or twice.</exception>
    /// <exception cref="InvalidOperationException">The network has several outputs.</exception>
    public T Predict(SparseRow<T> input)
    {
        if (OutputCount != 1)
        {
            Throw.InvalidOperation_NotOneOutput(OutputCount);
        }

        T prediction = default;
        Predict(input, new Span<T>(ref prediction));
        return prediction;
    }

    /// <summary>Predicts the class of one sparse row, as <see cref="PredictClass(ReadOnlySpan{T})"/> does.</summary>
    /// <param name="input">The row.</param>
    /// <exception cref="ArgumentException">An index is not below the inputs of the network, not ascending, or twice.</exception>
    /// <exception cref="InvalidOperationException">The network is no classifier.</exception>
    public int PredictClass(SparseRow<T> input)
    {
        int label = 0;
        PredictClasses(input, new Span<int>(ref label));
        return label;
    }

    /// <summary>Predicts the class of one sparse row, and returns its name; null if a logit is NaN.</summary>
    /// <param name="input">The row.</param>
    /// <exception cref="ArgumentException">An index is not below the inputs of the network, not ascending, or twice.</exception>
    /// <exception cref="InvalidOperationException">The network is no classifier, or has no class names.</exception>
    public string? PredictClassName(SparseRow<T> input) => Decision.Name(PredictClass(input), ClassNames);
}
