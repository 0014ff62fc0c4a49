using System.Buffers;
using System.Text;
using NeuralNet.Common;

namespace NeuralNet.Text;

/// <summary>
/// MurmurHash3 x86 32-bit by Austin Appleby, which is in the public domain: the hash of scikit-learn's <c>murmurhash3_32</c>, of Spark's
/// HashingTF and of Vowpal Wabbit. Fast and evenly spread, and no protection against somebody who makes equal hashes on purpose.
/// </summary>
public static class MurmurHash3
{
    /// <summary>Up to so many bytes of UTF-8 are written on the stack.</summary>
    private const int OnStack = 512;

    /// <summary>Returns the hash of bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="seed">The seed. Default 0, as in scikit-learn; Spark has 42.</param>
    /// <returns>The hash; as <see cref="int"/> it is what scikit-learn returns with <c>positive=False</c>.</returns>
    public static uint Hash32(ReadOnlySpan<byte> bytes, uint seed = 0) => Murmur3.Hash(bytes, seed);

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
}
