using System.Numerics;
using NeuralNet.Core;

namespace NeuralNet.Extensions.Hosting;

/// <summary>
/// An example that was just learned, with what the network said of it before: what progressive evaluation takes, such as
/// <see cref="ProgressiveClassification"/>. It lives as long as the call it is handed to; copy what is to last.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public readonly ref struct LearnedExample<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The row <c>[inputs]</c>.</summary>
    public ReadOnlySpan<T> Row { get; internal init; }

    /// <summary>The targets <c>[outputs]</c>; of a label those that it stands for.</summary>
    public ReadOnlySpan<T> Targets { get; internal init; }

    /// <summary>The class, where the example was given one; null where it was given targets.</summary>
    public int? Label { get; internal init; }

    /// <summary>The prediction <c>[outputs]</c> before the example was learned, as <see cref="Perceptron{T}.Learn(ReadOnlySpan{T}, T, double)"/> gives it.</summary>
    public ReadOnlySpan<T> Prediction { get; internal init; }

    /// <summary>The loss of that prediction.</summary>
    public double Loss { get; internal init; }

    /// <summary>Where the example stands in its stream; null where none was told.</summary>
    public string? Offset { get; internal init; }

    /// <summary>The step it was, by <see cref="Perceptron{T}.CompletedSteps"/>, [1, inf).</summary>
    public long Step { get; internal init; }
}
