using System.Numerics;

namespace NeuralNet.Core;

/// <summary>
/// Rows with labels or targets, for cases that two spans can't express: weights of rows, a validation set, batches of a source larger
/// than memory. Refers to the caller's memory and copies nothing. The network that receives it checks shapes and values.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class Examples<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ReadOnlyMemory<bool> _flags;
    private readonly ReadOnlyMemory<string> _names;

    /// <summary>Creates rows with targets.</summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, in any form that <see cref="RowMemory{T}"/> accepts, finite.</param>
    /// <param name="targets">The targets <c>[rows x outputs]</c>, each within <see cref="Loss.Targets"/> of the loss.</param>
    /// <param name="sampleWeights">
    /// The weight of each row <c>[rows]</c>, [0, inf), not all 0; a single batch of a source may have only 0. Default empty: every row
    /// counts once.
    /// </param>
    public Examples(RowMemory<T> inputs, ReadOnlyMemory<T> targets, ReadOnlyMemory<T> sampleWeights = default)
    {
        Inputs = inputs;
        Targets = targets;
        SampleWeights = sampleWeights;
    }

    /// <summary>Creates rows with class labels.</summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, in any form that <see cref="RowMemory{T}"/> accepts, finite.</param>
    /// <param name="labels">The classes <c>[rows]</c>, each in [0, <see cref="Predictor{T}.ClassCount"/>).</param>
    /// <param name="sampleWeights">
    /// The weight of each row <c>[rows]</c>, [0, inf), not all 0; a single batch of a source may have only 0. Default empty: every row
    /// counts once.
    /// </param>
    public Examples(RowMemory<T> inputs, ReadOnlyMemory<int> labels, ReadOnlyMemory<T> sampleWeights = default)
    {
        Inputs = inputs;
        Labels = labels;
        SampleWeights = sampleWeights;
        HasLabels = true;
    }

    /// <summary>Creates rows of two classes.</summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, in any form that <see cref="RowMemory{T}"/> accepts, finite.</param>
    /// <param name="labels">True for each row of class 1 <c>[rows]</c>.</param>
    /// <param name="sampleWeights">
    /// The weight of each row <c>[rows]</c>, [0, inf), not all 0; a single batch of a source may have only 0. Default empty: every row
    /// counts once.
    /// </param>
    public Examples(RowMemory<T> inputs, ReadOnlyMemory<bool> labels, ReadOnlyMemory<T> sampleWeights = default)
    {
        Inputs = inputs;
        _flags = labels;
        SampleWeights = sampleWeights;
        HasLabels = true;
    }

    /// <summary>Creates rows with class names.</summary>
    /// <param name="inputs">The rows <c>[rows x inputs]</c>, in any form that <see cref="RowMemory{T}"/> accepts, finite.</param>
    /// <param name="classNames">
    /// The name of the class of each row <c>[rows]</c>, each one of <see cref="Predictor{T}.ClassNames"/>.
    /// </param>
    /// <param name="sampleWeights">
    /// The weight of each row <c>[rows]</c>, [0, inf), not all 0; a single batch of a source may have only 0. Default empty: every row
    /// counts once.
    /// </param>
    public Examples(RowMemory<T> inputs, ReadOnlyMemory<string> classNames, ReadOnlyMemory<T> sampleWeights = default)
    {
        Inputs = inputs;
        _names = classNames;
        SampleWeights = sampleWeights;
        HasLabels = true;
    }

    /// <summary>The rows <c>[rows x inputs]</c>.</summary>
    public RowMemory<T> Inputs { get; }

    /// <summary>The targets <c>[rows x outputs]</c>; empty if there are labels.</summary>
    public ReadOnlyMemory<T> Targets { get; }

    /// <summary>The class indices <c>[rows]</c>; empty if there are targets, or if the classes are bools or names.</summary>
    public ReadOnlyMemory<int> Labels { get; }

    /// <summary>Whether the rows have class labels instead of targets.</summary>
    public bool HasLabels { get; }

    /// <summary>The weight of each row <c>[rows]</c>; empty if every row counts once.</summary>
    public ReadOnlyMemory<T> SampleWeights { get; }

    /// <summary>
    /// What is added to the logits of each row before the loss and the output activation, <c>[rows x outputs]</c>, finite: a logarithm of
    /// the exposure in Poisson regression, or the score of another model. In the unit of the logit, and never standardized. Training and
    /// evaluation add it; it has no weight. Default empty: 0 for every row.
    /// </summary>
    public ReadOnlyMemory<T> Offsets { get; init; }

    /// <summary>The classes in the form in which they were passed.</summary>
    internal Labels Classes => !_flags.IsEmpty ? _flags : !_names.IsEmpty ? _names : Labels;
}
