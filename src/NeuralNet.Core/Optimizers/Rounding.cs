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

    /// <summary>The number of roundings in a number of a column that was computed from other columns.</summary>
    private const double RoundingsOfColumn = 4;

    /// <summary>A column that has nothing in common with others is kept, whatever its rounding.</summary>
    private const double LargestRounding = 0.5;

    /// <summary>The distance from 1 to the next number of T.</summary>
    public static double Unit<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Math.ScaleB(1, -PowerOfTwo<T>.FractionBits);

    /// <summary>Two numbers of this size, computed in T, may be equal if they do not differ by more.</summary>
    public static double Measure<T>(double value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Roundings * Unit<T>() * Math.Abs(value);

    /// <summary>
    /// The share of a column, apart from other columns, that counts as none: what is left may be the rounding of its own numbers, of which
    /// each is off by up to half the distance to the next number of T. Their size is the root of the mean square.
    /// </summary>
    /// <param name="rankTolerance">The least share.</param>
    /// <param name="mean">The mean of the column.</param>
    /// <param name="scale">Its standard deviation, above 0.</param>
    public static double RankTolerance<T>(double rankTolerance, double mean, double scale)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double ratio = mean / scale;
        double rounding = RoundingsOfColumn * 0.5 * Unit<T>() * Math.Sqrt((ratio * ratio) + 1);
        return Math.Max(rankTolerance, Math.Min(rounding, LargestRounding));
    }
}
