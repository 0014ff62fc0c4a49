namespace NeuralNet.Core;

/// <summary>
/// A loss of one output, defined on the logit. Write one as a <c>readonly struct</c> and pass it to
/// <see cref="Loss.From{TLoss}"/>; it is compiled into the training loops and runs as fast as the built-in ones.
/// If <see cref="Evaluate"/> is marked
/// <see cref="System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining"/>, it does so from the first row on.
/// </summary>
public interface ILoss
{
    /// <summary>The name of the loss in text and files, such as <c>log-loss</c>.</summary>
    string Name { get; }

    /// <summary>
    /// The targets the loss is defined for, and whether it separates classes: <see cref="TargetDomain.Numbers"/>,
    /// <see cref="TargetDomain.Classes"/> or <see cref="TargetDomain.Labels"/>. In a loss of classification a logit
    /// above 0 must mean class 1.
    /// </summary>
    TargetDomain Targets { get; }

    /// <summary>The loss of a logit against a target, and its derivative with respect to the logit.</summary>
    /// <typeparam name="TLanes">One or many logits side by side.</typeparam>
    /// <param name="logit">The weighted sum before the output activation, (-inf, inf).</param>
    /// <param name="target">The target, in <see cref="Targets"/>.</param>
    /// <param name="derivative">The derivative of the loss with respect to the logit.</param>
    TLanes Evaluate<TLanes>(TLanes logit, TLanes target, out TLanes derivative)
        where TLanes : struct, ILanes<TLanes>;
}
