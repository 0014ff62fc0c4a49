using System.Numerics;
using NeuralNet.Core;
using NeuralNet.Onnx.Schema;

namespace NeuralNet.Onnx;

/// <summary>Numbers <c>[rows x columns]</c>, row-major.</summary>
internal readonly record struct Matrix<T>(T[] Values, int Rows, int Columns)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static Matrix<T> Of(TensorProto tensor)
    {
        T[] values = Numbers.Of<T>(tensor);
        return tensor.Dims.Count == 2 && values.Length > 0
            ? new(values, (int)tensor.Dims[0], (int)tensor.Dims[1])
            : throw new ModelFormatException(
                $"The weights '{tensor.Name}' have the shape [{string.Join(", ", tensor.Dims)}]; two dimensions are needed, neither of them 0.");
    }

    public Matrix<T> Transposed()
    {
        var values = new T[Values.Length];
        for (int row = 0; row < Rows; row++)
        {
            for (int column = 0; column < Columns; column++)
            {
                values[(column * Rows) + row] = Values[(row * Columns) + column];
            }
        }

        return new(values, Columns, Rows);
    }
}
