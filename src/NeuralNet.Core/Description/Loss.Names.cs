using NeuralNet.Core.Foundation;

namespace NeuralNet.Core;

/// <content>The losses of the library by their names.</content>
public abstract partial class Loss
{
    private const string DeltaRulePrefix = "half-squared-error-through-";

    private static readonly Func<Loss>[] _withoutParameters =
    [
        () => HalfSquaredError, () => LogLoss, () => SoftmaxCrossEntropy, () => Hinge, () => SquaredHinge, () => ModifiedHuber,
        () => Perceptron, () => Poisson, () => MultiClassPerceptron, () => CrammerSinger,
    ];

    /// <summary>Returns the loss of the library with this <see cref="Name"/>; null if there is none.</summary>
    /// <param name="name">The name, with its parameters.</param>
    /// <exception cref="ArgumentException">
    /// A parameter is out of its interval, or there is no delta rule through the activation.
    /// </exception>
    internal static Loss? Named(string name)
    {
        if (name.StartsWith(DeltaRulePrefix, StringComparison.Ordinal))
        {
            return Activation.Named(name[DeltaRulePrefix.Length..]) is { } known ? HalfSquaredErrorThrough(known) : null;
        }

        foreach (Func<Loss> make in _withoutParameters)
        {
            if (make().Name == name)
            {
                return make();
            }
        }

        var call = NamedCall.Parse(name);
        return !call.TryNumbers(1, 1, out double[] numbers) ? null : call.Name switch
        {
            "huber" => Huber(numbers[0]),
            "epsilon-insensitive" => EpsilonInsensitive(numbers[0]),
            "squared-epsilon-insensitive" => SquaredEpsilonInsensitive(numbers[0]),
            "quantile" => Quantile(numbers[0]),
            _ => null,
        };
    }
}
