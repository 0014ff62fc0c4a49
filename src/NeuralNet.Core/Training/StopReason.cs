namespace NeuralNet.Core;

/// <summary>Why a training ended.</summary>
public enum StopReason
{
    /// <summary>All the epochs asked for were run.</summary>
    MaxEpochs,

    /// <summary>The loss gained no more than <see cref="TrainingOptions.Tolerance"/> for <see cref="TrainingOptions.Patience"/> epochs, and is not above that of the first.</summary>
    Converged,

    /// <summary>The caller cancelled; what was learned until then is kept.</summary>
    Cancelled,

    /// <summary>A weight or the loss became infinite or NaN; the weights of the last finite epoch are kept.</summary>
    Diverged,
}
