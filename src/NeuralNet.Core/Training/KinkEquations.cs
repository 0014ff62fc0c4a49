using System.Numerics.Tensors;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Training;

/// <summary>
/// The equations of a step of <see cref="KinkProgram"/>: the squares of the rows, each times a factor, and the L2 penalty, times the step, is
/// the gradient with the sign changed.
/// </summary>
/// <param name="rows">The rows.</param>
/// <param name="width">The numbers of a row.</param>
/// <param name="ridge">The L2 penalty of each variable.</param>
/// <param name="isDropped">Which variables were dropped <c>[variables]</c>.</param>
internal sealed class KinkEquations(KinkRows rows, int width, double[] ridge, bool[] isDropped)
{
    /// <summary>A pivot below the rounding of the matrix says nothing. The share of it is the square of this.</summary>
    private const double LeastPivot = 1e-7;

    private const int TileRows = 64;

    private readonly int _variables = isDropped.Length;
    private readonly double[] _matrix = new double[width * width];
    private readonly double[] _scaled = new double[TileRows * width];
    private readonly bool[] _isFixed = new bool[isDropped.Length];
    private double[] _factor = [];
    private double[] _triangle = [];
    private double[] _factors = [];

    /// <summary>Whether the rows are reflected to a triangle: slower than sums of products, and with twice the digits.</summary>
    public bool IsTriangle { get; set; }

    /// <summary>Finds the variables that repeat others among the rows.</summary>
    public static void Drop(ReadOnlySpan<KinkRows> outputs, int width, ReadOnlySpan<double> tolerances, Span<bool> isDropped)
    {
        var matrix = new double[width * width];
        var scaled = new double[TileRows * width];
        foreach (KinkRows rows in outputs)
        {
            AddSquares(rows, rows.Weights, width, scaled, matrix);
        }

        Triangle.Eliminate(Triangle.Compact(matrix, width, isDropped.Length), isDropped.Length, tolerances, isDropped);
    }

    /// <summary>Sums and eliminates the matrix of rows with their factors <c>[rows]</c>, at least 0.</summary>
    public void Factor(ReadOnlySpan<double> factors)
    {
        isDropped.CopyTo(_isFixed, 0);
        if (IsTriangle)
        {
            FactorTriangle(factors);
            return;
        }

        Array.Clear(_matrix);
        AddSquares(rows, factors, width, _scaled, _matrix);
        _factor = Triangle.Compact(_matrix, width, _variables);
        for (int place = 0; place < _variables; place++)
        {
            _factor[(place * _variables) + place] += ridge[place];
        }

        Triangle.Eliminate(_factor, _variables, LeastPivot, _isFixed);
    }

    /// <summary>Solves for the direction <c>[width]</c> against a gradient.</summary>
    public void Solve(ReadOnlySpan<double> gradient, Span<double> direction)
    {
        TensorPrimitives.Negate(gradient, direction);
        direction[_variables..].Clear();
        if (IsTriangle)
        {
            SolveTriangle(direction[.._variables]);
            Refine(gradient, direction);
            return;
        }

        Triangle.EliminateRight(_factor, _variables, _isFixed, direction[.._variables]);
        Triangle.Solve(_factor, _variables, _isFixed, direction[.._variables]);
    }

    private void FactorTriangle(ReadOnlySpan<double> factors)
    {
        _factors = factors.ToArray();
        _triangle = new double[_variables * _variables];
        var reflected = new double[Math.Max(TileRows, _variables) * _variables];
        var scratch = new double[Triangle.ScratchLength(Math.Max(TileRows, _variables), _variables)];
        for (int place = 0; place < _variables; place++)
        {
            reflected[(place * _variables) + place] = Math.Sqrt(ridge[place]);
        }

        Triangle.Append(_triangle, _variables, reflected.AsSpan(0, _variables * _variables), scratch);
        for (int start = 0; start < factors.Length; start += TileRows)
        {
            int count = Math.Min(TileRows, factors.Length - start);
            for (int row = 0; row < count; row++)
            {
                ReadOnlySpan<double> from = rows.Inputs.Slice((start + row) * width, _variables);
                TensorPrimitives.Multiply(from, Math.Sqrt(factors[start + row]), reflected.AsSpan(row * _variables, _variables));
            }

            Triangle.Append(_triangle, _variables, reflected.AsSpan(0, count * _variables), scratch);
        }

        Triangle.Reduce(_triangle, _variables, 0, _isFixed);
    }

    private void SolveTriangle(Span<double> vector)
    {
        Triangle.SolveTransposed(_triangle, _variables, _isFixed, vector);
        Triangle.Solve(_triangle, _variables, _isFixed, vector);
    }

    /// <summary>Solves once more for what the direction leaves of the gradient.</summary>
    private void Refine(ReadOnlySpan<double> gradient, Span<double> direction)
    {
        var moves = new double[_factors.Length];
        Logits.OfTile<double>(rows.Inputs, direction, [0.0], width, streams: false, moves);
        TensorPrimitives.Multiply<double>(_factors, moves, moves);
        var left = new double[width];
        ScaledRows.Add<double>(rows.Inputs, width, moves, left);
        for (int place = 0; place < _variables; place++)
        {
            left[place] = -gradient[place] - left[place] - (ridge[place] * direction[place]);
        }

        SolveTriangle(left.AsSpan(0, _variables));
        TensorPrimitives.Add<double>(direction[.._variables], left.AsSpan(0, _variables), direction);
    }

    /// <summary>Adds the products of all pairs of numbers of a row, times its factor.</summary>
    private static void AddSquares(KinkRows rows, ReadOnlySpan<double> factors, int width, Span<double> scaled, Span<double> matrix)
    {
        for (int start = 0; start < factors.Length; start += TileRows)
        {
            int count = Math.Min(TileRows, factors.Length - start);
            ReadOnlySpan<double> tile = rows.Inputs.Slice(start * width, count * width);
            for (int row = 0; row < count; row++)
            {
                TensorPrimitives.Multiply(tile.Slice(row * width, width), factors[start + row], scaled.Slice(row * width, width));
            }

            SquaredRows.Add(tile, scaled[..tile.Length], width, matrix);
        }
    }
}
