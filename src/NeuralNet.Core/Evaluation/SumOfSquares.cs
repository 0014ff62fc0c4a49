namespace NeuralNet.Core.Evaluation;

/// <summary>
/// A sum of weighted squares, scaled by the largest of the numbers so far, rounded up to a power of two: squares of 1e170 do not
/// overflow, squares of 1e-170 do not vanish, and the rounding of all other sums does not change.
/// </summary>
internal struct SumOfSquares
{
    /// <summary>The largest power of two.</summary>
    private const double LargestUnit = 8.98846567431158e307;

    /// <summary>The smallest normal number.</summary>
    private const double LeastNormal = 2.2250738585072014e-308;

    private double _unit;
    private double _sum;

    public readonly bool IsZero => _sum == 0;

    /// <summary>Adds the square of a finite number, times its weight.</summary>
    public void Add(double value, double weight = 1)
    {
        double size = Math.Abs(value);
        if (size > _unit)
        {
            double unit = size >= LargestUnit ? LargestUnit : BitConverter.Int64BitsToDouble(
                (BitConverter.DoubleToInt64Bits(Math.Max(size, LeastNormal)) & (0x7FFL << 52)) + (1L << 52));
            double ratio = _unit / unit;
            _sum *= ratio * ratio;
            _unit = unit;
        }

        if (size > 0)
        {
            double share = value / _unit;
            _sum += weight * share * share;
        }
    }

    /// <summary>Adds another sum.</summary>
    public void Add(in SumOfSquares other) => Add(other._unit, other._sum);

    /// <summary>Multiplies the sum by a factor, [0, 1].</summary>
    public void Fade(double factor) => _sum *= factor;

    /// <summary>Returns the root of the mean square over the number or weight of the values.</summary>
    public readonly double RootOfMean(double weight) => _unit * Math.Sqrt(_sum / weight);

    /// <summary>Returns this sum divided by another that is not 0; infinite if the ratio overflows.</summary>
    public readonly double Over(in SumOfSquares other)
    {
        double ratio = _unit / other._unit;
        return _sum / other._sum * ratio * ratio;
    }
}
