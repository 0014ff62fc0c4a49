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
    private readonly ReadOnlyMemory<bool> _flags;
    private readonly ReadOnlyMemory<string> _names;

    /// <summary>Rows with targets.</summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, in any form that <see cref="RowMemory{T}"/> takes, finite.</param>
    /// <param name="targets">The targets <c>[rows x outputs]</c>, in the <see cref="Loss.Targets"/> of the loss.</param>
    /// <param name="sampleWeights">How much each row counts <c>[rows]</c>, [0, inf), not all 0 but in one of many batches of a source. Default empty: once.</param>
    public Examples(RowMemory<T> inputs, ReadOnlyMemory<T> targets, ReadOnlyMemory<T> sampleWeights = default)
    {
        Inputs = inputs;
        Targets = targets;
        SampleWeights = sampleWeights;
    }

    /// <summary>Rows with class labels.</summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, in any form that <see cref="RowMemory{T}"/> takes, finite.</param>
    /// <param name="labels">The classes <c>[rows]</c>, each in [0, <see cref="Predictor{T}.ClassCount"/>).</param>
    /// <param name="sampleWeights">How much each row counts <c>[rows]</c>, [0, inf), not all 0 but in one of many batches of a source. Default empty: once.</param>
    public Examples(RowMemory<T> inputs, ReadOnlyMemory<int> labels, ReadOnlyMemory<T> sampleWeights = default)
    {
        Inputs = inputs;
        Labels = labels;
        SampleWeights = sampleWeights;
        HasLabels = true;
    }

    /// <summary>Rows of two classes.</summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, in any form that <see cref="RowMemory{T}"/> takes, finite.</param>
    /// <param name="labels">Whether each row is of class 1 <c>[rows]</c>.</param>
    /// <param name="sampleWeights">How much each row counts <c>[rows]</c>, [0, inf), not all 0 but in one of many batches of a source. Default empty: once.</param>
    public Examples(RowMemory<T> inputs, ReadOnlyMemory<bool> labels, ReadOnlyMemory<T> sampleWeights = default)
    {
        Inputs = inputs;
        _flags = labels;
        SampleWeights = sampleWeights;
        HasLabels = true;
    }

    /// <summary>Rows with class names.</summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, in any form that <see cref="RowMemory{T}"/> takes, finite.</param>
    /// <param name="classNames">The name of the class of each row <c>[rows]</c>, each one of <see cref="Predictor{T}.ClassNames"/>.</param>
    /// <param name="sampleWeights">How much each row counts <c>[rows]</c>, [0, inf), not all 0 but in one of many batches of a source. Default empty: once.</param>
    public Examples(RowMemory<T> inputs, ReadOnlyMemory<string> classNames, ReadOnlyMemory<T> sampleWeights = default)
    {
        Inputs = inputs;
        _names = classNames;
        SampleWeights = sampleWeights;
        HasLabels = true;
    }

    /// <summary>The rows <c>[rows x inputs]</c>.</summary>
    public RowMemory<T> Inputs { get; }

    /// <summary>The targets <c>[rows x outputs]</c>; empty where there are labels.</summary>
    public ReadOnlyMemory<T> Targets { get; }

    /// <summary>The class indices <c>[rows]</c>; empty where there are targets, and where classes are told by bools or names.</summary>
    public ReadOnlyMemory<int> Labels { get; }

    /// <summary>Whether the rows have class labels, and no targets.</summary>
    public bool HasLabels { get; }

    /// <summary>How much each row counts <c>[rows]</c>; empty where each counts once.</summary>
    public ReadOnlyMemory<T> SampleWeights { get; }

    /// <summary>The classes in whatever form they were given.</summary>
    internal Labels Classes => !_flags.IsEmpty ? _flags : !_names.IsEmpty ? _names : Labels;
}
