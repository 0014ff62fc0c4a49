namespace NeuralNet.Core.Kernels;

/// <summary>Logarithms of single numbers, with the same bits on every machine.</summary>
internal static class Logarithm
{
    /// <summary>ln x, for x in (0, inf).</summary>
    public static double Of(double x) => LaneMath.Log(new Scalar<double>(x)).Value;

    /// <summary>
    /// ln of a mean share or rate of rows with a sum of weights. A share of 0 counts as half a row of weight 1, or half of all rows
    /// where they weigh less, so that the logarithm stays finite.
    /// </summary>
    public static double OfShare(double share, double weight) => Of(share > 0 ? share : Absent(weight));

    /// <summary>ln(share / (1 - share)), where a share of 0 or 1 leaves half a row to the other side.</summary>
    public static double OfOdds(double share, double weight) =>
        share <= 0 ? Of(Absent(weight))
        : share >= 1 ? -Of(Absent(weight))
        : Of(share / (1 - share));

    private static double Absent(double weight) => 0.5 / Math.Max(weight, 1);
}
