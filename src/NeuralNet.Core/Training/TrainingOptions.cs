using NeuralNet.Core.Foundation;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>How long, and in which portions, a training runs. Immutable; options that exist are valid.</summary>
public sealed record TrainingOptions
{
    /// <summary>A <see cref="BatchSize"/> that takes all rows at once, however many there are.</summary>
    public const int FullBatch = int.MaxValue;

    /// <summary>How often all rows are gone through at most, [1, inf). Default 100.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int Epochs
    {
        get;
        init
        {
            Throw.IfNotPositive(value, nameof(Epochs));
            field = value;
        }
    } = Defaults.Epochs;

    /// <summary>
    /// The rows of one step, [1, inf): 1 is online, <see cref="FullBatch"/> all rows at once. The last batch of an epoch
    /// may be smaller. Default null: what suits the optimizer, 32 for those that take steps along a gradient, 1 for
    /// passive-aggressive ones, all rows for L-BFGS. Where batches come from an enumeration each of them is one step by
    /// default, and all of them together with <see cref="FullBatch"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int? BatchSize
    {
        get;
        init
        {
            if (value < 1)
            {
                throw new ArgumentOutOfRangeException(nameof(BatchSize), value, Invariant(
                    $"BatchSize is {value}; it must be 1 (online) or more. For all rows at once use TrainingOptions.FullBatch."));
            }

            field = value;
        }
    }

    /// <summary>
    /// Whether the rows are gone through in a new order in each epoch, which is a function of the network's seed and the
    /// number of the epoch alone. Where one batch holds all rows their order is kept. Default true.
    /// </summary>
    public bool Shuffle { get; init; } = Defaults.Shuffle;

    /// <summary>
    /// The threads that share the rows of a full batch, also with L-BFGS, [1, inf): that of the caller, and others that live
    /// as long as the call. The rows are summed in blocks of 512 or more that do not depend on it, so any number gives the
    /// same bits; more than the processors gain nothing, more than the blocks (64 at most) are not started, and smaller batches
    /// run on one. A loss of your own is called from
    /// all of them at once. Default 1.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int Threads
    {
        get;
        init
        {
            Throw.IfNotPositive(value, nameof(Threads));
            field = value;
        }
    } = Defaults.Threads;

    /// <summary>
    /// The training has converged when, for <see cref="Patience"/> epochs in a row, the objective (loss and penalty) is not
    /// lower than the least before by more than this, [0, inf). Default null: all epochs are run.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, infinite or NaN.</exception>
    public double? Tolerance
    {
        get;
        init
        {
            if (value is double tolerance && !(tolerance >= 0 && double.IsFinite(tolerance)))
            {
                throw new ArgumentOutOfRangeException(nameof(Tolerance), value, Invariant(
                    $"Tolerance is {tolerance}; it must lie in [0, inf), or be null to run all epochs."));
            }

            field = value;
        }
    }

    /// <summary>
    /// The epochs without gain after which a training with a <see cref="Tolerance"/>, or with validation rows, ends,
    /// [1, inf). Default 5.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int Patience
    {
        get;
        init
        {
            Throw.IfNotPositive(value, nameof(Patience));
            field = value;
        }
    } = Defaults.Patience;

    /// <summary>
    /// The share of the rows that is held out for validation, (0, 1): the training does not see them, ends early when the
    /// objective on them no longer gains, and restores the weights that did best there. Of each class the same share is
    /// taken, and of two or more rows at least one goes to either side; rows of weight 0 are not held out. Which rows is a
    /// function of the network's seed, the classes and which weights are 0 alone. Default null: none.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not in (0, 1), or NaN.</exception>
    public double? ValidationFraction
    {
        get;
        init
        {
            if (value is double share && !(share > 0 && share < 1))
            {
                throw new ArgumentOutOfRangeException(nameof(ValidationFraction), value, Invariant(
                    $"ValidationFraction is {share}; it must lie in (0, 1), such as 0.1, or be null to hold out no rows."));
            }

            field = value;
        }
    }

    /// <summary>
    /// Whether the training goes on exactly where the last one stopped, in this process or in the one that saved the network:
    /// with the row after the last step of an epoch that was cancelled, and, where there are validation rows, with the weights
    /// it had then instead of the best ones, the patience it had left, and the best weights so far. Hand it the same rows,
    /// validation rows and options; then any number of parts ends in the bits of one training of as many epochs, whose best
    /// epoch is counted from the beginning of the first part. Where nothing is left to resume, as after Learn or SetWeights, it
    /// is a training like any other. Default false.
    /// </summary>
    public bool Resume { get; init; }

    /// <summary>
    /// How much lower than the least before the objective on the validation rows must be to count as a gain, [0, inf).
    /// Default 0.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, infinite or NaN.</exception>
    public double MinimumImprovement
    {
        get;
        init
        {
            if (!(value >= 0 && double.IsFinite(value)))
            {
                throw new ArgumentOutOfRangeException(nameof(MinimumImprovement), value, Invariant(
                    $"MinimumImprovement is {value}; it must lie in [0, inf). 0 counts any gain."));
            }

            field = value;
        }
    } = Defaults.MinimumImprovement;
}
