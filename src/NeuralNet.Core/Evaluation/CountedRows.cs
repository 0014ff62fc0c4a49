using System.Numerics;
using System.Numerics.Tensors;
using NeuralNet.Core.Training;

namespace NeuralNet.Core.Evaluation;

/// <summary>
/// The weights of evaluated rows, empty if every row counts once, and the indices of the rows that count: rows of weight 0 are left out.
/// </summary>
internal readonly struct CountedRows
{
    /// <summary>The smallest weight for which products of four sums of weights stay finite and above 0.</summary>
    private const double LeastWeight = 1e-60;
    private const double LargestWeight = 1e60;

    private readonly double[]? _weights;
    private readonly int[]? _rows;

    private CountedRows(double[] weights, int[]? rows, int exponent)
    {
        _weights = weights;
        _rows = rows;
        Exponent = exponent;
    }

    /// <summary>The weights of the rows that count, each above 0; empty where each counts once.</summary>
    public double[] Weights => _weights ?? [];

    /// <summary>
    /// The power of two that weights of extreme size were divided by, because their sums or products would overflow or underflow; 0 for
    /// all other weights.
    /// </summary>
    public int Exponent { get; }

    /// <summary>Rejects weights that are too few or too many, negative, not finite or all 0.</summary>
    public static CountedRows Count<T>(string parameter, ReadOnlySpan<T> weights, int rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TargetCheck.Weights(parameter, weights, rows);
        TargetCheck.AnyCounts(parameter, weights);
        if (weights.IsEmpty)
        {
            return new CountedRows([], null, 0);
        }

        var all = new double[rows];
        TensorPrimitives.ConvertTruncating(weights, all);
        double largest = TensorPrimitives.Max<double>(all);
        int exponent = 0;
        if (!(largest is >= LeastWeight and <= LargestWeight))
        {
            exponent = Math.ILogB(largest);
            for (int row = 0; row < all.Length; row++)
            {
                all[row] = Math.ScaleB(all[row], -exponent);
            }
        }

        if (!all.AsSpan().Contains(0))
        {
            return new CountedRows(all, null, exponent);
        }

        int[] counted = [.. Enumerable.Range(0, rows).Where(row => all[row] > 0)];
        return new CountedRows(Array.ConvertAll(counted, row => all[row]), counted, exponent);
    }

    /// <summary>
    /// Returns the values of the rows that count, from an array <c>[rows x width]</c>; returns the array itself if all rows count.
    /// </summary>
    public TValue[] Select<TValue>(TValue[] values, int width = 1)
    {
        if (_rows is null)
        {
            return values;
        }

        var selected = new TValue[_rows.Length * width];
        for (int index = 0; index < _rows.Length; index++)
        {
            Array.Copy(values, _rows[index] * width, selected, index * width, width);
        }

        return selected;
    }
}
