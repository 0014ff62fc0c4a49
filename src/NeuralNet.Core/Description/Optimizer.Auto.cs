using NeuralNet.Core.Optimizers;
using NeuralNet.Core.Training;

namespace NeuralNet.Core;

/// <content>The optimizer that the first Fit chooses.</content>
public abstract partial class Optimizer
{
    /// <summary>
    /// The optimizer for this loss, penalty and shape, chosen by the first Fit: <see cref="Newton"/>, <see cref="CoordinateDescent"/>,
    /// <see cref="DualCoordinateDescent"/>, <see cref="Lbfgs"/> or <see cref="Adam"/>. From then on it is the optimizer of the network's
    /// description, and of its files; the message of the training says which and why. Before, Learn is refused.
    /// </summary>
    /// <remarks>
    /// The choice depends on the description, on the number of rows and on their form, never on time or machine: coordinate descent for an L1
    /// penalty and the losses that it trains, unless more than 4,000 weights may stay of rows that are not sparse; Newton's method for its
    /// losses, with up to 512 weights and biases of one output, or of all outputs of a softmax, and, unless the loss has kinks, rows times the
    /// square of this number up to 67 million (2^26; four times as many for half the squared error; a stream counts as few rows, since each
    /// pass reads it anew); dual coordinate descent with an L2 penalty, for its losses with kinks on rows in memory, and for all its losses on
    /// sparse rows in memory with more than 1,024 inputs, unless there are penalty factors or bounds of weights; L-BFGS for other convex and
    /// smooth losses, for convex losses with kinks and an L1 penalty, and for all others with penalty factors or bounds of weights; for the
    /// rest Adam, or on sparse rows in memory <see cref="AdaGrad"/> (with an L2 penalty <see cref="Sgd"/>), with the description's learning rate.
    /// </remarks>
    public static Optimizer Auto => LazyInitializer.EnsureInitialized(ref field, static () => new AutoOptimizer());

    private sealed class AutoOptimizer() : Optimizer("auto")
    {
        private const string Choose = "the first Fit chooses it by the rows, and may choose one";

        internal override OptimizerLimits Limits { get; } = new()
        {
            UsesLearningRate = false,
            TakesPenaltyFactors = true,
            TakesWeightBounds = true,
            NoClipping = $"{Choose} that limits its steps itself. Leave out WithGradientClipping, or name an optimizer",
            NoAveraging = $"{Choose} that converges to the optimum itself. Leave out WithAveraging, or name an optimizer",
            NoSteps = $"{Choose} that takes all rows at once. Call Fit first, or name an optimizer that learns online, such as Optimizer.Sgd",
        };

        internal override Trainer<T> CreateTrainer<T>(Loss loss, Parameters<T> parameters, in TrainerSettings settings) =>
            new UndecidedTrainer<T>(loss.CreateGradient(parameters, settings), settings);
    }
}
