using System.Diagnostics.CodeAnalysis;
using NeuralNet.Core.Foundation;

namespace NeuralNet.Core;

/// <content>Checks of examples, and of whether single steps are possible.</content>
public sealed partial class Perceptron<T>
{
    /// <summary>
    /// Checks an example as Learn does, without learning it: the row as <see cref="Predictor{T}.TryCheck(ReadOnlySpan{T}, out string)"/>
    /// does, and the targets. <see cref="CanStep"/> says whether the network can learn at all. Safe on any thread, also while the network
    /// learns. Allocates nothing for a valid example.
    /// </summary>
    /// <param name="input">The row; it should be <c>[inputs]</c>, finite.</param>
    /// <param name="targets">The targets; they should be <c>[outputs]</c>, in the <see cref="Loss.Targets"/> of the loss.</param>
    /// <param name="error">What is wrong, and the cure; null for a valid example.</param>
    /// <returns>Whether the example is valid.</returns>
    public bool TryCheck(ReadOnlySpan<T> input, ReadOnlySpan<T> targets, [NotNullWhen(false)] out string? error) =>
        TryCheck(input, out error) && AreTargets(targets, out error);

    /// <summary>
    /// Checks an example with a sparse row, as <see cref="TryCheck(ReadOnlySpan{T}, ReadOnlySpan{T}, out string)"/> does, and whether the
    /// steps of the network take sparse rows.
    /// </summary>
    /// <param name="input">The row.</param>
    /// <param name="targets">The targets; they should be <c>[outputs]</c>, in the <see cref="Loss.Targets"/> of the loss.</param>
    /// <param name="error">What is wrong, and the cure; null for a valid example.</param>
    /// <returns>Whether the example is valid.</returns>
    public bool TryCheck(SparseRow<T> input, ReadOnlySpan<T> targets, [NotNullWhen(false)] out string? error) =>
        TryCheck(input, out error) && TakesSparse(out error) && AreTargets(targets, out error);

    /// <summary>Checks a labeled example as Learn does, without learning it. Safe on any thread, also while the network learns.</summary>
    /// <param name="input">The row; it should be <c>[inputs]</c>, finite.</param>
    /// <param name="label">The class; it should be in [0, <see cref="Predictor{T}.ClassCount"/>). A number for a regressor with one output.</param>
    /// <param name="error">What is wrong, and the cure; null for a valid example.</param>
    /// <returns>Whether the example is valid.</returns>
    public bool TryCheck(ReadOnlySpan<T> input, int label, [NotNullWhen(false)] out string? error)
    {
        if (ClassCount == 0 && OutputCount == 1)
        {
            T target = T.CreateTruncating(label);
            return TryCheck(input, new ReadOnlySpan<T>(in target), out error);
        }

        return TryCheck(input, out error) && IsLabel(label, out error);
    }

    /// <summary>
    /// Checks a labeled example with a sparse row, as <see cref="TryCheck(ReadOnlySpan{T}, int, out string)"/> does, and whether the steps of
    /// the network take sparse rows.
    /// </summary>
    /// <param name="input">The row.</param>
    /// <param name="label">The class; it should be in [0, <see cref="Predictor{T}.ClassCount"/>). A number for a regressor with one output.</param>
    /// <param name="error">What is wrong, and the cure; null for a valid example.</param>
    /// <returns>Whether the example is valid.</returns>
    public bool TryCheck(SparseRow<T> input, int label, [NotNullWhen(false)] out string? error)
    {
        if (ClassCount == 0 && OutputCount == 1)
        {
            T target = T.CreateTruncating(label);
            return TryCheck(input, new ReadOnlySpan<T>(in target), out error);
        }

        return TryCheck(input, out error) && TakesSparse(out error) && IsLabel(label, out error);
    }

    /// <summary>
    /// Checks examples as Fit does, without training on them: lengths, values, and whether two classes, or any row at all, count. Only Fit
    /// finds a column that can't be standardized. Safe on any thread, also while the network learns.
    /// </summary>
    /// <param name="examples">The examples, of one or more rows.</param>
    /// <param name="error">What is wrong, with the row and the column, and the cure; null for valid examples.</param>
    /// <returns>Whether the examples are valid.</returns>
    /// <exception cref="ArgumentNullException">The examples are null.</exception>
    public bool TryCheck(Examples<T> examples, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(examples);
        error = null;
        try
        {
            CheckSet(CheckerFor(examples.Classes, "labels").Examples(examples), ClassCount > 0);
        }
        catch (Exception refusal) when (refusal is ArgumentException or InvalidOperationException)
        {
            error = MessageOf(refusal);
        }

        return error is null;
    }

    /// <summary>
    /// Returns whether the network can learn by single steps, with Learn. It can't if its optimizer takes all rows together, if the
    /// first Fit, which has not run, must learn scales of inputs or weights of classes, or if learning diverged.
    /// </summary>
    /// <param name="reason">Why it can't, and the cure; null if it can.</param>
    public bool CanStep([NotNullWhen(false)] out string? reason)
    {
        reason = _parameters.AwaitsFit ? Throw.NotStandardizedYet
            : _noSteps is not null ? $"The optimizer '{Description.Optimizer}' takes no single steps: {_noSteps}."
            : !_trainer.IsFinite ? "The weights are no longer finite: learning diverged. Set finite weights with SetWeights, or build the network anew with a lower learning rate."
            : _trainer.SampleWeights.OfClasses is null && Description.BalancesClasses
                ? "This network balances its classes, and the first Fit, which learns their weights, has not run. Call Fit first, or give the weights with WithClassWeights."
            : null;
        return reason is null;
    }

    private bool TakesSparse([NotNullWhen(false)] out string? error)
    {
        error = Description.WhyNotLearnSparse() is { } reason ? Throw.NoSparse("The input is a sparse row", reason) : null;
        return error is null;
    }

    private bool AreTargets(ReadOnlySpan<T> targets, [NotNullWhen(false)] out string? error)
    {
        error = null;
        try
        {
            _checker.Targets(targets, rows: 1);
        }
        catch (ArgumentException refusal)
        {
            error = MessageOf(refusal);
        }

        return error is null;
    }

    private bool IsLabel(int label, [NotNullWhen(false)] out string? error)
    {
        error = null;
        try
        {
            ThrowIfNoClasses();
            _checker.Labels(new ReadOnlySpan<int>(in label), rows: 1, nameof(label));
        }
        catch (Exception refusal) when (refusal is ArgumentException or InvalidOperationException)
        {
            error = MessageOf(refusal);
        }

        return error is null;
    }

    /// <summary>Rejects single steps if the network can't learn by them; a weight that is not finite shows at its logit, at no cost.</summary>
    private void ThrowIfCantStep()
    {
        if (_noSteps is not null || _parameters.AwaitsFit || (Description.BalancesClasses && _trainer.SampleWeights.OfClasses is null))
        {
            CanStep(out string? reason);
            throw new InvalidOperationException(reason);
        }
    }
}
