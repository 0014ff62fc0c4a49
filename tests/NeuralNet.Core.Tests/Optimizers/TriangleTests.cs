using NeuralNet.Core.Optimizers;

namespace NeuralNet.Core.Tests.Optimizers;

/// <summary>Triangles solve symmetric equations and least squares, and drop what repeats.</summary>
public sealed class TriangleTests
{
    private const int Variables = 6;
    private const int RowCount = 40;
    private const double Tolerance = 1e-7;

    private static readonly double[] _rows = new Random(4).Values(RowCount * Variables, -1, 1);
    private static readonly double[] _solution = [1, -2, 3, 0.5, -0.25, 4];

    [Fact]
    public void Symmetric_equations_are_solved()
    {
        double[] matrix = Squares(_rows);
        double[] right = Product(matrix, _solution);
        bool[] isDropped = new bool[Variables];

        Triangle.Eliminate(matrix, Variables, Tolerance, isDropped);
        Triangle.EliminateRight(matrix, Variables, isDropped, right);
        Triangle.Solve(matrix, Variables, isDropped, right);

        isDropped.Should().NotContain(true);
        Close(right, _solution);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(40)]
    public void Least_squares_are_solved_by_tiles_of_any_height(int height)
    {
        int width = Variables + 1;
        double[] wide = Wide(_rows, _solution);
        double[] triangle = new double[Variables * width];
        for (int start = 0; start < RowCount; start += height)
        {
            int count = Math.Min(height, RowCount - start);
            double[] tile = wide[(start * width)..((start + count) * width)];
            Triangle.Append(triangle, Variables, tile, new double[Triangle.ScratchLength(count, width)]);
        }

        double[] solved = Right(triangle);
        bool[] isDropped = new bool[Variables];
        Triangle.Reduce(triangle, Variables, Tolerance, isDropped);
        Triangle.Solve(triangle, Variables, isDropped, solved);

        isDropped.Should().NotContain(true);
        Close(solved, _solution);
    }

    [Fact]
    public void A_column_that_repeats_those_before_is_dropped_and_later_ones_are_not_affected()
    {
        double[] rows = [.. _rows];
        for (int start = 0; start < rows.Length; start += Variables)
        {
            rows[start + 2] = rows[start] - (3 * rows[start + 1]);
        }

        double[] solution = [1, -2, 0, 0.5, -0.25, 4];
        double[] matrix = Squares(rows);
        double[] right = Product(matrix, solution);
        bool[] isDropped = new bool[Variables];
        Triangle.Eliminate(matrix, Variables, Tolerance, isDropped);
        Triangle.EliminateRight(matrix, Variables, isDropped, right);
        Triangle.Solve(matrix, Variables, isDropped, right);

        int width = Variables + 1;
        double[] triangle = new double[Variables * width];
        Triangle.Append(triangle, Variables, Wide(rows, solution), new double[Triangle.ScratchLength(RowCount, width)]);
        bool[] isReduced = new bool[Variables];
        Triangle.Reduce(triangle, Variables, Tolerance, isReduced);
        double[] solved = Right(triangle);
        Triangle.Solve(triangle, Variables, isReduced, solved);

        isDropped.Should().Equal(false, false, true, false, false, false);
        isReduced.Should().Equal(isDropped);
        right[2].Should().Be(0);
        Close(right, solution);
        Close(solved, solution);
    }

    [Fact]
    public void A_matrix_times_a_power_of_two_gives_the_same_bits()
    {
        double[] matrix = Squares(_rows);
        double[] right = Product(matrix, _solution);
        double[] expected = Solved(matrix, right);

        Solved([.. matrix.Select(value => 8 * value)], [.. right.Select(value => 8 * value)]).Should().Equal(expected);
    }

    private static double[] Solved(double[] matrix, double[] right)
    {
        double[] factor = [.. matrix];
        double[] solved = [.. right];
        bool[] isDropped = new bool[Variables];
        Triangle.Eliminate(factor, Variables, Tolerance, isDropped);
        Triangle.EliminateRight(factor, Variables, isDropped, solved);
        Triangle.Solve(factor, Variables, isDropped, solved);
        return solved;
    }

    private static double[] Squares(double[] rows)
    {
        double[] matrix = new double[Variables * Variables];
        for (int index = 0; index < matrix.Length; index++)
        {
            matrix[index] = Enumerable.Range(0, RowCount).Sum(row => rows[(row * Variables) + (index / Variables)] * rows[(row * Variables) + (index % Variables)]);
        }

        return matrix;
    }

    private static double[] Product(double[] matrix, double[] vector) => [.. Enumerable.Range(0, Variables).Select(row =>
        Enumerable.Range(0, Variables).Sum(column => matrix[(row * Variables) + column] * vector[column]))];

    private static double[] Wide(double[] rows, double[] solution) => [.. Enumerable.Range(0, RowCount).SelectMany(row =>
    {
        double[] own = rows[(row * Variables)..((row + 1) * Variables)];
        return own.Append(own.Zip(solution, (value, weight) => value * weight).Sum());
    })];

    private static double[] Right(double[] triangle) =>
        [.. Enumerable.Range(0, Variables).Select(row => triangle[(row * (Variables + 1)) + Variables])];

    private static void Close(double[] actual, double[] expected)
    {
        for (int index = 0; index < expected.Length; index++)
        {
            actual[index].Should().BeApproximately(expected[index], 1e-12, $"number {index}");
        }
    }
}
