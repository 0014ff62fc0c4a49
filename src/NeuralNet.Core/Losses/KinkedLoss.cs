namespace NeuralNet.Core.Losses;

/// <summary>
/// A loss of straight pieces: the sum of its terms, each high * t for a distance t above 0 and -low * t below. A logit that stays on one
/// side of a kink has a derivative that stays, so only the rows at kinks determine an optimum.
/// </summary>
/// <param name="high">The slope above the kink.</param>
/// <param name="low">The slope below it, with the sign changed; high + low is above 0.</param>
/// <param name="distance">The distances.</param>
internal sealed class KinkedLoss(double high, double low, LogitDistance distance)
{
    public double High => high;

    public double Low => low;

    public LogitDistance Distance => distance;

    /// <summary>Returns the loss of a distance.</summary>
    public double Of(double t) => t > 0 ? high * t : -low * t;
}
