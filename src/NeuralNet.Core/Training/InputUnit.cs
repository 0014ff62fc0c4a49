namespace NeuralNet.Core.Training;

/// <summary>
/// The unit of an input, a power of two, so that scaling by it changes no digit, and a mean that is rounded to a share of it, so that
/// subtracting it loses no digit of ordinary data.
/// </summary>
/// <param name="Unit">The unit, within the range where its inverse is exact too.</param>
/// <param name="Mean">The rounded mean.</param>
internal readonly record struct InputUnit(double Unit, double Mean)
{
    private const int LargestExponent = 1000;

    private const double Granularity = 0.125;

    /// <summary>Returns unit and mean of an input of a size above 0.</summary>
    public static InputUnit Of(double size, double mean)
    {
        double unit = Math.ScaleB(1, Math.Clamp(Math.ILogB(size), -LargestExponent, LargestExponent));
        double rounded = Math.Round(mean / (Granularity * unit)) * (Granularity * unit);
        return new(unit, double.IsFinite(rounded) ? rounded : mean);
    }
}
