namespace NeuralNet.Core;

/// <summary>
/// A first-order optimizer: how one weight moves, given its gradient. Write one as a <c>struct</c> and pass it to
/// <see cref="Optimizer.From{TOptimizer}"/>; it is compiled into the training loops and runs as fast as the built-in ones.
/// If <see cref="Move"/> is marked
/// <see cref="System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining"/>, it does so from the first step on.
/// The library applies penalties, clipping and averages of weights: a gradient comes clipped and with its L2 share, and L1
/// shrinks the weight afterwards.
/// </summary>
/// <remarks>
/// No member should throw. If <see cref="Move"/> does, Fit undoes the epoch, but Learn can't undo the weights it has moved.
/// </remarks>
public interface IOptimizer
{
    /// <summary>How many values the optimizer keeps for each weight, such as a momentum: 0, 1 or 2. They start at 0.</summary>
    static abstract int StatesPerWeight { get; }

    /// <summary>
    /// Whether a gradient of 0 leaves a weight and its kept values as they are, as in plain descent, at any step. Then steps on
    /// <see cref="SparseRows{T}"/> move only the weights of the columns that are given. Default false: such steps are rejected.
    /// </summary>
    static virtual bool IgnoresZeroGradients => false;

    /// <summary>The name of the optimizer in text and files, with its parameters, such as <c>momentum(0.9)</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Called once before the weights of a step are moved. Compute values that all weights share here, and keep them in fields of
    /// the struct. They must follow only from the settings and the two arguments: a training that goes on from a file, or from
    /// the last finite weights, has nothing else. Values that <see cref="Move"/> writes to fields are lost.
    /// </summary>
    /// <param name="stepNumber">The number of this step since the network was built or its weights were set, [1, inf).</param>
    /// <param name="learningRate">The learning rate of this step, [0, inf); 0 only after the end of a schedule.</param>
    void BeginStep(long stepNumber, double learningRate);

    /// <summary>The weight after the step.</summary>
    /// <typeparam name="TLanes">One or many weights side by side.</typeparam>
    /// <param name="weight">The weight (or bias) before the step.</param>
    /// <param name="gradient">The derivative of the batch's loss, and of its L2 penalty, with respect to the weight.</param>
    /// <param name="first">The first kept value, to update; 0 if <see cref="StatesPerWeight"/> is 0.</param>
    /// <param name="second">The second kept value, to update; 0 if <see cref="StatesPerWeight"/> is below 2.</param>
    /// <param name="rate">
    /// How far a gradient that stays 1 moves this weight in a step, once the optimizer has settled: the learning rate for
    /// plain descent, rate / (1 - momentum) with a momentum, the weight's own rate if each has one. An L1 penalty of
    /// strength s shrinks the weight by s times this, so that it ends where penalty and gradient are in balance.
    /// </param>
    TLanes Move<TLanes>(TLanes weight, TLanes gradient, ref TLanes first, ref TLanes second, out TLanes rate)
        where TLanes : struct, ILanes<TLanes>;
}
