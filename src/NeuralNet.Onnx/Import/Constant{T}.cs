using System.Numerics;

namespace NeuralNet.Onnx.Import;

/// <summary>A constant of a graph with two dimensions or fewer, all finite.</summary>
internal sealed record Constant<T>(int[] Shape, T[] Values)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The shape as people write it, such as <c>[2, 3]</c>.</summary>
    public string ShapeText => $"[{string.Join(", ", Shape)}]";

    /// <summary>Rows and columns changed, as Transpose does: one dimension stays what it is.</summary>
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

    /// <summary>Each value times a factor, in place; it is 1 in most graphs, and then changes no bit.</summary>
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
