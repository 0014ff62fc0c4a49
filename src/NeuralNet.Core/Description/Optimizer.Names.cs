using NeuralNet.Core.Foundation;

namespace NeuralNet.Core;

/// <content>The optimizers of the library by their names.</content>
public abstract partial class Optimizer
{
    /// <summary>Returns the optimizer of the library with this <see cref="Name"/>; null if there is none.</summary>
    /// <param name="name">The name, with its parameters.</param>
    /// <exception cref="ArgumentException">A parameter is out of its interval.</exception>
    internal static Optimizer? Named(string name)
    {
        var call = NamedCall.Parse(name);
        return !call.TryNumbers(0, 4, out double[] numbers) ? null : (call.Name, numbers) switch
        {
            ("sgd", []) => Sgd,
            ("momentum", [var momentum]) => Momentum(momentum),
            ("nesterov", [var momentum]) => Nesterov(momentum),
            ("adagrad", [var epsilon]) => AdaGrad(epsilon),
            ("rmsprop", [var decay, var epsilon]) => RmsProp(decay, epsilon),
            ("adam", [var first, var second, var epsilon]) => Adam(first, second, epsilon),
            ("adamw", [var weightDecay, var first, var second, var epsilon]) => AdamW(weightDecay, first, second, epsilon),
            ("ftrl", [var alpha, var beta, var l1, var l2]) => Ftrl(alpha, beta, l1, l2),
            ("passive-aggressive", [var aggressiveness]) => PassiveAggressive(aggressiveness),
            ("soft-passive-aggressive", [var aggressiveness]) => SoftPassiveAggressive(aggressiveness),
            ("lbfgs", [var memory, var tolerance]) when memory == (int)memory => Lbfgs((int)memory, tolerance),
            ("newton", [var tolerance]) => Newton(tolerance),
            ("auto", []) => Auto,
            ("coordinate-descent", []) => CoordinateDescent,
            ("dual-coordinate-descent", []) => DualCoordinateDescent,
            _ => null,
        };
    }
}
