using System.Numerics;
using NeuralNet.Common;
using NeuralNet.Core.Data;
using NeuralNet.Core.Foundation;
using static System.FormattableString;

namespace NeuralNet.Core.Training;

/// <summary>
/// Checks rows, targets and labels against a network, before anything changes. Every call that learns or selects uses it.
/// </summary>
internal sealed class ExampleChecker<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public required int Inputs { get; init; }

    public required int Outputs { get; init; }

    /// <summary>The number of classes; 0 for a regression loss.</summary>
    public required int Classes { get; init; }

    public required string LossName { get; init; }

    public required string OutputActivationName { get; init; }

    public required TargetDomain Domain { get; init; }

    public required bool CouplesOutputs { get; init; }

    /// <summary>
    /// Whether the targets of a row mark exactly one class. The targets of several independent outputs may mark any number of classes.
    /// </summary>
    public required bool HasOneClassARow { get; init; }

    /// <summary>Whether the network weighs rows by their class.</summary>
    public required bool WeighsClasses { get; init; }

    public required IReadOnlyList<string>? FeatureNames { get; init; }

    public required ClassNameIndex ClassNames { get; init; }

    /// <summary>Rejects rows of another length, NaN and infinity. Returns the number of rows.</summary>
    public int Rows(Rows<T> inputs, string parameter = "inputs")
    {
        int rows = inputs.Count(parameter, Inputs);
        inputs.CheckFinite(parameter, Inputs, FeatureNames);
        return rows;
    }

    /// <summary>Returns the targets <c>[rows x outputs]</c> in one piece. Rejects targets that the loss does not accept.</summary>
    public ReadOnlySpan<T> Targets(Rows<T> targets, int rows, string parameter = "targets")
    {
        ReadOnlySpan<T> numbers = targets.Targets(parameter, Outputs);
        TargetCheck.Targets(parameter, numbers, rows, Outputs, LossName, Domain, CouplesOutputs);
        if (!HasOneClassARow && WeighsClasses)
        {
            throw new ArgumentException(Invariant(
                $"{parameter} may mark several classes of a row, or no class, since the {Shown.Count(Outputs, "output")} are independent; but this network weighs rows by their class. Pass int labels, or leave out WithClassWeights and WithBalancedClasses."), parameter);
        }

        return numbers;
    }

    /// <summary>Returns the class indices <c>[rows]</c>. Rejects classes that the network does not have.</summary>
    public ReadOnlySpan<int> Labels(Labels labels, int rows, string parameter = "labels")
    {
        ReadOnlySpan<int> indices = labels.Indices(parameter, Classes, ClassNames);
        TargetCheck.Labels(parameter, indices, rows, Classes);
        return indices;
    }

    /// <summary>Returns the rows of examples. Rejects everything that the single checks reject, weights out of range, and offsets that are not finite.</summary>
    /// <param name="examples">The examples.</param>
    /// <param name="checkInputs">Whether to look for NaN and infinity; a single step finds them by its logits.</param>
    public ExampleSpan<T> Examples(Examples<T> examples, bool checkInputs = true)
    {
        Rows<T> inputs = examples.Inputs.Rows;
        ReadOnlySpan<T> targets = default;
        ReadOnlySpan<int> labels = default;
        int rows = checkInputs ? Rows(inputs) : inputs.Count("inputs", Inputs);
        if (examples.HasLabels)
        {
            ThrowIfNoClasses();
            labels = Labels(examples.Classes, rows);
        }
        else
        {
            targets = Targets(examples.Targets, rows);
        }

        TargetCheck.Weights("sampleWeights", examples.SampleWeights.Span, rows);
        TargetCheck.Offsets("offsets", examples.Offsets.Span, rows, Outputs);
        return new(inputs, targets, labels, rows) { Weights = examples.SampleWeights.Span, Offsets = examples.Offsets.Span };
    }

    /// <summary>Returns the rows of a batch of a source. Messages include the number of the batch.</summary>
    public ExampleSpan<T> Batch(Examples<T>? batch, long number)
    {
        if (batch is null)
        {
            Throw.Argument_NullBatch("batches", number);
        }

        try
        {
            return Examples(batch);
        }
        catch (ArgumentException refusal)
        {
            throw Throw.ArgumentAt(Invariant($"batch {number}"), "batches", refusal);
        }
    }

    /// <summary>Rejects labels for a regression network.</summary>
    public void ThrowIfNoClasses()
    {
        if (Classes == 0)
        {
            Throw.InvalidOperation_NoClasses(Outputs, OutputActivationName);
        }
    }
}
