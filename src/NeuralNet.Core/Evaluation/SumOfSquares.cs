namespace NeuralNet.Core.Evaluation;

/// <summary>
/// A sum of weighted squares in a unit of its own, the largest of the numbers so far rounded up to a power of two: squares of
/// 1e170 do not overflow, those of 1e-170 do not vanish, and no other sum is rounded otherwise.
/// </summary>
internal struct SumOfSquares
{
    /// <summary>The largest power of two.</summary>
    private const double LargestUnit = 8.98846567431158e307;

    /// <summary>The least normal number.</summary>
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

    /// <summary>All of it times a factor, [0, 1].</summary>
    public void Fade(double factor) => _sum *= factor;

    /// <summary>The root of the mean square of so many numbers, or of so much weight.</summary>
    public readonly double RootOfMean(double weight) => _unit * Math.Sqrt(_sum / weight);

    /// <summary>This sum divided by another that is not 0; infinite where it is beyond all numbers.</summary>
    public readonly double Over(in SumOfSquares other)
    {
        double ratio = _unit / other._unit;
        return _sum / other._sum * ratio * ratio;
    }
}
