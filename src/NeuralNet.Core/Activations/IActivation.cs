namespace NeuralNet.Core;

/// <summary>
/// An activation of one output: a function of the logit. Write one as a <c>readonly struct</c> and pass it to
/// <see cref="Activation.From{TActivation}"/>; it is compiled into the loops and runs as fast as the built-in ones.
/// If <see cref="Evaluate"/> is marked
/// <see cref="System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining"/>, it does so from the first row on.
/// </summary>
public interface IActivation
{
    /// <summary>The name of the activation in text and files, such as <c>sigmoid</c>.</summary>
    string Name { get; }

    /// <summary>The smallest closed interval that contains all values of the activation, such as [0, 1].</summary>
    Interval Range { get; }

    /// <summary>The activation of a logit, and its derivative there.</summary>
    /// <typeparam name="TLanes">One or many logits side by side.</typeparam>
    /// <param name="logit">The weighted sum, (-inf, inf).</param>
    /// <param name="derivative">The derivative of the activation with respect to the logit.</param>
    TLanes Evaluate<TLanes>(TLanes logit, out TLanes derivative)
        where TLanes : struct, ILanes<TLanes>;
}
