using System.Diagnostics.CodeAnalysis;
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

    /// <summary>
    /// Checks a sparse row from outside: its columns must ascend and be inputs of the network, and its values must be finite. Use it to
    /// tell the sender what is wrong; predictions do not look at the values. Allocates nothing for a valid row.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="error">What is wrong, with the position or the column, and the cure; null for a valid row.</param>
    /// <returns>Whether the row is valid.</returns>
    public bool TryCheck(SparseRow<T> row, [NotNullWhen(false)] out string? error)
    {
        Rows<T> rows = row;
        error = null;
        try
        {
            rows.Count("input", InputCount);
            rows.CheckFinite("input", InputCount, FeatureNames);
        }
        catch (ArgumentException refusal)
        {
            error = MessageOf(refusal);
        }

        return error is null;
    }

    /// <summary>
    /// Computes the contribution of each column that is given to the logits of one sparse row, with the bits of
    /// <see cref="Contributions(ReadOnlySpan{T}, Span{T})"/> for the row with its zeros. Without standardization those of all other columns
    /// are 0. Allocates nothing.
    /// </summary>
    /// <param name="input">The row.</param>
    /// <param name="destination">
    /// Receives the contributions <c>[outputs x columns of the row]</c>, in the order of <see cref="SparseRow{T}.Indices"/>; may be longer.
    /// Must not overlap the row.
    /// </param>
    /// <exception cref="ArgumentException">
    /// An index is not below the inputs of the network, not ascending, or twice, the destination is too short, or it overlaps the row.
    /// </exception>
    public void Contributions(SparseRow<T> input, Span<T> destination)
    {
        ThrowIfNotStandardizedYet();
        Explanation.Contributions(input, Weights, InputMeans, InputCount, destination);
    }

    /// <summary>Predicts the class of one sparse row, and returns its name; null if a logit is NaN.</summary>
    /// <param name="input">The row.</param>
    /// <exception cref="ArgumentException">An index is not below the inputs of the network, not ascending, or twice.</exception>
    /// <exception cref="InvalidOperationException">The network is no classifier, or has no class names.</exception>
    public string? PredictClassName(SparseRow<T> input) => Decision.Name(PredictClass(input), ClassNames);

    /// <summary>Returns the message without the name of the parameter that the framework appends.</summary>
    private protected static string MessageOf(Exception refusal)
    {
        int end = refusal.Message.LastIndexOf(" (Parameter '", StringComparison.Ordinal);
        return end < 0 ? refusal.Message : refusal.Message[..end];
    }
}
