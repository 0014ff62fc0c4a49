using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralNet.Core.PeerBenchmarks.Limits;

/// <summary>Errors without a loss, which gradient descent does not need.</summary>
internal readonly struct ErrorsAlone : IErrors
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> logits, Vector512<float> targets) => Exponential.Sigmoid(logits) - targets;

    /// <inheritdoc/>
    public void EndBlock()
    {
    }
}
