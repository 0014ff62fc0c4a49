namespace NeuralNet.Core.Kernels;

/// <summary>Logarithms of single numbers, with the same bits on every machine.</summary>
internal static class Logarithm
{
    /// <summary>ln x, for x in (0, inf).</summary>
    public static double Compute(double x) => LaneMath.Log(new Scalar<double>(x)).Value;

    /// <summary>
    /// ln of a mean share or rate of a number of rows. A share of 0 counts as half a row, so that the logarithm stays finite.
    /// </summary>
    public static double OfShare(double share, double rows) => Compute(share > 0 ? share : 0.5 / rows);

    /// <summary>ln(share / (1 - share)), where a share of 0 or 1 leaves half a row to the other side.</summary>
    public static double OfOdds(double share, double rows) =>
        share <= 0 ? Compute(0.5 / rows)
        : share >= 1 ? -Compute(0.5 / rows)
        : Compute(share / (1 - share));
}
