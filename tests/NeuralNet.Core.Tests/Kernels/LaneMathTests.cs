using System.Globalization;
using System.Numerics;
using NeuralNet.Core.Tests.House;

namespace NeuralNet.Core.Tests.Kernels;

public sealed class LaneMathSingleTests : LaneMathTests<float>;

public sealed class LaneMathDoubleTests : LaneMathTests<double>;

public abstract class LaneMathTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly string _type = typeof(T) == typeof(float) ? "float" : "double";

    [Theory]
    [InlineData(LaneOperation.Exp)]
    [InlineData(LaneOperation.Sigmoid)]
    [InlineData(LaneOperation.Tanh)]
    [InlineData(LaneOperation.Log)]
    [InlineData(LaneOperation.Log1p)]
    [InlineData(LaneOperation.Softplus)]
    public void A_function_is_within_units_of_the_last_place_of_50_digits(LaneOperation function)
    {
        // Over all floats the furthest is 1.86, by the softplus, and 0.84 by the logarithm; doubles can't all be tried.
        double allowed = function == LaneOperation.Log ? 1 : typeof(T) == typeof(float) ? 2 : 4;
        (T X, double Error)[] errors = [.. References(function).Select(reference => (
            reference.X,
            Math.Abs(Bits.Steps(reference.Value, LaneOperations.Scalar(function, reference.X)) - reference.Remainder)))];
        (T x, double error) = errors.MaxBy(pair => pair.Error);
        TestContext.Current.TestOutputHelper?.WriteLine($"{_type} {function}: at most {error:F2} ulp, at {x:R}");

        errors.Should().HaveCountGreaterThan(200);
        errors.Where(pair => !(pair.Error <= allowed)).Should().BeEmpty();
    }

    [Theory]
    [InlineData(LaneOperation.Exp, -1e4, 0)]
    [InlineData(LaneOperation.Exp, 1e4, double.PositiveInfinity)]
    [InlineData(LaneOperation.Exp, 0, 1)]
    [InlineData(LaneOperation.Exp, double.NegativeInfinity, 0)]
    [InlineData(LaneOperation.Exp, double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(LaneOperation.Sigmoid, -1e4, 0)]
    [InlineData(LaneOperation.Sigmoid, 1e4, 1)]
    [InlineData(LaneOperation.Sigmoid, 0, 0.5)]
    [InlineData(LaneOperation.Sigmoid, double.NegativeInfinity, 0)]
    [InlineData(LaneOperation.Sigmoid, double.PositiveInfinity, 1)]
    [InlineData(LaneOperation.Tanh, -1e4, -1)]
    [InlineData(LaneOperation.Tanh, 1e4, 1)]
    [InlineData(LaneOperation.Tanh, 0, 0)]
    [InlineData(LaneOperation.Tanh, double.NegativeInfinity, -1)]
    [InlineData(LaneOperation.Tanh, double.PositiveInfinity, 1)]
    [InlineData(LaneOperation.Log, 1, 0)]
    [InlineData(LaneOperation.Log, 0, double.NegativeInfinity)]
    [InlineData(LaneOperation.Log, double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(LaneOperation.Log1p, 0, 0)]
    [InlineData(LaneOperation.Softplus, -1e4, 0)]
    [InlineData(LaneOperation.Softplus, 1e4, 1e4)]
    [InlineData(LaneOperation.Softplus, double.NegativeInfinity, 0)]
    [InlineData(LaneOperation.Softplus, double.PositiveInfinity, double.PositiveInfinity)]
    public void A_function_reaches_its_limits_exactly(LaneOperation function, double x, double limit) =>
        LaneOperations.Scalar(function, T.CreateTruncating(x)).Should().Be(T.CreateTruncating(limit));

    [Theory]
    [InlineData(LaneOperation.Exp, 0, double.PositiveInfinity)]
    [InlineData(LaneOperation.Sigmoid, 0, 1)]
    [InlineData(LaneOperation.Tanh, -1, 1)]
    [InlineData(LaneOperation.Log, double.NegativeInfinity, 710)]
    [InlineData(LaneOperation.Log1p, 0, 800)]
    [InlineData(LaneOperation.Softplus, 0, double.MaxValue)]
    public void A_finite_number_gives_a_number_in_the_range_of_the_function(LaneOperation function, double low, double high)
    {
        IEnumerable<T> finite = Sample.Anything<T>(20_000, seed: 5).Where(T.IsFinite);
        if (function is LaneOperation.Log or LaneOperation.Log1p)
        {
            finite = finite.Select(T.Abs);
        }

        finite.Where(x => !IsInRange(LaneOperations.Scalar(function, x))).Should().BeEmpty();

        bool IsInRange(T y) => double.CreateTruncating(y) >= low && double.CreateTruncating(y) <= high;
    }

    [Theory]
    [InlineData(LaneOperation.Exp)]
    [InlineData(LaneOperation.Sigmoid)]
    [InlineData(LaneOperation.Tanh)]
    [InlineData(LaneOperation.Log)]
    [InlineData(LaneOperation.Log1p)]
    [InlineData(LaneOperation.Softplus)]
    public void NaN_gives_NaN(LaneOperation function) =>
        T.IsNaN(LaneOperations.Scalar(function, T.NaN)).Should().BeTrue();

    [Fact]
    public void A_negative_number_has_no_logarithm()
    {
        T[] negative = [.. Sample.Anything<T>(20_000, seed: 7).Where(x => x < T.Zero)];

        negative.Should().Contain(T.NegativeInfinity).And.Contain(-T.Epsilon);
        negative.Where(x => !T.IsNaN(LaneOperations.Scalar(LaneOperation.Log, x))).Should().BeEmpty();
    }

    [Fact]
    public void The_logarithm_of_a_negative_0_is_that_of_0() =>
        LaneOperations.Scalar(LaneOperation.Log, T.NegativeZero).Should().Be(T.NegativeInfinity);

    [Fact]
    public void Tanh_is_odd()
    {
        T[] numbers = [.. Sample.Anything<T>(10_000, seed: 6).Where(x => !T.IsNaN(x))];

        numbers.Where(x => LaneOperations.Scalar(LaneOperation.Tanh, -x) != -LaneOperations.Scalar(LaneOperation.Tanh, x))
            .Should().BeEmpty();
    }

    private static IEnumerable<(T X, T Value, double Remainder)> References(LaneOperation function) =>
        from line in File.ReadLines(Repository.PathOf("tests", "NeuralNet.Core.Tests", "References", "lane_math.csv")).Skip(1)
        let fields = line.Split(',')
        where fields[0] == _type && fields[1].Equals(function.ToString(), StringComparison.OrdinalIgnoreCase)
        select (Parse(fields[2]), Parse(fields[3]), double.Parse(fields[4], CultureInfo.InvariantCulture));

    private static T Parse(string text) => text == "inf" ? T.PositiveInfinity : T.Parse(text, CultureInfo.InvariantCulture);
}
