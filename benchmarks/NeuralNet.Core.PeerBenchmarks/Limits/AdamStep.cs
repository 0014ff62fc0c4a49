using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuralNet.Core.PeerBenchmarks.Limits;

/// <summary>Adam with the usual 0.9, 0.999 and 1e-8.</summary>
internal unsafe struct AdamStep(double rate) : IStep
{
    private float _change;
    private float _scale;

    /// <inheritdoc/>
    public static int States => 2;

    /// <inheritdoc/>
    public void Begin(int step)
    {
        _change = (float)(-rate / (1 - Math.Pow(0.9, step)));
        _scale = (float)(1 / Math.Sqrt(1 - Math.Pow(0.999, step)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector512<float> Move(Vector512<float> parameters, Vector512<float> gradient, float* state)
    {
        Vector512<float> mean = Average(state, gradient, 0.1f);
        Vector512<float> square = Average(state + Vector512<float>.Count, gradient * gradient, 0.001f);
        Vector512<float> root = Vector512.Sqrt(square);
        Vector512<float> size = Avx512F.FusedMultiplyAdd(root, Vector512.Create(_scale), Vector512.Create(1e-8f));
        return Avx512F.FusedMultiplyAdd(mean / size, Vector512.Create(_change), parameters);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Average(float* place, Vector512<float> value, float share)
    {
        Vector512<float> average = Vector512.Load(place);
        average = Avx512F.FusedMultiplyAdd(value - average, Vector512.Create(share), average);
        average.Store(place);
        return average;
    }
}
