using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralNet.Core.PeerBenchmarks.Limits;

/// <summary>
/// Errors and the sum of the log losses, each of which is <c>max(z, 0) - y z + log(1 + exp(-|z|))</c>. The arguments of the
/// logarithms are within 1 and 2, so those of a block are multiplied and one logarithm is taken.
/// </summary>
internal struct ErrorsWithLoss() : IErrors
{
    private Vector512<float> _linear = default;
    private Vector512<float> _product = Vector512<float>.One;

    /// <summary>The sum over the blocks that have ended.</summary>
    public double Loss { get; private set; } = 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> logits, Vector512<float> targets)
    {
        Vector512<float> power = Exponential.Exp(-Vector512.Abs(logits));
        Vector512<float> argument = Vector512<float>.One + power;
        Vector512<float> above = Vector512<float>.One / argument;
        _product *= argument;
        _linear += Vector512.Max(logits, default) - (targets * logits);
        return Vector512.ConditionalSelect(Vector512.LessThan(logits, default), power * above, above) - targets;
    }

    /// <inheritdoc/>
    public void EndBlock()
    {
        (Vector512<double> low, Vector512<double> high) = Vector512.Widen(_product);
        Loss += Vector512.Sum(_linear) + Vector512.Sum(Vector512.Log(low)) + Vector512.Sum(Vector512.Log(high));
        _linear = default;
        _product = Vector512<float>.One;
    }
}
