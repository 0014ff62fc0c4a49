using System.Numerics;

namespace NeuralNet.Core.Losses;

/// <summary>A loss as the training loops see it: over a tile of rows, or over one row with one output.</summary>
internal interface IBatchLoss
{
    /// <summary>The loss of one logit against one target, and its derivative, in each lane.</summary>
    TLanes Evaluate<TLanes>(TLanes logit, TLanes target, out TLanes derivative)
        where TLanes : struct, ILanes<TLanes>;

    /// <summary>
    /// Writes the loss of each row into the first <c>[rows]</c> of losses, and the derivatives. All spans
    /// <c>[outputs x rows]</c>, so that lanes are rows; the rest of losses is scratch.
    /// </summary>
    void Evaluate<T>(ReadOnlySpan<T> logits, ReadOnlySpan<T> targets, int outputs, Span<T> derivatives, Span<T> losses)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
