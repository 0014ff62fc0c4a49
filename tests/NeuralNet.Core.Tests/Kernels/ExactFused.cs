using System.Numerics;

namespace NeuralNet.Core.Tests.Kernels;

/// <summary>left * right + addend as IEEE 754 defines it: exact, then rounded to nearest, halves to even.</summary>
internal static class ExactFused
{
    public static T MultiplyAdd<T>(T left, T right, T addend)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!T.IsFinite(left) || !T.IsFinite(right) || !T.IsFinite(addend))
        {
            // The product of finite factors is finite, however large.
            return T.IsFinite(left) && T.IsFinite(right) ? addend : (left * right) + addend;
        }

        Exact sum = Exact.Product(left, right) + Exact.Of(addend);
        bool productIsNegative = T.IsNegative(left) != T.IsNegative(right);
        return !sum.Units.IsZero ? Round<T>(sum)
            : productIsNegative && T.IsNegative(addend) ? T.NegativeZero
            : T.Zero;
    }

    private static T Round<T>(Exact value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int precision = typeof(T) == typeof(float) ? 24 : 53;
        BigInteger units = value.Abs().Units;

        // The place of the last bit: that of the precision, or that of the smallest number.
        int place = Math.Max((int)units.GetBitLength() - precision, (int)Exact.Of(T.Epsilon).Units.GetBitLength() - 1);
        BigInteger half = BigInteger.One << (place - 1);
        BigInteger kept = (units + half) >> place;
        if (!kept.IsEven && kept << place == units + half)
        {
            kept--;
        }

        T magnitude = T.ScaleB(T.CreateChecked((ulong)kept), place - 2148);
        return value.Units.Sign < 0 ? -magnitude : magnitude;
    }
}
