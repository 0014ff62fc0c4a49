namespace NeuralNet.Core;

/// <summary>How the losses of the rows of a batch are combined. The loss of a row is the sum over its outputs.</summary>
public enum Reduction
{
    /// <summary>The mean over the rows: the learning rate keeps its meaning for any batch size. The default.</summary>
    Mean,

    /// <summary>
    /// The sum over the rows, as in the textbook's <c>weights += inputs^T delta</c>. A penalty is added once to the sum of
    /// each batch.
    /// </summary>
    Sum,
}
