using System.Numerics;
using System.Runtime.InteropServices;

namespace NeuralNet.Onnx.Tests.Support;

/// <summary>Numbers for tests, in the type a test runs in.</summary>
internal static class Numbers
{
    /// <summary>The numbers, each rounded to T.</summary>
    public static T[] Of<T>(params double[] values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Array.ConvertAll(values, T.CreateTruncating);

    /// <summary>Seeded numbers in [low, high).</summary>
    public static T[] Random<T>(int count, int seed, double low = -1, double high = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        return Of<T>([.. Enumerable.Range(0, count).Select(_ => low + ((high - low) * random.NextDouble()))]);
    }

    /// <summary>Every bit, so that a comparison also tells 0 from -0.</summary>
    public static string Bits<T>(ReadOnlySpan<T> values)
        where T : unmanaged => Convert.ToHexString(MemoryMarshal.AsBytes(values));

    public static double[] ToDoubles<T>(T[] values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Array.ConvertAll(values, double.CreateTruncating);
}
