using System.Numerics;

namespace NeuralNet.Core.Tests.Support;

/// <summary>Comparison of computed numbers with what they should be.</summary>
internal static class Closeness
{
    /// <summary>Each number is within relative * |expected| + absolute of the expected one.</summary>
    public static void ShouldBeClose<T>(
        this ReadOnlySpan<T> actual, ReadOnlySpan<double> expected, double relative, double absolute, string what)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        actual.Length.Should().Be(expected.Length, what);
        for (int index = 0; index < expected.Length; index++)
        {
            actual[index].ShouldBeClose(expected[index], relative, absolute, $"{what} [{index}]");
        }
    }

    /// <summary>The number is within relative * |expected| + absolute of the expected one.</summary>
    public static void ShouldBeClose<T>(this T actual, double expected, double relative, double absolute, string what)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double number = double.CreateTruncating(actual);
        double tolerance = (relative * Math.Abs(expected)) + absolute;

        // Written so that NaN is far from everything.
        if (!(Math.Abs(number - expected) <= tolerance))
        {
            number.Should().BeApproximately(expected, tolerance, what);
        }
    }
}
