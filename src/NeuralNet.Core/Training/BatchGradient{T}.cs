using System.Numerics;

namespace NeuralNet.Core.Training;

/// <summary>
/// Sums losses, weights and the gradient of a batch, tile by tile, so that each row is read from memory once. One virtual
/// call a batch; behind it the loops are compiled for the network's own loss.
/// </summary>
internal abstract class BatchGradient<T>(Parameters<T> parameters, RowWeights<T> rowWeights)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public Parameters<T> Parameters => parameters;

    public RowWeights<T> RowWeights => rowWeights;

    /// <summary>The sum of the gradients of the rows, each times its weight: weights <c>[outputs x inputs]</c>, then bias <c>[outputs]</c>.</summary>
    public T[] Sum { get; } = new T[parameters.Trained.Length];

    /// <summary>
    /// Adds the examples from a position on, as the network predicts with the weights that are trained now, to the gradient
    /// and to loss and weight. False where it was cancelled, or, if that is asked, met logits that are not finite: the
    /// culprit is their row in the batch, else -1. The logits <c>[rows x outputs]</c> are written unless the span is empty.
    /// </summary>
    public abstract bool Add(
        in ExampleSpan<T> examples,
        int position,
        int count,
        Span<T> logits,
        bool mustBeFinite,
        CancellationToken cancellationToken,
        out int culprit,
        ref double loss,
        ref double weight);

    /// <summary>The sum of losses, each times the weight of its row, as the network predicts; and the sum of the weights.</summary>
    public abstract double Loss(in ExampleSpan<T> examples, out double weight);

    /// <summary>Whether every row that counts has the logits of its class, by what is trained now.</summary>
    public abstract bool Separates(in ExampleSpan<T> examples);
}
