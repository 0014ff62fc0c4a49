using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NeuralNet.Core.PeerBenchmarks.Peers;

/// <summary>Reads an array once and adds it up: what memory and caches allow at most.</summary>
internal static class PlainReading
{
    /// <summary>The sum, in four independent registers so that adding does not wait for adding.</summary>
    public static float Sum(ReadOnlySpan<float> values)
    {
        ReadOnlySpan<Vector512<float>> vectors = MemoryMarshal.Cast<float, Vector512<float>>(values);
        Vector512<float> a = default, b = default, c = default, d = default;
        int i = 0;
        for (; i + 4 <= vectors.Length; i += 4)
        {
            a += vectors[i];
            b += vectors[i + 1];
            c += vectors[i + 2];
            d += vectors[i + 3];
        }

        for (; i < vectors.Length; i++)
        {
            a += vectors[i];
        }

        float sum = Vector512.Sum(a + b + c + d);
        foreach (float value in values[(vectors.Length * Vector512<float>.Count)..])
        {
            sum += value;
        }

        return sum;
    }
}
