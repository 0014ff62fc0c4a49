namespace NeuralNet.Core;

/// <summary>
/// A user's own parts of a description, passed to load a file that needs them: a file stores only their names. Parts that the file does
/// not name are ignored.
/// </summary>
public sealed class CustomParts
{
    /// <summary>
    /// A loss made by <see cref="NeuralNet.Core.Loss.From{TLoss}"/>, or the delta rule through a user's activation. Default: none.
    /// </summary>
    public Loss? Loss { get; init; }

    /// <summary>
    /// An activation made by <see cref="Activation.From{TActivation}"/>, used as output activation for predictions. Default: the output
    /// activation of <see cref="Loss"/>.
    /// </summary>
    public Activation? OutputActivation
    {
        get => field ?? Loss?.OutputActivation;
        init;
    }

    /// <summary>An optimizer made by <see cref="NeuralNet.Core.Optimizer.From{TOptimizer}"/>. Default: none.</summary>
    public Optimizer? Optimizer { get; init; }

    /// <summary>
    /// A learning rate made by <see cref="NeuralNet.Core.LearningRate.From"/>; warm-up and plateau come from the file. Default: none.
    /// </summary>
    public LearningRate? LearningRate { get; init; }
}
