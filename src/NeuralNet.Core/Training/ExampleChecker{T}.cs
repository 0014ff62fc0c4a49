using System.Numerics;
using NeuralNet.Core.Data;
using NeuralNet.Core.Foundation;
using static System.FormattableString;

namespace NeuralNet.Core.Training;

/// <summary>
/// Checks rows, targets and labels against the network they are for, before anything is changed. Every call that learns or selects
/// comes through here.
/// </summary>
internal sealed class ExampleChecker<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public required int Inputs { get; init; }

    public required int Outputs { get; init; }

    /// <summary>0 where the loss is one of regression.</summary>
    public required int Classes { get; init; }

    public required string LossName { get; init; }

    public required string OutputActivationName { get; init; }

    public required TargetDomain Domain { get; init; }

    public required bool CouplesOutputs { get; init; }

    /// <summary>
    /// Whether targets tell one class of each row: several outputs that don't know of each other may each be trained on a class that is
    /// always there, or never.
    /// </summary>
    public required bool HasOneClassARow { get; init; }

    /// <summary>Whether rows are weighed by their class.</summary>
    public required bool WeighsClasses { get; init; }

    public required IReadOnlyList<string>? FeatureNames { get; init; }

    public required ClassNameIndex ClassNames { get; init; }

    /// <summary>Rejects rows of another length, and NaN and infinity. Returns how many rows there are.</summary>
    public int Rows(Rows<T> inputs, string parameter = "inputs")
    {
        int rows = inputs.Count(parameter, Inputs);
        inputs.CheckFinite(parameter, Inputs, FeatureNames);
        return rows;
    }

    /// <summary>The targets <c>[rows x outputs]</c> in one piece; rejects those that the loss does not take.</summary>
    public ReadOnlySpan<T> Targets(Rows<T> targets, int rows, string parameter = "targets")
    {
        ReadOnlySpan<T> numbers = targets.Targets(parameter, Outputs);
        ExampleCheck.Targets(parameter, numbers, rows, Outputs, LossName, Domain, CouplesOutputs);
        if (!HasOneClassARow && WeighsClasses)
        {
            throw new ArgumentException(Invariant(
                $"{parameter} may tell several classes of a row, or none, to {Outputs} outputs that are trained each by itself, and this network weighs rows by their class. Pass int labels, or leave out WithClassWeights and WithBalancedClasses."), parameter);
        }

        return numbers;
    }

    /// <summary>The class indices <c>[rows]</c>; rejects those that the network does not have.</summary>
    public ReadOnlySpan<int> Labels(Labels labels, int rows, string parameter = "labels")
    {
        ReadOnlySpan<int> indices = labels.Indices(parameter, Classes, ClassNames);
        ExampleCheck.Labels(parameter, indices, rows, Classes);
        return indices;
    }

    /// <summary>The rows of examples; rejects all that single calls reject, and weights out of range.</summary>
    /// <param name="examples">The examples.</param>
    /// <param name="checkInputs">Whether to look for NaN and infinity, which a single step finds by its logits.</param>
    /// <param name="prefix">What messages say before the name of a part.</param>
    public ExampleSpan<T> Examples(Examples<T> examples, bool checkInputs = true, string prefix = "")
    {
        Rows<T> inputs = examples.Inputs.Rows;
        ReadOnlySpan<T> targets = default;
        ReadOnlySpan<int> labels = default;
        int rows = checkInputs ? Rows(inputs, $"{prefix}inputs") : inputs.Count($"{prefix}inputs", Inputs);
        if (examples.HasLabels)
        {
            ThrowIfNoClasses();
            labels = Labels(examples.Classes, rows, $"{prefix}labels");
        }
        else
        {
            targets = Targets(examples.Targets, rows, $"{prefix}targets");
        }

        ExampleCheck.Weights($"{prefix}sampleWeights", examples.SampleWeights.Span, rows);
        return new(inputs, targets, labels, rows) { Weights = examples.SampleWeights.Span };
    }

    /// <summary>The rows of a batch of a source, of which messages tell the number.</summary>
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
        catch (ArgumentException)
        {
            // Only now is a string made, for a message that says which batch it was.
            Examples(batch, prefix: Invariant($"batch {number}: "));
            throw;
        }
    }

    /// <summary>Rejects labels to a network of regression.</summary>
    public void ThrowIfNoClasses()
    {
        if (Classes == 0)
        {
            Throw.InvalidOperation_NoClasses(Outputs, OutputActivationName);
        }
    }
}
