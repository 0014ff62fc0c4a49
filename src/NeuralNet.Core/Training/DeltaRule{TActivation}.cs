using System.Runtime.CompilerServices;

namespace NeuralNet.Core.Training;

/// <summary>
/// l(z, y) = (a(z) - y)^2 / 2, dl/dz = (a(z) - y) a'(z): the textbook's delta rule (B. Widrow and M. E. Hoff, Adaptive
/// switching circuits, 1960, with a differentiable activation). The one place where the chain rule is applied.
/// </summary>
internal readonly struct DeltaRule<TActivation>(TActivation activation) : ILoss
    where TActivation : struct, IActivation
{
    private readonly TActivation _activation = activation;

    public string Name => $"half-squared-error-through-{_activation.Name}";

    public Interval Targets => _activation.Range;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Evaluate<TLanes>(TLanes logit, TLanes target, out TLanes derivative)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes error = _activation.Evaluate(logit, out TLanes slope) - target;
        derivative = error * slope;
        return TLanes.Create(0.5) * error * error;
    }
}
