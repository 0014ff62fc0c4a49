using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using NeuralNet.Core;
using NeuralNet.Onnx.Schema;

namespace NeuralNet.Onnx;

/// <summary>The numbers of tensors, in whichever of its fields a file keeps them.</summary>
internal static class Numbers
{
    /// <summary>The numbers of a tensor as T, in the order of the file, all finite.</summary>
    public static T[] Of<T>(TensorProto tensor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (tensor.DataLocation != TensorProto.Types.DataLocation.Default)
        {
            throw new ModelFormatException($"The numbers of the tensor '{tensor.Name}' are in another file; save the model with its data inside.");
        }

        int count = Count(tensor);
        int given = Given(tensor);
        if (given != count)
        {
            throw new ModelFormatException(
                $"The tensor '{tensor.Name}' has the shape [{string.Join(", ", tensor.Dims)}], and {given} numbers of type {tensor.DataType.ToString(CultureInfo.InvariantCulture)}.");
        }

        var values = new T[count];
        for (int index = 0; index < count; index++)
        {
            values[index] = At<T>(tensor, index);
            if (!T.IsFinite(values[index]))
            {
                throw new ModelFormatException(
                    $"The tensor '{tensor.Name}' has {values[index]} at {index.ToString(CultureInfo.InvariantCulture)} as a {typeof(T).Name}; numbers must be finite.");
            }
        }

        return values;
    }

    /// <summary>How many numbers a shape promises: no memory is taken before they are seen to be there.</summary>
    private static int Count(TensorProto tensor)
    {
        long count = 1;
        foreach (long dimension in tensor.Dims)
        {
            if (dimension is < 0 or > int.MaxValue || (count *= dimension) > int.MaxValue)
            {
                throw new ModelFormatException(
                    $"The tensor '{tensor.Name}' has the shape [{string.Join(", ", tensor.Dims.Take(8))}]; dimensions must not be negative, nor their product above {int.MaxValue.ToString(CultureInfo.InvariantCulture)}.");
            }
        }

        return (int)count;
    }

    private static int Given(TensorProto tensor)
    {
        int size = tensor.DataType switch
        {
            ElementType.Float => sizeof(float),
            ElementType.Double => sizeof(double),
            ElementType.Float16 or ElementType.BFloat16 => sizeof(ushort),
            _ => throw new ModelFormatException(
                $"The tensor '{tensor.Name}' has numbers of type {tensor.DataType.ToString(CultureInfo.InvariantCulture)}; float (1), float16 (10), double (11) and bfloat16 (16) are read."),
        };
        if (!tensor.RawData.IsEmpty)
        {
            return tensor.RawData.Length % size == 0 ? tensor.RawData.Length / size : -1;
        }

        return tensor.DataType switch
        {
            ElementType.Float => tensor.FloatData.Count,
            ElementType.Double => tensor.DoubleData.Count,
            _ => tensor.Int32Data.Count,
        };
    }

    private static T At<T>(TensorProto tensor, int index)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<byte> raw = tensor.RawData.Span;
        bool isRaw = !raw.IsEmpty;
        return tensor.DataType switch
        {
            ElementType.Float => T.CreateTruncating(isRaw ? BinaryPrimitives.ReadSingleLittleEndian(raw[(index * 4)..]) : tensor.FloatData[index]),
            ElementType.Double => T.CreateTruncating(isRaw ? BinaryPrimitives.ReadDoubleLittleEndian(raw[(index * 8)..]) : tensor.DoubleData[index]),
            ElementType.Float16 => T.CreateTruncating(BitConverter.UInt16BitsToHalf(Bits(tensor, raw, index))),
            _ => T.CreateTruncating(BitConverter.Int32BitsToSingle(Bits(tensor, raw, index) << 16)),
        };
    }

    private static ushort Bits(TensorProto tensor, ReadOnlySpan<byte> raw, int index) => raw.IsEmpty
        ? (ushort)tensor.Int32Data[index]
        : BinaryPrimitives.ReadUInt16LittleEndian(raw[(index * 2)..]);
}
