using System.Numerics;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Training;

/// <summary>
/// Adds the derivatives by many inputs, a few inputs of a tile at a time. So these, their means and their sums stay in the first-level
/// cache, and the rows are read from memory once.
/// </summary>
/// <param name="basis">The variables of all inputs.</param>
/// <param name="shape">The shape of the derivatives by them.</param>
/// <param name="rows">The most rows of a tile.</param>
internal sealed class GradientOfAll<T>(NewtonBasis<T> basis, CurvatureShape shape, int rows)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly double[] _inputs = new double[rows * NewtonBasis<T>.MostTogether];
    private T[]? _writtenOut;

    /// <summary>Adds the rows of a tile.</summary>
    /// <param name="examples">The rows.</param>
    /// <param name="position">The position of the first row of the tile.</param>
    /// <param name="weights">The weight of each row. A row of weight 0 may be infinite where it is standardized.</param>
    /// <param name="derivatives">The derivatives by the logits <c>[outputs x rows]</c>, each times the weight of its row.</param>
    /// <param name="gradient">The sums <c>[outputs x width]</c>.</param>
    public void Add(
        in ExampleSpan<T> examples, int position, ReadOnlySpan<double> weights, ReadOnlySpan<double> derivatives, Span<double> gradient)
    {
        int count = weights.Length;
        int inputs = shape.Variables - basis.FirstWeight;
        for (int output = 0; output < shape.Outputs && basis.FirstWeight > 0; output++)
        {
            ref double bias = ref gradient[output * shape.Width];
            bias = Sum.InFours(bias, derivatives.Slice(output * count, count));
        }

        for (int first = 0; first < inputs; first += NewtonBasis<T>.MostTogether)
        {
            int some = Math.Min(NewtonBasis<T>.MostTogether, inputs - first);
            Span<double> tile = _inputs.AsSpan(0, count * some);
            for (int row = 0; row < count; row++)
            {
                Span<double> to = tile.Slice(row * some, some);
                if (weights[row] == 0)
                {
                    to.Clear();
                }
                else
                {
                    basis.ConvertSome(examples.Inputs.Row(examples.RowAt(position + row), inputs, ref _writtenOut), examples.Inputs.AreSparse, first, to);
                }
            }

            for (int output = 0; output < shape.Outputs; output++)
            {
                ScaledRows.Add(
                    tile, some, derivatives.Slice(output * count, count), gradient.Slice((output * shape.Width) + basis.FirstWeight + first, some));
            }
        }
    }
}
