namespace NeuralNet.Core.Optimizers;

/// <summary>Changes gradient and weight before and after the step of an optimizer.</summary>
internal interface IGradientTransform
{
    /// <summary>The gradient that goes to the optimizer.</summary>
    TLanes Before<TLanes>(TLanes gradient, TLanes weight)
        where TLanes : struct, ILanes<TLanes>;

    /// <summary>The weight that the optimizer moves.</summary>
    TLanes Decayed<TLanes>(TLanes weight)
        where TLanes : struct, ILanes<TLanes>;

    /// <summary>The weight after the step, given the moved weight and the rate that the optimizer says.</summary>
    TLanes After<TLanes>(TLanes weight, TLanes rate)
        where TLanes : struct, ILanes<TLanes>;
}
