using System.Numerics;

namespace NeuralNet.Core.FileChecks;

/// <summary>Numbers from the edges of what floating point holds, and some from its middle.</summary>
internal static class ExtremeNumbers
{
    private static readonly double[] _edges =
    [
        0, -0.0, 1, -1, 0.5, 3, 1e-3, 1e3, 1e10, -1e10, 1e18, 1e19, -3e19, 1e38, 3.4e38, -3.4e38, 1e-38, 1.1e-38, 1e-42, 1.4e-45, -1e-45, 1e-200, 1e200,
        1.7e308, -1.7e308, 1e154, 1.5e154, 1e-154, 5e-324, 2.3e-308, 16777216, 16777217, 1e-7, 0.1,
    ];

    /// <summary>A finite T, at an edge as often as wildness says, [0, 1], else near 0.</summary>
    public static T Next<T>(Random random, double wildness)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (random.NextDouble() >= wildness)
        {
            return T.CreateTruncating((random.NextDouble() * 4) - 2);
        }

        T value = T.CreateTruncating(_edges[random.Next(_edges.Length)] * (random.Next(3) == 0 ? 1 + random.NextDouble() : 1));
        return T.IsFinite(value) ? value
            : typeof(T) == typeof(float) ? T.CreateTruncating(random.Next(2) == 0 ? float.MaxValue : float.MinValue)
            : T.CreateTruncating(random.Next(2) == 0 ? double.MaxValue : double.MinValue);
    }

    public static T[] Many<T>(Random random, int count, double wildness)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var values = new T[count];
        for (int index = 0; index < count; index++)
        {
            values[index] = Next<T>(random, wildness);
        }

        return values;
    }
}
