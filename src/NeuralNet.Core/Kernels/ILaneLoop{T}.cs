using System.Numerics;

namespace NeuralNet.Core.Kernels;

/// <summary>The body of an element-wise loop: what happens at one index, whatever the number of lanes.</summary>
internal interface ILaneLoop<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// Whether the body is so long, such as an exponential, that the loops over it are to be methods of their own: all four
    /// in one would exceed what the compiler is willing to inline, and the rest of the operations would be calls.
    /// </summary>
    static virtual bool IsLong => false;

    void At<TLanes>(nuint index)
        where TLanes : struct, ILanes<TLanes, T>;
}
