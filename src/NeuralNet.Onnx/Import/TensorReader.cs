using System.Buffers.Binary;
using System.Numerics;
using Google.Protobuf.Collections;
using NeuralNet.Common;
using NeuralNet.Core;
using NeuralNet.Onnx.Schema;
using static System.FormattableString;

namespace NeuralNet.Onnx.Import;

/// <summary>Reads the numbers of a tensor, which may be in one of several fields.</summary>
internal static class TensorReader
{
    private const int MostDimensions = 2;

    /// <exception cref="ModelFormatException">The tensor is inconsistent, or has a number that is not finite.</exception>
    public static Constant<T> Read<T>(TensorProto tensor, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (tensor.DataLocation != 0 || tensor.ExternalData.Count > 0)
        {
            throw new ModelFormatException(
                $"The tensor '{name.Shown()}' keeps its data in another file, which is never opened. Save the model with all data inside.");
        }

        if (tensor.Segment is not null)
        {
            throw new ModelFormatException($"The tensor '{name.Shown()}' is a segment of a larger one; a whole tensor is needed.");
        }

        if (!ElementType.IsReal(tensor.DataType))
        {
            throw new ModelFormatException(
                $"The tensor '{name.Shown()}' has elements of {ElementType.Name(tensor.DataType)}; FLOAT, DOUBLE, FLOAT16 and BFLOAT16 are allowed.");
        }

        int[] shape = Shape(tensor, name, Count(tensor, name));
        T[] values = Values<T>(tensor, name);
        return new Constant<T>(shape, Finite(values, name));
    }

    /// <summary>Returns the values after checking that all are finite.</summary>
    /// <exception cref="ModelFormatException">A value is NaN, infinite, or too large for T.</exception>
    public static T[] Finite<T>(T[] values, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int index = Array.FindIndex(values, value => !T.IsFinite(value));
        return index < 0 ? values : throw new ModelFormatException(Invariant(
            $"The tensor '{name.Shown()}' has {values[index]} as {typeof(T).Name} at index {index}; values must be finite."));
    }

    /// <summary>Returns the actual number of elements.</summary>
    private static int Count(TensorProto tensor, string name)
    {
        (int listed, int size) = tensor.DataType switch
        {
            ElementType.Float => (tensor.FloatData.Count, sizeof(float)),
            ElementType.Double => (tensor.DoubleData.Count, sizeof(double)),
            _ => (tensor.Int32Data.Count, sizeof(ushort)),
        };
        if (tensor.RawData.IsEmpty)
        {
            return listed;
        }

        int others = tensor.FloatData.Count + tensor.DoubleData.Count + tensor.Int32Data.Count + tensor.Int64Data.Count;
        return others == 0 && tensor.RawData.Length % size == 0
            ? tensor.RawData.Length / size
            : throw new ModelFormatException(Invariant(
                $"The tensor '{name.Shown()}' has {tensor.RawData.Length} bytes of raw data and {others} listed values; either raw data in whole elements of {size} bytes, or listed values, are allowed."));
    }

    /// <summary>Returns the dimensions after checking that each is at least 1 and that they match the number of elements.</summary>
    private static int[] Shape(TensorProto tensor, string name, int count)
    {
        long product = 1;
        bool fits = tensor.Dims.Count <= MostDimensions;
        foreach (long dimension in tensor.Dims.Take(MostDimensions))
        {
            fits &= dimension >= 1 && dimension <= count;
            product *= fits ? dimension : 0;
        }

        return fits && product == count
            ? [.. tensor.Dims.Select(dimension => (int)dimension)]
            : throw new ModelFormatException(Invariant(
                $"The tensor '{name.Shown()}' has the shape {ShapeText(tensor)} and {Shown.Count(count, "value")}; at most {MostDimensions} dimensions are allowed, each at least 1, and their product must be the number of values."));
    }

    private static T[] Values<T>(TensorProto tensor, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<byte> raw = tensor.RawData.Span;
        return tensor.DataType switch
        {
            ElementType.Float when raw.IsEmpty => Listed(tensor.FloatData, T.CreateTruncating),
            ElementType.Double when raw.IsEmpty => Listed(tensor.DoubleData, T.CreateTruncating),
            ElementType.Float16 when raw.IsEmpty => Listed(tensor.Int32Data, bits => T.CreateTruncating(Half(Bits16(bits, name)))),
            ElementType.BFloat16 when raw.IsEmpty => Listed(tensor.Int32Data, bits => T.CreateTruncating(BrainFloat(Bits16(bits, name)))),
            ElementType.Float => Raw(raw, sizeof(float), bytes => T.CreateTruncating(BinaryPrimitives.ReadSingleLittleEndian(bytes))),
            ElementType.Double => Raw(raw, sizeof(double), bytes => T.CreateTruncating(BinaryPrimitives.ReadDoubleLittleEndian(bytes))),
            ElementType.Float16 => Raw(raw, sizeof(ushort), bytes => T.CreateTruncating(Half(BinaryPrimitives.ReadUInt16LittleEndian(bytes)))),
            _ => Raw(raw, sizeof(ushort), bytes => T.CreateTruncating(BrainFloat(BinaryPrimitives.ReadUInt16LittleEndian(bytes)))),
        };
    }

    private static T[] Listed<TListed, T>(RepeatedField<TListed> list, Func<TListed, T> read)
    {
        T[] values = new T[list.Count];
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = read(list[index]);
        }

        return values;
    }

    private static T[] Raw<T>(ReadOnlySpan<byte> raw, int size, Func<ReadOnlySpan<byte>, T> read)
    {
        T[] values = new T[raw.Length / size];
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = read(raw.Slice(index * size, size));
        }

        return values;
    }

    private static Half Half(ushort bits) => BitConverter.UInt16BitsToHalf(bits);

    /// <summary>Converts a BFLOAT16, which is the upper half of the bits of a float.</summary>
    private static float BrainFloat(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);

    private static ushort Bits16(int bits, string name) =>
        bits is >= 0 and <= ushort.MaxValue ? (ushort)bits : throw new ModelFormatException(Invariant(
            $"The tensor '{name.Shown()}' has {bits} in its list of 16-bit numbers; [0, {ushort.MaxValue}] is allowed."));

    private static string ShapeText(TensorProto tensor)
    {
        const int most = 8;
        string dimensions = string.Join(", ", tensor.Dims.Take(most).Select(dimension => Invariant($"{dimension}")));
        return $"[{dimensions}{(tensor.Dims.Count > most ? ", ..." : string.Empty)}]";
    }
}
