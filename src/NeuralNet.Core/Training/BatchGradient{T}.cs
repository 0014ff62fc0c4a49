using System.Numerics;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Training;

/// <summary>
/// Sums losses, weights and the gradient of a batch, tile by tile, so that each row is read from memory once. One virtual
/// call a batch; behind it the loops are compiled for the network's own loss.
/// </summary>
internal abstract class BatchGradient<T>(Parameters<T> parameters, RowWeights<T> rowWeights, bool measures)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedArray<T> _sum = new(parameters.Trained.Length + (measures ? parameters.Outputs : 0));

    /// <summary>Whether the sum has the magnitudes of the derivatives, and losses keep their digits outside the range of T.</summary>
    public bool Measures => measures;

    public Parameters<T> Parameters => parameters;

    public RowWeights<T> RowWeights => rowWeights;

    /// <summary>
    /// The sum of the gradients of the rows, each times its weight: weights <c>[outputs x inputs]</c>, then bias <c>[outputs]</c>; and where
    /// it measures, the sum of the magnitudes of the derivatives by each logit <c>[outputs]</c>.
    /// </summary>
    public Span<T> Sum => _sum.Span;

    /// <summary>Scratch for the thread that trains.</summary>
    public Tile<T> Tile { get; } = new(parameters.Inputs, parameters.Outputs);

    /// <summary>
    /// Adds the examples from a position on, as the network predicts with the weights that are trained now, to a gradient
    /// and to the total, with the scratch that is lent. False where it was cancelled.
    /// </summary>
    public abstract bool Add(
        in ExampleSpan<T> examples,
        int position,
        int count,
        Tile<T> tile,
        Span<T> sum,
        CancellationToken cancellationToken,
        ref BatchTotal total);

    /// <summary>
    /// Adds a batch to <see cref="Sum"/>, unless it has logits that are not finite: returns the position of the first such
    /// row, or -1. The logits <c>[rows x outputs]</c> are written unless the span is empty.
    /// </summary>
    public abstract int AddFinite(in ExampleSpan<T> batch, Span<T> logits);

    /// <summary>The losses of examples as the network predicts.</summary>
    public abstract BatchTotal Losses(in ExampleSpan<T> examples);

    /// <summary>The losses of examples whose logits are all the given ones <c>[outputs]</c>.</summary>
    public abstract BatchTotal LossesAt(ReadOnlySpan<T> constant, in ExampleSpan<T> examples);

    /// <summary>Whether every row that counts has the logits of its class, by what is trained now.</summary>
    public abstract bool Separates(in ExampleSpan<T> examples);

    /// <summary>
    /// How far a step of weights and bias <c>[trained]</c> takes the logits of the rows that count towards the ends of their targets, at
    /// most, and away from them. A target between the ends has its best logit: there each way is away.
    /// </summary>
    public abstract Recession Recede(in ExampleSpan<T> examples, ReadOnlySpan<T> step, Recession sofar);
}
