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
    [InlineData(LaneOperation.Log1p)]
    [InlineData(LaneOperation.Softplus)]
    public void A_function_is_within_units_of_the_last_place_of_50_digits(LaneOperation function)
    {
        // Over all floats the furthest is 2.83, by the sigmoid; doubles can't all be tried.
        double allowed = typeof(T) == typeof(float) ? 3 : 4;
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
    [InlineData(LaneOperation.Log1p, 0, 800)]
    [InlineData(LaneOperation.Softplus, 0, double.MaxValue)]
    public void A_finite_number_gives_a_number_in_the_range_of_the_function(LaneOperation function, double low, double high)
    {
        IEnumerable<T> finite = Sample.Anything<T>(20_000, seed: 5).Where(T.IsFinite);
        if (function == LaneOperation.Log1p)
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
    [InlineData(LaneOperation.Log1p)]
    [InlineData(LaneOperation.Softplus)]
    public void NaN_gives_NaN(LaneOperation function) =>
        T.IsNaN(LaneOperations.Scalar(function, T.NaN)).Should().BeTrue();

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
