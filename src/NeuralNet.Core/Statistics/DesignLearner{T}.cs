using System.Numerics;
using System.Numerics.Tensors;
using NeuralNet.Core.Optimizers;
using NeuralNet.Core.Training;

namespace NeuralNet.Core.Statistics;

/// <summary>Learns the basis of the inputs from rows: first means and units, then the triangle.</summary>
/// <param name="origins">What a network without a bias subtracts from each input, <c>[inputs]</c>.</param>
/// <param name="hasBias">Whether there is a bias, so that the inputs can be centered.</param>
internal sealed class DesignLearner<T>(double[] origins, bool hasBias)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The rows that join the triangle together.</summary>
    private const int BlockRows = 64;

    private readonly int _inputs = origins.Length;
    private readonly int _variables = origins.Length + (hasBias ? 1 : 0);
    private readonly double[] _row = new double[origins.Length];
    private readonly double[] _means = hasBias ? new double[origins.Length] : [.. origins];
    private readonly double[] _units = new double[origins.Length];
    private readonly double[] _squares = new double[origins.Length];
    private double _weight;
    private T[]? _writtenOut;

    /// <summary>Learns the basis.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="rankTolerance">The least share of an input, apart from the inputs before it, that counts as none.</param>
    /// <param name="isAliased">Receives which variables repeat those before them.</param>
    public Design Learn(in ExampleSpan<T> rows, double rankTolerance, out bool[] isAliased)
    {
        LearnUnits(rows);
        double[] triangle = LearnTriangle(rows, new Design([], _means, _units, hasBias));
        isAliased = new bool[_variables];
        Triangle.Reduce(triangle, _variables, RankTolerances(rankTolerance), isAliased);
        return new(triangle, _means, _units, hasBias);
    }

    private void LearnUnits(in ExampleSpan<T> rows)
    {
        LearnMeans(rows);
        for (int index = 0; index < rows.Count; index++)
        {
            if (TryRead(rows, index, out _))
            {
                for (int input = 0; input < _inputs; input++)
                {
                    _units[input] = Math.Max(_units[input], Math.Abs(_row[input] - _means[input]));
                }
            }
        }

        for (int input = 0; input < _inputs; input++)
        {
            InputUnit unit = _units[input] > 0 ? InputUnit.Of(_units[input], _means[input]) : new(1, _means[input]);
            _means[input] = hasBias ? unit.Mean : _means[input];
            _units[input] = 1 / unit.Unit;
        }
    }

    private void LearnMeans(in ExampleSpan<T> rows)
    {
        double total = 0;
        for (int index = 0; hasBias && index < rows.Count; index++)
        {
            if (TryRead(rows, index, out double weight))
            {
                total += weight;
                for (int input = 0; input < _inputs; input++)
                {
                    _means[input] += (_row[input] - _means[input]) * (weight / total);
                }
            }
        }
    }

    private double[] LearnTriangle(in ExampleSpan<T> rows, Design design)
    {
        var triangle = new double[_variables * _variables];
        var block = new double[BlockRows * _variables];
        var scratch = new double[Triangle.ScratchLength(BlockRows, _variables)];
        int filled = 0;
        for (int index = 0; index < rows.Count; index++)
        {
            if (!TryRead(rows, index, out double weight))
            {
                continue;
            }

            Span<double> to = block.AsSpan(filled * _variables, _variables);
            design.Center(_row, to);
            TensorPrimitives.Multiply<double>(to, Math.Sqrt(weight), to);
            AddSquares(to[^_inputs..]);
            _weight += weight;
            if (++filled == BlockRows)
            {
                Triangle.Append(triangle, _variables, block, scratch);
                filled = 0;
            }
        }

        Triangle.Append(triangle, _variables, block.AsSpan(0, filled * _variables), scratch);
        return triangle;
    }

    private void AddSquares(ReadOnlySpan<double> inputs)
    {
        for (int input = 0; input < inputs.Length; input++)
        {
            _squares[input] += inputs[input] * inputs[input];
        }
    }

    private double[] RankTolerances(double rankTolerance)
    {
        var tolerances = new double[_variables];
        Array.Fill(tolerances, rankTolerance);
        for (int input = 0; input < _inputs; input++)
        {
            double scale = Math.Sqrt(_squares[input] / _weight) / _units[input];
            if (scale > 0)
            {
                tolerances[^(_inputs - input)] = Rounding.RankTolerance<T>(rankTolerance, _means[input], scale);
            }
        }

        return tolerances;
    }

    /// <summary>Reads a row in double; false for a row that does not count.</summary>
    private bool TryRead(in ExampleSpan<T> rows, int index, out double weight)
    {
        weight = RowReader.WeightOf(rows, index);
        if (weight > 0)
        {
            TensorPrimitives.ConvertTruncating(rows.Inputs.Row(index, _inputs, ref _writtenOut), _row);
        }

        return weight > 0;
    }
}
