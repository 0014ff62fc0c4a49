using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuralNet.Core.PeerBenchmarks.Limits;

/// <summary>Momentum of 0.9.</summary>
internal readonly unsafe struct MomentumStep(double rate) : IStep
{
    private readonly float _change = (float)-rate;

    /// <inheritdoc/>
    public static int States => 1;

    /// <inheritdoc/>
    public void Begin(int step)
    {
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Move(Vector512<float> parameters, Vector512<float> gradient, float* state)
    {
        Vector512<float> velocity = Avx512F.FusedMultiplyAdd(Vector512.Load(state), Vector512.Create(0.9f), gradient);
        velocity.Store(state);
        return Avx512F.FusedMultiplyAdd(velocity, Vector512.Create(_change), parameters);
    }
}
