using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace NeuralNet.Text;

/// <summary>
/// MurmurHash3 x86 32-bit by Austin Appleby, which is in the public domain: the hash of scikit-learn's <c>murmurhash3_32</c>, of Spark's
/// HashingTF and of Vowpal Wabbit. Fast and evenly spread, and no protection against somebody who makes equal hashes on purpose.
/// </summary>
public static class MurmurHash3
{
    private const uint C1 = 0xCC9E2D51;
    private const uint C2 = 0x1B873593;

    /// <summary>Up to so many bytes of UTF-8 are written on the stack.</summary>
    private const int OnStack = 512;

    /// <summary>Returns the hash of bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="seed">The seed. Default 0, as in scikit-learn; Spark has 42.</param>
    /// <returns>The hash; as <see cref="int"/> it is what scikit-learn returns with <c>positive=False</c>.</returns>
    public static uint Hash32(ReadOnlySpan<byte> bytes, uint seed = 0)
    {
        uint hash = seed;
        ReadOnlySpan<byte> rest = bytes;
        for (; rest.Length >= sizeof(uint); rest = rest[sizeof(uint)..])
        {
            hash ^= Mixed(BinaryPrimitives.ReadUInt32LittleEndian(rest));
            hash = (BitOperations.RotateLeft(hash, 13) * 5) + 0xE6546B64;
        }

        uint tail = 0;
        for (int position = rest.Length - 1; position >= 0; position--)
        {
            tail = (tail << 8) | rest[position];
        }

        hash ^= Mixed(tail);
        hash ^= (uint)bytes.Length;
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
        return hash ^ (hash >> 16);
    }

    /// <summary>Returns the hash of a text as UTF-8. Half of a surrogate pair counts as U+FFFD, as <see cref="Encoding.UTF8"/> writes it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="seed">The seed. Default 0, as in scikit-learn; Spark has 42.</param>
    /// <returns>The hash; as <see cref="int"/> it is what scikit-learn returns with <c>positive=False</c>.</returns>
    public static uint Hash32(ReadOnlySpan<char> text, uint seed = 0)
    {
        if (Encoding.UTF8.GetMaxByteCount(Math.Min(text.Length, OnStack)) <= OnStack)
        {
            Span<byte> bytes = stackalloc byte[OnStack];
            return Hash32(bytes[..Encoding.UTF8.GetBytes(text, bytes)], seed);
        }

        byte[] rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetByteCount(text));
        uint hash = Hash32(rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented)), seed);
        ArrayPool<byte>.Shared.Return(rented);
        return hash;
    }

    private static uint Mixed(uint block) => BitOperations.RotateLeft(block * C1, 15) * C2;
}
