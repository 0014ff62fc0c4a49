namespace NeuralNet.Core;

/// <summary>
/// Numbers side by side in one register: 1 to 16 lanes of <see cref="float"/> or <see cref="double"/>. A formula written
/// once over <typeparamref name="TSelf"/> runs scalar and on every vector width, with the same bits in each, because
/// every operation here is either exactly rounded (IEEE 754) or exact.
/// </summary>
/// <remarks>
/// Users meet this interface when they write an <see cref="ILoss"/>, an <see cref="IActivation"/> or an
/// <see cref="IOptimizer"/>; the implementations belong to the library. Functions built of these operations, such as the
/// exponential, are in <see cref="LaneMath"/>.
/// </remarks>
/// <typeparam name="TSelf">The implementing register type.</typeparam>
public interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    /// <summary>The precision of one lane in bits: 24 for <see cref="float"/>, 53 for <see cref="double"/>.</summary>
    static abstract int SignificandBits { get; }

    /// <summary>The same number in every lane, rounded to the lane's precision.</summary>
    static abstract TSelf Create(double value);

    /// <summary>left + right in each lane.</summary>
    static abstract TSelf operator +(TSelf left, TSelf right);

    /// <summary>left - right in each lane.</summary>
    static abstract TSelf operator -(TSelf left, TSelf right);

    /// <summary>left * right in each lane.</summary>
    static abstract TSelf operator *(TSelf left, TSelf right);

    /// <summary>left / right in each lane.</summary>
    static abstract TSelf operator /(TSelf left, TSelf right);

    /// <summary>The sign of each lane reversed.</summary>
    static abstract TSelf operator -(TSelf value);

    /// <summary>left * right + addend in each lane, rounded once.</summary>
    static abstract TSelf FusedMultiplyAdd(TSelf left, TSelf right, TSelf addend);

    /// <summary>The absolute value of each lane.</summary>
    static abstract TSelf Abs(TSelf value);

    /// <summary>The smaller of the two in each lane; NaN where either is NaN (IEEE 754-2019 minimum).</summary>
    static abstract TSelf Min(TSelf left, TSelf right);

    /// <summary>The larger of the two in each lane; NaN where either is NaN (IEEE 754-2019 maximum).</summary>
    static abstract TSelf Max(TSelf left, TSelf right);

    /// <summary>The square root of each lane; NaN below 0.</summary>
    static abstract TSelf Sqrt(TSelf value);

    /// <summary>Each lane rounded to the nearest integer, halves to the even one.</summary>
    static abstract TSelf Round(TSelf value);

    /// <summary>
    /// value * 2^exponent in each lane, rounded once, through gradual underflow and overflow. Defined for integral
    /// exponents in [-1100, 1100] (double) or [-160, 160] (float), and for values that are 0 or at least 2^-472 (double) or
    /// 2^-46 (float) in magnitude; a smaller one that underflows may be rounded twice.
    /// </summary>
    static abstract TSelf ScaleB(TSelf value, TSelf exponent);

    /// <summary>The exponent of each lane: floor(log2(value)). Defined for positive, normal, finite numbers.</summary>
    static abstract TSelf LogB(TSelf value);

    /// <summary>
    /// In each lane <paramref name="whenLess"/> where left &lt; right, else <paramref name="otherwise"/> (so also where
    /// either is NaN). Both are computed; neither can fail.
    /// </summary>
    static abstract TSelf IfLess(TSelf left, TSelf right, TSelf whenLess, TSelf otherwise);

    /// <summary>
    /// The larger of value and bound in each lane, NaN where the value is NaN. The bound must be a number. This is one
    /// instruction, where <see cref="Max"/> takes several for NaN on either side and for the sign of 0: if both are 0, the
    /// result here may have either sign.
    /// </summary>
    internal static abstract TSelf AtLeast(TSelf value, TSelf bound);

    /// <summary>The smaller of value and bound in each lane, by the rules of <see cref="AtLeast"/>.</summary>
    internal static abstract TSelf AtMost(TSelf value, TSelf bound);
}
