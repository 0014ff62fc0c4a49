namespace NeuralNet.Core;

/// <summary>Why a training stopped. With validation rows, every reason restores the weights that did best on them.</summary>
public enum StopReason
{
    /// <summary>All epochs were run.</summary>
    MaxEpochs,

    /// <summary>
    /// The objective gained no more than <see cref="TrainingOptions.Tolerance"/> for <see cref="TrainingOptions.Patience"/>
    /// epochs, and is not above that of the first epoch; or L-BFGS or Newton's method found a gradient that is practically 0, or for a loss
    /// with kinks an objective that is practically its lower bound. L-BFGS and Newton's method take no standstill for an optimum of a loss
    /// with kinks: see <see cref="Stalled"/>.
    /// </summary>
    Converged,

    /// <summary>The caller cancelled. The weights learned so far are kept.</summary>
    Cancelled,

    /// <summary>A weight or the loss became infinite or NaN. The weights of the last finite epoch are kept.</summary>
    Diverged,

    /// <summary>
    /// The objective on the validation rows gained no more than <see cref="TrainingOptions.MinimumImprovement"/> for
    /// <see cref="TrainingOptions.Patience"/> epochs. The best weights are restored.
    /// </summary>
    EarlyStopped,

    /// <summary>
    /// L-BFGS found weights that separate all rows, or some rows, by class. Without a penalty the loss then has no minimum: it
    /// falls as long as the weights grow.
    /// </summary>
    Separable,

    /// <summary>
    /// L-BFGS or Newton's method found no step that lowers the objective, though the gradient is not 0: the loss has kinks, or rounding
    /// leaves too few digits. With a loss with kinks also if epochs gained no more than <see cref="TrainingOptions.Tolerance"/>.
    /// </summary>
    Stalled,
}
