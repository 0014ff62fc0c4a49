using System.Numerics;

namespace NeuralNet.Onnx.Import;

/// <summary>A constant of a graph, with at most two dimensions and finite values.</summary>
internal sealed record Constant<T>(int[] Shape, T[] Values)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The shape as text, such as <c>[2, 3]</c>.</summary>
    public string ShapeText => $"[{string.Join(", ", Shape)}]";

    /// <summary>Swaps rows and columns, as Transpose does; a constant of one dimension stays unchanged.</summary>
    public Constant<T> Transposed()
    {
        if (Shape is not [int rows, int columns])
        {
            return this;
        }

        T[] values = new T[Values.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                values[(column * rows) + row] = Values[(row * columns) + column];
            }
        }

        return new Constant<T>([columns, rows], values);
    }

    /// <summary>Multiplies each value by a factor, in place. In most graphs the factor is 1, which changes no bit.</summary>
    public Constant<T> Times(float factor)
    {
        if (factor != 1)
        {
            foreach (ref T value in Values.AsSpan())
            {
                value = T.CreateTruncating(factor * double.CreateTruncating(value));
            }
        }

        return this;
    }
}
