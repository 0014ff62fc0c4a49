using System.Numerics;
using NeuralNet.Data.Numbers;

namespace NeuralNet.Data.Tests.Numbers;

public sealed class ExactSumTests
{
    [Theory]
    [InlineData(new[] { 1e16, 1, -1e16 }, 1)]
    [InlineData(new[] { 1, 1e100, 1, -1e100 }, 2)]
    [InlineData(new[] { 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1 }, 1)]
    [InlineData(new double[0], 0)]
    public void Nothing_is_lost(double[] numbers, double expected) => Sum(numbers).Should().Be(expected);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_sum_is_the_exact_one_rounded_once_in_any_order(int seed)
    {
        var random = new Random(seed);
        for (int round = 0; round < 200; round++)
        {
            double[] numbers = [.. Enumerable.Range(0, random.Next(1, 30)).Select(_ => Math.ScaleB(random.NextDouble() - 0.5, random.Next(-40, 40)))];
            double sum = Sum(numbers);
            sum.Should().Be(Exact(numbers));
            random.Shuffle(numbers);
            Sum(numbers).Should().Be(sum);
        }
    }

    private static double Sum(double[] numbers)
    {
        var sum = new ExactSum();
        Array.ForEach(numbers, sum.Add);
        return sum.Round();
    }

    /// <summary>The sum in whole multiples of 2^-200, rounded by the conversion.</summary>
    private static double Exact(double[] numbers)
    {
        BigInteger sum = numbers.Aggregate(BigInteger.Zero, (total, number) => total + Whole(number));
        int sign = sum.Sign;
        BigInteger magnitude = BigInteger.Abs(sum);
        int shift = (int)Math.Max(0, (long)magnitude.GetBitLength() - 53);
        BigInteger kept = magnitude >> shift;
        BigInteger rest = magnitude - (kept << shift);
        BigInteger half = shift == 0 ? BigInteger.Zero : BigInteger.One << (shift - 1);
        if (shift > 0 && (rest > half || (rest == half && !kept.IsEven)))
        {
            kept++;
        }

        return sign * Math.ScaleB((double)kept, shift - 200);
    }

    private static BigInteger Whole(double number)
    {
        long bits = BitConverter.DoubleToInt64Bits(number);
        int exponent = (int)((bits >> 52) & 0x7FF) - 1075;
        BigInteger digits = ((bits & 0xFFFFFFFFFFFFF) | (1L << 52)) * (number == 0 ? 0 : 1);
        BigInteger whole = exponent + 200 >= 0 ? digits << (exponent + 200) : digits >> -(exponent + 200);
        return number < 0 ? -whole : whole;
    }
}
