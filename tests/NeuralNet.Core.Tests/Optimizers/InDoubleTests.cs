using System.Numerics;
using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Tests.Optimizers;

public abstract class InDoubleTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(1000)]
    public void Sums_have_the_digits_of_double(int length)
    {
        T[] left = Numbers.Of<T>(new Random(1).Values(length, -1, 1));
        T[] right = Numbers.Of<T>(new Random(2).Values(length, -1, 1));

        double dot = left.Zip(right, (a, b) => double.CreateTruncating(a) * double.CreateTruncating(b)).Sum();
        InDouble.Dot<T>(left, right).Should().BeApproximately(dot, 1e-13);
        double magnitudes = left.Zip(right, (a, b) => Math.Abs(double.CreateTruncating(a) * double.CreateTruncating(b))).Sum();
        InDouble.SumOfMagnitudes<T>(left, right).Should().BeApproximately(magnitudes, 1e-12);
        InDouble.SumOfMagnitudes<T>(left).Should().BeApproximately(Numbers.ToDoubles<T>(left).Sum(Math.Abs), 1e-12);
        InDouble.LargestMagnitude<T>(left).Should().Be(Numbers.ToDoubles<T>(left).Select(Math.Abs).DefaultIfEmpty().Max());
    }

    [Fact]
    public void Squares_beyond_the_range_of_float_are_finite()
    {
        T[] values = Numbers.Of<T>(1e30, 1e-30);

        InDouble.Dot<T>(values, values).Should().BeApproximately(1e60, 1e53);
        InDouble.Dot<T>(values.AsSpan(1), values.AsSpan(1)).Should().BeApproximately(1e-60, 1e-67);
    }

    [Fact]
    public void The_largest_magnitude_of_NaN_is_NaN()
    {
        InDouble.LargestMagnitude<T>([T.One, T.NaN, T.Zero]).Should().Be(double.NaN);
    }
}

public sealed class InDoubleTestsInDouble : InDoubleTests<double>;

public sealed class InDoubleTestsInFloat : InDoubleTests<float>;
