namespace NeuralNet.Core.Tests.Kernels;

/// <summary>The kind of the two factors of an inner product.</summary>
public enum Values
{
    /// <summary>In [-1, 1).</summary>
    Ordinary,

    /// <summary>Of very different sizes, so that the order of summation shows.</summary>
    Scattered,

    /// <summary>Products at and below the smallest numbers.</summary>
    ProductsUnderflow,

    /// <summary>Zeros of either sign.</summary>
    Zeros,

    /// <summary>Sums beyond the largest number.</summary>
    Overflow,

    /// <summary>NaN, infinities, subnormals and all.</summary>
    Anything,
}
