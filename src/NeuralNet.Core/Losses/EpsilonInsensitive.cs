using System.Runtime.CompilerServices;
using static System.FormattableString;

namespace NeuralNet.Core.Losses;

/// <summary>l(z, y) = max(0, |e| - epsilon) with the error e = z - y</summary>
internal readonly struct EpsilonInsensitive(double epsilon) : ILoss, IConstantOfErrors
{
    private readonly double _epsilon = epsilon;

    public string Name => Invariant($"epsilon-insensitive({_epsilon})");

    public TargetDomain Targets => TargetDomain.Numbers(Interval.Real);

    public BrokenLine Derivative => new(-1, Slope: 0, _epsilon, Jump: 1, Bend: 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Evaluate<TLanes>(TLanes logit, TLanes target, out TLanes derivative)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes error = logit - target;
        TLanes magnitude = TLanes.Abs(error);
        TLanes epsilon = TLanes.Create(_epsilon);
        TLanes zero = TLanes.Create(0);
        TLanes sign = TLanes.IfLess(error, zero, TLanes.Create(-1), TLanes.Create(1));
        derivative = TLanes.IfLess(epsilon, magnitude, sign, zero);
        return TLanes.Max(zero, magnitude - epsilon);
    }
}
