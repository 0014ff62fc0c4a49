namespace NeuralNet.Core.Losses;

/// <summary>A loss whose second derivative is known and above 0: that of a generalized linear model with its canonical link.</summary>
internal interface ICurvedLoss : ILoss
{
    /// <summary>Whether the second derivative is the same everywhere, so that one step of Newton reaches the optimum.</summary>
    static abstract bool IsQuadratic { get; }

    /// <summary>The loss of a logit against a target, and its first two derivatives with respect to the logit.</summary>
    TLanes Evaluate<TLanes>(TLanes logit, TLanes target, out TLanes derivative, out TLanes curvature)
        where TLanes : struct, ILanes<TLanes>;
}
