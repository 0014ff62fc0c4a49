namespace NeuralNet.Core.Optimizers;

/// <summary>What happens to gradient and weight around the step of an optimizer.</summary>
internal interface IShrinkage
{
    /// <summary>The gradient as the optimizer is to see it.</summary>
    TLanes Before<TLanes>(TLanes gradient, TLanes weight)
        where TLanes : struct, ILanes<TLanes>;

    /// <summary>The weight that the optimizer is to move.</summary>
    TLanes Decayed<TLanes>(TLanes weight)
        where TLanes : struct, ILanes<TLanes>;

    /// <summary>The weight once the optimizer has moved it, at the rate it says.</summary>
    TLanes After<TLanes>(TLanes weight, TLanes rate)
        where TLanes : struct, ILanes<TLanes>;
}
