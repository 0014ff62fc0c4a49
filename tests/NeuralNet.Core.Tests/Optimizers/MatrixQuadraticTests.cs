using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Tests.Optimizers;

/// <summary>The minimum of a quadratic function plus absolute values has no direction that goes down.</summary>
public sealed class MatrixQuadraticTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(7, 0)]
    [InlineData(40, 0)]
    [InlineData(40, 0.999)]
    [InlineData(120, 0.99)]
    public void At_the_minimum_each_derivative_is_within_the_penalty(int size, double correlation)
    {
        for (int seed = 0; seed < 8; seed++)
        {
            double[] matrix = Matrix(seed, size, size + 30, correlation);
            double[] slope = new Random(seed + 100).Values(size, -3, 3);
            double[] lasso = [.. new Random(seed + 200).Values(size, 0, 2).Select((value, index) => index % 5 == 4 ? 0 : value)];
            double[] start = [.. new Random(seed + 300).Values(size, -1, 1).Select((value, index) => index % 2 == 0 ? 0 : value)];
            var solver = new MatrixQuadratic();

            double gain = solver.Minimize(matrix, slope, lasso, start, 0);

            double[] found = solver.Point.ToArray();
            gain.Should().BeApproximately(-Change(matrix, slope, lasso, start, found), 1e-8 * gain);
            for (int again = 0; again < 12; again++)
            {
                double[] slopes = Slopes(matrix, slope, start, found);
                double left = solver.Minimize(matrix, slopes, lasso, found, 0);
                left.Should().BeLessThanOrEqualTo(Math.ScaleB(gain, -16), $"{size} {correlation} {seed}");
                found = solver.Point.ToArray();
            }

            Excess(Slopes(matrix, slope, start, found), found, lasso).Should().BeLessThan(1e-8, $"{size} {correlation} {seed}");
        }
    }

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(7, 0, 1)]
    [InlineData(40, 0.99, 0)]
    [InlineData(40, 0.99, 1)]
    [InlineData(120, 0.999, 0)]
    public void Within_bounds_no_derivative_pushes_inwards(int size, double correlation, double penalty)
    {
        for (int seed = 0; seed < 8; seed++)
        {
            double[] matrix = Matrix(seed, size, size + 30, correlation);
            double[] slope = new Random(seed + 100).Values(size, -3, 3);
            double[] lasso = [.. new Random(seed + 200).Values(size, 0, 2).Select(value => penalty * value)];
            double[] low = [.. new Random(seed + 400).Values(size, -0.02, 0.01).Select((value, index) => index % 4 == 0 ? 0 : value)];
            double[] high = [.. low.Select((value, index) => index % 5 == 0 ? double.PositiveInfinity : index % 7 == 0 ? value : value + 0.03)];
            double[] start = [.. low.Zip(high).Select(pair => Math.Clamp(0, pair.First, pair.Second))];
            var solver = new MatrixQuadratic();

            double gain = solver.Minimize(matrix, slope, lasso, start, 0, low, high);

            double[] found = solver.Point.ToArray();
            gain.Should().BeApproximately(-Change(matrix, slope, lasso, start, found), 1e-8 * gain);
            double[] slopes = Slopes(matrix, slope, start, found);
            for (int index = 0; index < size; index++)
            {
                found[index].Should().BeInRange(low[index], high[index]);
                double rising = slopes[index] + (found[index] >= 0 ? lasso[index] : -lasso[index]);
                double falling = slopes[index] + (found[index] > 0 ? lasso[index] : -lasso[index]);
                (found[index] < high[index] ? -rising : 0).Should().BeLessThan(1e-9, $"{size} {correlation} {seed} {index}");
                (found[index] > low[index] ? falling : 0).Should().BeLessThan(1e-9, $"{size} {correlation} {seed} {index}");
            }
        }
    }

    [Fact]
    public void One_coordinate_ends_at_its_bound()
    {
        var solver = new MatrixQuadratic();

        solver.Minimize([2], [-5], [1], [0], 0, [0], [1.5]).Should().Be(3.75);
        solver.Point.ToArray().Should().Equal(1.5);
        solver.Minimize([2], [5], [0], [1], 0, [0], [2]).Should().Be(4);
        solver.Point.ToArray().Should().Equal(0);
        solver.Minimize([2], [-5], [1], [3], 0, [3], [3]).Should().Be(0);
    }

    [Fact]
    public void One_coordinate_is_shrunk_by_its_penalty()
    {
        var solver = new MatrixQuadratic();

        solver.Minimize([2], [-5], [1], [0], 0).Should().Be(4);
        solver.Point.ToArray().Should().Equal(2);
        solver.Minimize([2], [0.5], [1], [0], 0).Should().Be(0);
        solver.Point.ToArray().Should().Equal(0);
        solver.Minimize([2], [5], [0], [1], 0).Should().Be(6.25);
        solver.Point.ToArray().Should().Equal(-1.5);
    }

    [Fact]
    public void Coordinates_that_are_equal_or_without_curvature_end_too()
    {
        var solver = new MatrixQuadratic();

        double gain = solver.Minimize([1, 1, 0, 1, 1, 0, 0, 0, 0], [-3, -3, 0], [1, 1, 0], [0, 0, 4], 0);

        gain.Should().Be(2);
        (solver.Point[0] + solver.Point[1]).Should().Be(2);
        solver.Point[2].Should().Be(4);
    }

    /// <summary>The difference of nearly equal columns is lost in their products, but not in their triangle.</summary>
    [Fact]
    public void A_triangle_tells_nearly_equal_coordinates_apart()
    {
        const double Small = 5e-8;

        // Rows (1, 1) and (0, small) with the targets 1 and 1. Of the product small^2 hardly a digit is left beside 1.
        double[] triangle = [1, 1, 0, Small], matrix = [1, 1, 1, 1 + (Small * Small)];
        double[] slope = [-1, -1 - Small];
        double[] low = [double.NegativeInfinity, double.NegativeInfinity], high = [double.PositiveInfinity, double.PositiveInfinity];
        var solver = new MatrixQuadratic();
        solver.Use(triangle, [1e-9, 1e-9]);

        solver.Minimize(matrix, slope, [0, 0], [0, 0], 0, low, high);

        double first = 1 - solver.Point[0] - solver.Point[1], second = 1 - (Small * solver.Point[1]);
        ((first * first) + (second * second)).Should().BeLessThan(0.1, "without the second coordinate it is 1");
    }

    private static double[] Matrix(int seed, int size, int rows, double correlation)
    {
        double[] common = new Random(seed + 50).Values(rows, -1, 1);
        double[] values = new Random(seed).Values(rows * size, -1, 1);
        var matrix = new double[size * size];
        for (int left = 0; left < size; left++)
        {
            for (int right = 0; right < size; right++)
            {
                for (int row = 0; row < rows; row++)
                {
                    matrix[(left * size) + right] += At(row, left) * At(row, right);
                }
            }
        }

        return matrix;

        double At(int row, int column) => (correlation * common[row]) + ((1 - correlation) * values[(row * size) + column]);
    }

    private static double Excess(double[] slopes, double[] point, double[] lasso) => Enumerable.Range(0, point.Length).Max(index => point[index] == 0
        ? Math.Max(0, Math.Abs(slopes[index]) - lasso[index])
        : Math.Abs(slopes[index] + (lasso[index] * Math.Sign(point[index]))));

    private static double[] Slopes(double[] matrix, double[] slope, double[] from, double[] to) =>
        [.. slope.Select((value, index) => value + Enumerable.Range(0, slope.Length).Sum(other => matrix[(index * slope.Length) + other] * (to[other] - from[other])))];

    private static double Change(double[] matrix, double[] slope, double[] lasso, double[] from, double[] to)
    {
        double[] slopes = Slopes(matrix, slope, from, to);
        return Enumerable.Range(0, slope.Length).Sum(index =>
            (0.5 * (slope[index] + slopes[index]) * (to[index] - from[index])) + (lasso[index] * (Math.Abs(to[index]) - Math.Abs(from[index]))));
    }
}
