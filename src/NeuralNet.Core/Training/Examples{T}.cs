using System.Numerics;

namespace NeuralNet.Core;

/// <summary>
/// Rows with what is known of them, for what two spans can't say: weights of rows, a validation set, batches of a source
/// larger than memory. It looks at the caller's memory and copies nothing. Shapes and values are checked by the network
/// that is handed it.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class Examples<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Rows with targets.</summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, row-major, finite.</param>
    /// <param name="targets">The targets <c>[rows x outputs]</c>, in the <see cref="Loss.Targets"/> of the loss.</param>
    /// <param name="weights">How much each row counts <c>[rows]</c>, [0, inf), not all 0 but in one of many batches of a source. Default empty: once.</param>
    public Examples(ReadOnlyMemory<T> inputs, ReadOnlyMemory<T> targets, ReadOnlyMemory<T> weights = default)
    {
        Inputs = inputs;
        Targets = targets;
        Weights = weights;
    }

    /// <summary>Rows with class labels.</summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, row-major, finite.</param>
    /// <param name="labels">The classes <c>[rows]</c>, each in [0, <see cref="Perceptron{T}.Classes"/>).</param>
    /// <param name="weights">How much each row counts <c>[rows]</c>, [0, inf), not all 0 but in one of many batches of a source. Default empty: once.</param>
    public Examples(ReadOnlyMemory<T> inputs, ReadOnlyMemory<int> labels, ReadOnlyMemory<T> weights = default)
    {
        Inputs = inputs;
        Labels = labels;
        Weights = weights;
        HasLabels = true;
    }

    /// <summary>The rows <c>[rows x inputs]</c>, row-major.</summary>
    public ReadOnlyMemory<T> Inputs { get; }

    /// <summary>The targets <c>[rows x outputs]</c>; empty where there are labels.</summary>
    public ReadOnlyMemory<T> Targets { get; }

    /// <summary>The classes <c>[rows]</c>; empty where there are targets.</summary>
    public ReadOnlyMemory<int> Labels { get; }

    /// <summary>Whether the rows have class labels, and no targets.</summary>
    public bool HasLabels { get; }

    /// <summary>How much each row counts <c>[rows]</c>; empty where each counts once.</summary>
    public ReadOnlyMemory<T> Weights { get; }
}
