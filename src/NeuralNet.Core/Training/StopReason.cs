namespace NeuralNet.Core;

/// <summary>Why a training ended. Whatever the reason, with validation rows the weights that did best on them are kept.</summary>
public enum StopReason
{
    /// <summary>All the epochs asked for were run.</summary>
    MaxEpochs,

    /// <summary>
    /// The objective gained no more than <see cref="TrainingOptions.Tolerance"/> for <see cref="TrainingOptions.Patience"/>
    /// epochs, and is not above that of the first; or L-BFGS found a gradient as good as 0.
    /// </summary>
    Converged,

    /// <summary>The caller cancelled; what was learned until then is kept.</summary>
    Cancelled,

    /// <summary>A weight or the loss became infinite or NaN; the weights of the last finite epoch are kept.</summary>
    Diverged,

    /// <summary>
    /// The objective on the validation rows gained no more than <see cref="TrainingOptions.MinimumImprovement"/> for
    /// <see cref="TrainingOptions.Patience"/> epochs; the best weights are restored.
    /// </summary>
    EarlyStopped,

    /// <summary>
    /// L-BFGS found weights that tell the class of every row, or of some, for sure, and without a penalty the loss has no minimum: it
    /// falls as long as the weights grow.
    /// </summary>
    Separable,

    /// <summary>
    /// L-BFGS found no step that lowers the objective, and the gradient is not 0: the loss has kinks, or rounding leaves too few digits.
    /// </summary>
    Stalled,
}
