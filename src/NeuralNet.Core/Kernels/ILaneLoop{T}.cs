using System.Numerics;

namespace NeuralNet.Core.Kernels;

/// <summary>The body of an element-wise loop: the work at one index, for any number of lanes.</summary>
internal interface ILaneLoop<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    void At<TLanes>(nuint index)
        where TLanes : struct, ILanes<TLanes, T>;
}
