using NeuralNet.Core.Foundation;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>The length of a training, its batches and its threads. Immutable and always valid: invalid values are rejected.</summary>
public sealed record TrainingOptions
{
    /// <summary>A <see cref="BatchSize"/> that takes all rows at once, for any number of rows.</summary>
    public const int FullBatch = int.MaxValue;

    /// <summary>The largest number of epochs (passes over all rows), [1, inf). Default 100.</summary>
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
    /// The number of rows in one step, [1, inf): 1 trains row by row (online), <see cref="FullBatch"/> takes all rows at once.
    /// The last batch of an epoch may be smaller. Default null, which depends on the optimizer: 32 for steps along a gradient,
    /// 1 for passive-aggressive optimizers, all rows for L-BFGS. If the batches come from an enumeration, each batch is one step
    /// by default, and <see cref="FullBatch"/> takes all batches together.
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
    /// Whether each epoch takes the rows in a new order. The order depends only on the network's seed and the number of the
    /// epoch. If one batch holds all rows, they keep their order. Default true.
    /// </summary>
    public bool Shuffle { get; init; } = Defaults.Shuffle;

    /// <summary>
    /// The number of threads that share the rows of a full batch, also with L-BFGS, [1, inf): the calling thread, and others
    /// that end with the call. The rows are summed in blocks of 512 or more, which do not depend on the number of threads, so any
    /// number gives the same bits. More threads than processors gain nothing. Threads beyond the number of blocks, and beyond 64,
    /// are not started, and smaller batches run on one thread. Cross-validation and penalty paths divide the folds first, and the
    /// rows among the threads that are left. A custom loss is called from all threads at once. Default 1.
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
    /// The smallest gain that counts for convergence, [0, inf). The training has converged when the objective (loss and penalty)
    /// does not fall below its lowest value so far by more than this for <see cref="Patience"/> epochs in a row. Default null:
    /// all epochs run.
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
    /// The number of epochs in a row without a gain after which a training with a <see cref="Tolerance"/>, or with validation
    /// rows, stops, [1, inf). Default 5.
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
    /// The share of the rows to hold out for validation, (0, 1). The training does not see these rows, stops early when the
    /// objective on them no longer gains, and restores the weights that did best on them. The same share of each class is held
    /// out. Of two or more rows (with classes: of each class) at least one is held out and at least one is trained on. Rows of
    /// weight 0 are not held out. The choice depends only on the network's seed, the classes and which weights are 0. Default
    /// null: no rows are held out.
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
    /// Whether the training continues exactly where the last one stopped, in this process or in the one that saved the network.
    /// A cancelled epoch continues with the row after its last step. With validation rows the training continues with its last
    /// weights instead of the best ones, the patience that was left, and the best weights so far. Pass the same rows, validation
    /// rows and options: then any number of parts gives the same bits as one training of as many epochs, and the best epoch is
    /// counted from the start of the first part. If there is nothing to resume, as after Learn or SetWeights, a new training
    /// starts. Default false.
    /// </summary>
    public bool Resume { get; init; }

    /// <summary>
    /// The shortest time between two reports of progress within an epoch, [0, inf); 0 reports every batch. The rows of a source are
    /// counted in every pass, those in memory in epochs of steps on batches. Default null: progress is reported after each epoch only.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public TimeSpan? ProgressInterval
    {
        get;
        init
        {
            if (value < TimeSpan.Zero)
            {
                throw new ArgumentOutOfRangeException(nameof(ProgressInterval), value, Invariant(
                    $"ProgressInterval is {value}; it must be 0 or more, or null to report after each epoch only."));
            }

            field = value;
        }
    }

    /// <summary>
    /// The smallest gain that counts for early stopping, [0, inf): the objective on the validation rows must fall below its lowest
    /// value so far by more than this. Default 0.
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
