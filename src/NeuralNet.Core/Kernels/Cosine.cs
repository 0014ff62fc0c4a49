using System.Diagnostics;

namespace NeuralNet.Core.Kernels;

/// <summary>The falling quarter of the cosine, by exactly rounded operations only: the same bits on every machine.</summary>
internal static class Cosine
{
    private const double QuarterTurn = 1.57079632679489661923;

    /// <summary>cos(x pi / 2) for x in [0, 1]: exactly 1 and 0 at the ends, accurate relative to its own size throughout.</summary>
    public static double OfQuarterTurns(double x)
    {
        Debug.Assert(x is >= 0 and <= 1, "Within the quarter.");

        // Taylor series for angles up to pi / 4. Above, the sine of the complement, where 1 - x is exact.
        return x <= 0.5 ? CosineOf(x * QuarterTurn) : SineOf((1 - x) * QuarterTurn);
    }

    /// <summary>1 - a^2/2! + a^4/4! - ... + a^16/16!</summary>
    private static double CosineOf(double angle)
    {
        double square = angle * angle;
        double sum = 1.0 / 20922789888000;
        sum = Fused.MultiplyAdd(sum, square, -1.0 / 87178291200);
        sum = Fused.MultiplyAdd(sum, square, 1.0 / 479001600);
        sum = Fused.MultiplyAdd(sum, square, -1.0 / 3628800);
        sum = Fused.MultiplyAdd(sum, square, 1.0 / 40320);
        sum = Fused.MultiplyAdd(sum, square, -1.0 / 720);
        sum = Fused.MultiplyAdd(sum, square, 1.0 / 24);
        sum = Fused.MultiplyAdd(sum, square, -1.0 / 2);
        return Fused.MultiplyAdd(sum, square, 1.0);
    }

    /// <summary>a - a^3/3! + a^5/5! - ... - a^15/15!</summary>
    private static double SineOf(double angle)
    {
        double square = angle * angle;
        double sum = -1.0 / 1307674368000;
        sum = Fused.MultiplyAdd(sum, square, 1.0 / 6227020800);
        sum = Fused.MultiplyAdd(sum, square, -1.0 / 39916800);
        sum = Fused.MultiplyAdd(sum, square, 1.0 / 362880);
        sum = Fused.MultiplyAdd(sum, square, -1.0 / 5040);
        sum = Fused.MultiplyAdd(sum, square, 1.0 / 120);
        sum = Fused.MultiplyAdd(sum, square, -1.0 / 6);
        return Fused.MultiplyAdd(sum * square, angle, angle);
    }
}
