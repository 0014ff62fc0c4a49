using System.Numerics;
using NeuralNet.Core;

namespace NeuralNet.Extensions.Hosting;

/// <summary>
/// An example that was just learned, with the prediction from before it was learned, for progressive evaluation such as
/// <see cref="ProgressiveClassification"/>. It is valid only during the call that receives it; copy any data you keep.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public readonly ref struct LearnedExample<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The row <c>[inputs]</c>; of a sparse row the values of its columns, <see cref="Indices"/>.</summary>
    public ReadOnlySpan<T> Row { get; internal init; }

    /// <summary>The columns of a sparse row, ascending, one for each value of <see cref="Row"/>; empty if the row has all columns, or is sparse and has none.</summary>
    public ReadOnlySpan<int> Indices { get; internal init; }

    /// <summary>The targets <c>[outputs]</c>; for a label, the targets that the label stands for.</summary>
    public ReadOnlySpan<T> Targets { get; internal init; }

    /// <summary>What was added to the logits <c>[outputs]</c>; empty if nothing was.</summary>
    public ReadOnlySpan<T> LogitOffsets { get; internal init; }

    /// <summary>The class if the example was passed with a label; null if it was passed with targets.</summary>
    public int? Label { get; internal init; }

    /// <summary>
    /// The prediction <c>[outputs]</c> before the example was learned, as returned by
    /// <see cref="Perceptron{T}.Learn(ReadOnlySpan{T}, T, double)"/>.
    /// </summary>
    public ReadOnlySpan<T> Prediction { get; internal init; }

    /// <summary>The loss of that prediction.</summary>
    public double Loss { get; internal init; }

    /// <summary>The position of the example in its stream; null if no offset was passed.</summary>
    public string? Offset { get; internal init; }

    /// <summary>The number of the training step, counted as in <see cref="Perceptron{T}.CompletedSteps"/>, [1, inf).</summary>
    public long Step { get; internal init; }
}
