using System.Runtime.CompilerServices;
using static System.FormattableString;

namespace NeuralNet.Core.Losses;

/// <summary>l(z, y) = max(0, |e| - epsilon)^2 with the error e = z - y</summary>
internal readonly struct SquaredEpsilonInsensitive(double epsilon) : ILoss, IConstantOfErrors
{
    private readonly double _epsilon = epsilon;

    public string Name => Invariant($"squared-epsilon-insensitive({_epsilon})");

    public TargetDomain Targets => TargetDomain.Numbers(Interval.Real);

    public BrokenLine Derivative => new(2 * _epsilon, Slope: 2, _epsilon, Jump: 0, Bend: -2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Evaluate<TLanes>(TLanes logit, TLanes target, out TLanes derivative)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes error = logit - target;
        TLanes zero = TLanes.Create(0);
        TLanes excess = TLanes.Max(zero, TLanes.Abs(error) - TLanes.Create(_epsilon));
        derivative = TLanes.IfLess(error, zero, TLanes.Create(-2), TLanes.Create(2)) * excess;
        return excess * excess;
    }
}
