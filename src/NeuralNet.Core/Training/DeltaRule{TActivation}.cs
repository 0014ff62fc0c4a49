using System.Runtime.CompilerServices;
using NeuralNet.Core.Activations;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Losses;

namespace NeuralNet.Core.Training;

/// <summary>
/// l(z, y) = (a(z) - y)^2 / 2, dl/dz = (a(z) - y) a'(z): the textbook's delta rule (B. Widrow and M. E. Hoff, Adaptive
/// switching circuits, 1960, with a differentiable activation). Only here the chain rule is applied.
/// </summary>
internal readonly struct DeltaRule<TActivation>(TActivation activation) : ILoss, IConstantOfMean
    where TActivation : struct, IActivation
{
    /// <summary>The distance from the middle, as a share of the range, that may be rounding.</summary>
    private const double MiddleTolerance = 1e-9;

    private readonly TActivation _activation = activation;

    public string Name => $"half-squared-error-through-{_activation.Name}";

    /// <summary>
    /// Classes if the range is bounded and a logit of 0 gives its middle, because then the sign of a logit is the class; otherwise
    /// numbers.
    /// </summary>
    public TargetDomain Targets
    {
        get
        {
            Interval range = _activation.Range;
            double distance = _activation.Evaluate(new Scalar<double>(0), out _).Value - ((range.Low + range.High) / 2);
            return range.IsBounded && Math.Abs(distance) <= MiddleTolerance * (range.High - range.Low)
                ? TargetDomain.Classes(range)
                : TargetDomain.Numbers(range);
        }
    }

    /// <summary>Returns the mean target through the inverse activation: the squared error of a constant is smallest at the mean.</summary>
    public double BestConstant(double mean, double rows) =>
        _activation is IInvertible invertible ? invertible.Inverse(mean, rows) : double.NaN;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Evaluate<TLanes>(TLanes logit, TLanes target, out TLanes derivative)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes error = _activation.Evaluate(logit, out TLanes slope) - target;
        derivative = error * slope;
        return TLanes.Create(0.5) * error * error;
    }
}
