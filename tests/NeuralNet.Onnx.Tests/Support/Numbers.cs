using System.Numerics;
using System.Runtime.InteropServices;

namespace NeuralNet.Onnx.Tests.Support;

/// <summary>Numbers for tests, in the type a test runs in.</summary>
internal static class Numbers
{
    /// <summary>Rounds each number to T.</summary>
    public static T[] Of<T>(params double[] values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Array.ConvertAll(values, T.CreateTruncating);

    /// <summary>Returns seeded random numbers in [low, high).</summary>
    public static T[] Random<T>(int count, int seed, double low = -1, double high = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        return Of<T>([.. Enumerable.Range(0, count).Select(_ => low + ((high - low) * random.NextDouble()))]);
    }

    /// <summary>Returns the bits of the numbers, so a comparison also distinguishes 0 and -0.</summary>
    public static string Bits<T>(ReadOnlySpan<T> values)
        where T : unmanaged => Convert.ToHexString(MemoryMarshal.AsBytes(values));

    public static double[] ToDoubles<T>(T[] values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Array.ConvertAll(values, double.CreateTruncating);
}
