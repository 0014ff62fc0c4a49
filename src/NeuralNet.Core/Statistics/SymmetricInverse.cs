using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Statistics;

/// <summary>Solves equations of a symmetric positive matrix that is eliminated once.</summary>
internal sealed class SymmetricInverse
{
    /// <summary>A pivot of at most this share of its diagonal, squared, is rounding.</summary>
    private const double Rounding = 1e-7;

    private readonly double[] _factor;
    private readonly bool[] _isDropped;

    /// <param name="matrix">The matrix <c>[size x size]</c>, of which the upper triangle is read.</param>
    /// <param name="size">The number of equations.</param>
    public SymmetricInverse(ReadOnlySpan<double> matrix, int size)
    {
        _factor = matrix.ToArray();
        _isDropped = new bool[size];
        Triangle.Eliminate(_factor, size, Rounding, _isDropped);
    }

    /// <summary>Whether some combination of the unknowns has no equation.</summary>
    public bool IsSingular => _isDropped.Contains(true);

    /// <summary>right := the solution.</summary>
    public void Solve(Span<double> right)
    {
        Triangle.EliminateRight(_factor, _isDropped.Length, _isDropped, right);
        Triangle.Solve(_factor, _isDropped.Length, _isDropped, right);
    }

    /// <summary>Returns the inverse times a factor.</summary>
    public double[] Times(double factor)
    {
        int size = _isDropped.Length;
        var inverse = new double[size * size];
        for (int row = 0; row < size; row++)
        {
            inverse[(row * size) + row] = factor;
            Solve(inverse.AsSpan(row * size, size));
        }

        return inverse;
    }

    /// <summary>Returns the inverse times a symmetric matrix times the inverse, and a factor.</summary>
    public double[] Around(ReadOnlySpan<double> matrix, double factor)
    {
        int size = _isDropped.Length;
        double[] half = matrix.ToArray();
        for (int row = 0; row < size; row++)
        {
            Solve(half.AsSpan(row * size, size));
        }

        var whole = new double[size * size];
        for (int row = 0; row < size; row++)
        {
            for (int column = 0; column < size; column++)
            {
                whole[(row * size) + column] = factor * half[(column * size) + row];
            }

            Solve(whole.AsSpan(row * size, size));
        }

        return whole;
    }
}
