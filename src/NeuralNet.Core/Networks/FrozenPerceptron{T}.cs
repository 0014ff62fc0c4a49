using System.Numerics;
using NeuralNet.Common;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Training;

namespace NeuralNet.Core;

/// <summary>
/// An immutable trained network. Any number of threads may predict with it at the same time, and predictions allocate nothing.
/// Created by <see cref="Perceptron{T}.Freeze"/>, or from given weights by <see cref="FrozenPerceptron.FromWeights"/>.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed partial class FrozenPerceptron<T> : Predictor<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _baseline;

    /// <param name="traits">Shape, activation and names.</param>
    /// <param name="weights">The weights <c>[outputs x inputs]</c>; copied.</param>
    /// <param name="bias">The bias <c>[outputs]</c>; copied.</param>
    /// <param name="baseline">The logits of the means of the inputs <c>[outputs]</c>; not copied.</param>
    /// <param name="thresholdLogit">The logit above which a single output predicts class 1.</param>
    /// <param name="standardization">Mean and scale of the inputs, never changed; null for raw inputs.</param>
    /// <param name="metadata">The user's metadata; null for none.</param>
    internal FrozenPerceptron(
        NetworkTraits traits,
        ReadOnlySpan<T> weights,
        ReadOnlySpan<T> bias,
        T[] baseline,
        T thresholdLogit,
        Standardization<T>? standardization = null,
        IReadOnlyDictionary<string, string>? metadata = null)
        : base(traits, Joined(weights, bias))
    {
        _baseline = baseline;
        Standardization = standardization;
        ThresholdLogit = thresholdLogit;
        Metadata = metadata ?? Metadata;
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<T> Baseline => _baseline;

    internal override Standardization<T>? Standardization { get; }

    /// <summary>Returns the shape and the output activation.</summary>
    public override string ToString() => $"{Shown.Count(InputCount, "input")}, {Shown.Count(OutputCount, "output")}, {OutputActivation}";

    private static AlignedArray<T> Joined(ReadOnlySpan<T> weights, ReadOnlySpan<T> bias)
    {
        var parameters = new AlignedArray<T>(weights.Length + bias.Length);
        weights.CopyTo(parameters.Span);
        bias.CopyTo(parameters.Span[weights.Length..]);
        return parameters;
    }
}
