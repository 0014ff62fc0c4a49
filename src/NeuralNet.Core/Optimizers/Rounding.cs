using System.Numerics;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Optimizers;

/// <summary>Differences that may be only rounding.</summary>
internal static class Rounding
{
    /// <summary>
    /// The number of roundings in a value that was summed from many: between the few of a sum whose errors cancel and the many
    /// of a sum whose errors do not.
    /// </summary>
    private const double Roundings = 16;

    /// <summary>The distance from 1 to the next number of T.</summary>
    public static double Unit<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Math.ScaleB(1, -PowerOfTwo<T>.FractionBits);

    /// <summary>Two numbers of this size, computed in T, may be equal if they do not differ by more.</summary>
    public static double Measure<T>(double value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Roundings * Unit<T>() * Math.Abs(value);
}
