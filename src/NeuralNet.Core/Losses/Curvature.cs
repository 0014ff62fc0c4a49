namespace NeuralNet.Core.Losses;

/// <summary>The first two derivatives of a loss over a tile of rows, in double for any network.</summary>
internal abstract class Curvature
{
    /// <summary>Whether the second derivative is 1 everywhere.</summary>
    public virtual bool IsQuadratic => false;

    /// <summary>
    /// Whether the second derivatives mix the outputs of a row as those of the softmax a: a[k] (1 - a[k]) for one output, and -a[k] a[l]
    /// for two.
    /// </summary>
    public virtual bool CouplesOutputs => false;

    /// <summary>
    /// Writes the loss of each row into the first <c>[rows]</c> of losses, the derivatives, and the second derivatives; for coupled outputs
    /// a instead. All spans <c>[outputs x rows]</c>; the rest of losses is scratch.
    /// </summary>
    public abstract void Evaluate(
        ReadOnlySpan<double> logits, ReadOnlySpan<double> targets, int outputs, Span<double> derivatives, Span<double> curvatures, Span<double> losses);
}
