namespace NeuralNet.Data.Numbers;

/// <summary>
/// A sum without rounding errors: it keeps numbers that do not overlap and whose sum is exact, and rounds once (J. R. Shewchuk, Adaptive
/// precision floating-point arithmetic, 1997; <c>math.fsum</c> of Python). So the order of the numbers changes no bit.
/// </summary>
internal sealed class ExactSum
{
    /// <summary>From small to large, none overlaps another; doubles have room for some forty of them.</summary>
    private readonly List<double> _parts = [];

    public void Add(double value)
    {
        int kept = 0;
        for (int index = 0; index < _parts.Count; index++)
        {
            double part = _parts[index];
            (double large, double small) = Math.Abs(value) < Math.Abs(part) ? (part, value) : (value, part);
            double sum = large + small;
            double rest = small - (sum - large);
            if (rest != 0)
            {
                _parts[kept++] = rest;
            }

            value = sum;
        }

        _parts.RemoveRange(kept, _parts.Count - kept);
        _parts.Add(value);
    }

    /// <summary>The sum, rounded to the nearest double, ties to even.</summary>
    public double Round()
    {
        int index = _parts.Count - 1;
        if (index < 0)
        {
            return 0;
        }

        double sum = _parts[index];
        double rest = 0;
        while (index > 0 && rest == 0)
        {
            double large = sum;
            double small = _parts[--index];
            sum = large + small;
            rest = small - (sum - large);
        }

        // Half a unit was rounded to even, but the parts below it say which side is nearer.
        if (index > 0 && Math.Sign(rest) == Math.Sign(_parts[index - 1]))
        {
            double twice = rest * 2;
            double other = sum + twice;
            if (other - sum == twice)
            {
                return other;
            }
        }

        return sum;
    }
}
