using System.Numerics;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Training;

/// <summary>
/// Mean and scale of each input: (x - mean) / scale has mean 0 and variance 1 over the rows that they were learned from. Without centering
/// the means here are 0, so a 0 stays 0.
/// </summary>
internal sealed class Standardization<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _inverseScales;

    public Standardization(T[] means, T[] scales, T[] inverseScales)
    {
        Means = means;
        Scales = scales;
        _inverseScales = inverseScales;
    }

    /// <summary>
    /// Returns a standardization with known values; null if a scale is not above 0 or its inverse is not finite. Without means it does not center.
    /// </summary>
    public static Standardization<T>? TryCreate(T[]? means, T[] scales, T[]? inverseScales)
    {
        T[] inverses = inverseScales ?? Array.ConvertAll(scales, scale => T.One / scale);
        return Array.TrueForAll(scales, scale => scale > T.Zero) && Array.TrueForAll(inverses, inverse => inverse > T.Zero && T.IsFinite(inverse))
            ? new(means ?? new T[scales.Length], scales, inverses) { Centers = means is not null }
            : null;
    }

    /// <summary>Whether the means are subtracted. If not they are 0, whatever the mean of the rows.</summary>
    public bool Centers { get; init; } = true;

    /// <summary>The mean of each input; 0 without centering.</summary>
    public T[] Means { get; }

    /// <summary>The standard deviation of each input (divisor: number of rows); 1 if it is constant (in double: up to rounding).</summary>
    public T[] Scales { get; }

    public ReadOnlySpan<T> InverseScales => _inverseScales;

    /// <summary>The inputs that had one value in all rows; unknown, and so empty, after loading from a file.</summary>
    public IReadOnlyList<int> ConstantInputs { get; init; } = [];

    /// <summary>The total weight of the rows that they were learned from; 0 if unknown.</summary>
    public double Weight { get; init; }

    /// <summary>Copies the numbers into another standardization of as many inputs.</summary>
    public void CopyTo(Standardization<T> other)
    {
        Means.CopyTo(other.Means, 0);
        Scales.CopyTo(other.Scales, 0);
        _inverseScales.CopyTo(other._inverseScales, 0);
    }

    /// <summary>Returns a copy in memory of its own.</summary>
    public Standardization<T> Copy() => new([.. Means], [.. Scales], [.. _inverseScales]) { Centers = Centers };

    /// <summary>Returns mean and scale of some inputs.</summary>
    public Standardization<T> Select(int[] columns) => new(
        Array.ConvertAll(columns, column => Means[column]),
        Array.ConvertAll(columns, column => Scales[column]),
        Array.ConvertAll(columns, column => _inverseScales[column])) { Centers = Centers };

    /// <summary>Computes destination = (row - mean) / scale; the division is a multiplication by the inverse.</summary>
    public void Apply(ReadOnlySpan<T> row, Span<T> destination) => Scaling.Apply(row, Means, _inverseScales, destination);

    /// <summary>The same for some inputs of a row, from one on.</summary>
    public void Apply(ReadOnlySpan<T> inputs, int first, Span<T> destination) => Scaling.Apply(
        inputs, Means.AsSpan(first, inputs.Length), _inverseScales.AsSpan(first, inputs.Length), destination);
}
