using System.Numerics;
using System.Runtime.Intrinsics;

namespace NeuralNet.Core.Kernels;

/// <summary>How rows of at most 128 bytes, which follow each other in memory, share registers of 512 bits. Only with AVX-512.</summary>
internal unsafe interface IShortRows<TSelf, T>
    where TSelf : struct, IShortRows<TSelf, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Prepares the vector by which rows are multiplied.</summary>
    static abstract TSelf Create(T* vector, nuint length);

    /// <summary>
    /// The products of four rows with the vector, and the tree of <see cref="Dot"/> down to 16 bytes of partial sums for each. Those of row r
    /// are in the r-th quarter of the result.
    /// </summary>
    Vector512<T> Sums(T* rows, nuint length);

    /// <summary>The same for one to four rows. Rows that are missing have any sums.</summary>
    Vector512<T> Sums(T* rows, nuint length, nuint count);
}
