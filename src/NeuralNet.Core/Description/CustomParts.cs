namespace NeuralNet.Core;

/// <summary>
/// The parts of a description that are a user's own, handed over when a file is loaded that needs them: a file knows them by
/// name alone. A part is taken where the file names it; the others are ignored.
/// </summary>
public sealed record CustomParts
{
    /// <summary>A loss made by <see cref="NeuralNet.Core.Loss.From{TLoss}"/>, or the delta rule through a user's activation. Default none.</summary>
    public Loss? Loss { get; init; }

    /// <summary>
    /// An activation made by <see cref="Activation.From{TActivation}"/>, the output activation of a network that is to predict. Default that
    /// of <see cref="Loss"/>.
    /// </summary>
    public Activation? OutputActivation
    {
        get => field ?? Loss?.OutputActivation;
        init;
    }

    /// <summary>An optimizer made by <see cref="NeuralNet.Core.Optimizer.From{TOptimizer}"/>. Default none.</summary>
    public Optimizer? Optimizer { get; init; }

    /// <summary>A learning rate made by <see cref="NeuralNet.Core.LearningRate.From"/>; its warm-up and plateau are those of the file. Default none.</summary>
    public LearningRate? LearningRate { get; init; }
}
