using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using static System.FormattableString;

namespace NeuralNet.Core.Persistence;

/// <summary>
/// The form of a tensor of which few numbers have a bit that is not 0: the others are left out. Two tensors take its place, the positions
/// of the numbers that are kept, and these numbers.
/// </summary>
internal static class SparseTensor
{
    /// <summary>The end of the name of the positions, ascending, counted row-major from 0.</summary>
    public const string Indices = ".indices";

    /// <summary>The end of the name of the numbers at these positions.</summary>
    public const string Values = ".values";

    /// <summary>The bytes that the form must save at least: below them a file stays one that version 1 of the format reads.</summary>
    private const int LeastGain = 1024;

    /// <summary>What the numbers left out of a file may take in memory, however short the file is: 2^24 floats.</summary>
    private const long LeastRoom = 64L << 20;

    /// <summary>The bytes in memory that each byte of numbers in a file may stand for besides, about as many as in a gzip archive.</summary>
    private const long Expansion = 1024;

    /// <summary>The number of bytes that tensors in this form may take once their zeros are written out.</summary>
    /// <param name="dataLength">The bytes of all numbers in the file.</param>
    public static long MostBytes(long dataLength) => LeastRoom + (Expansion * dataLength);

    /// <summary>Returns the number of numbers that the form keeps; null if it does not pay.</summary>
    public static int? CountIfShorter<T>(ReadOnlySpan<T> numbers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        long gain = ((long)numbers.Length * Unsafe.SizeOf<T>()) - LeastGain;
        long most = gain < 0 ? -1 : gain / (Unsafe.SizeOf<T>() + sizeof(int));
        int count = 0;
        for (int index = 0; index < numbers.Length && count <= most; index++)
        {
            count += IsKept(numbers[index]) ? 1 : 0;
        }

        return count <= most ? count : null;
    }

    /// <summary>Writes the positions of the numbers that the form keeps, little-endian.</summary>
    public static void WriteIndices<T>(ReadOnlySpan<T> numbers, Span<byte> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int index = 0; index < numbers.Length; index++)
        {
            if (IsKept(numbers[index]))
            {
                BinaryPrimitives.WriteInt32LittleEndian(destination, index);
                destination = destination[sizeof(int)..];
            }
        }
    }

    /// <summary>Writes the numbers that the form keeps, with their bits.</summary>
    public static void WriteValues<T>(ReadOnlySpan<T> numbers, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int count = 0;
        foreach (T number in numbers)
        {
            if (IsKept(number))
            {
                destination[count++] = number;
            }
        }
    }

    /// <summary>Rejects positions that do not ascend from 0 or later.</summary>
    /// <param name="name">The name of the tensor that they are positions of.</param>
    /// <param name="indices">The positions.</param>
    public static void Check(string name, ReadOnlySpan<int> indices)
    {
        int before = -1;
        for (int position = 0; position < indices.Length; position++)
        {
            if (indices[position] <= before)
            {
                throw new ModelFormatException(indices[position] < 0
                    ? Invariant($"'{name}{Indices}' has {indices[position]} at {position}; indices are 0 or above.")
                    : Invariant($"'{name}{Indices}' has {indices[position]} at {position}, after {before}; indices ascend, each one once."));
            }

            before = indices[position];
        }
    }

    /// <summary>Whether a number has a bit that is not 0, as -0 has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsKept<T>(T number)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        typeof(T) == typeof(float) ? Unsafe.BitCast<T, uint>(number) != 0 : Unsafe.BitCast<T, ulong>(number) != 0;
}
