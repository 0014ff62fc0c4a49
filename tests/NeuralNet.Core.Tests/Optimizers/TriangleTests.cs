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

    /// <summary>Wide matrices are eliminated by panels, and blocks of columns.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(97)]
    [InlineData(320)]
    public void Any_number_of_variables_is_eliminated_as_one_after_the_other(int variables)
    {
        const double Rough = 1e-5;
        double[] matrix = Squares(RowsWithRepeats(variables), variables);
        bool[] isDropped = [.. Enumerable.Range(0, variables).Select(place => place is 3 or 70)];
        double[] solution = [.. new Random(6).Values(variables, -1, 1).Select((value, place) => isDropped[place] || IsRepeat(place) ? 0 : value)];
        double[] right = Product(matrix, solution);
        bool[] isExpected = [.. isDropped];
        double[] expected = EliminatedByDefinition(matrix, variables, Rough, isExpected);

        Triangle.Eliminate(matrix, variables, Rough, isDropped);

        isDropped.Should().Equal(isExpected);
        isDropped.Should().Equal(Enumerable.Range(0, variables).Select(place => place is 3 or 70 || IsRepeat(place)));
        double apart = Enumerable.Range(0, matrix.Length).Max(index =>
            index % variables < index / variables ? 0 : Math.Abs(matrix[index] - expected[index]));
        apart.Should().BeLessThan(1e-10 * variables);
        Triangle.EliminateRight(matrix, variables, isDropped, right);
        Triangle.Solve(matrix, variables, isDropped, right);
        Close(right, solution, 1e-9);
    }

    [Fact]
    public void A_triangle_solves_the_equations_of_its_squares_without_the_variables_that_are_dropped()
    {
        const int Wide = 40;
        double[] rows = new Random(8).Values(2 * Wide * Wide, -1, 1);
        double[] triangle = new double[Wide * Wide];
        Triangle.Append(triangle, Wide, (double[])rows.Clone(), new double[Triangle.ScratchLength(2 * Wide, Wide)]);
        double[] whole = [.. triangle];
        bool[] isDropped = new bool[Wide];

        Triangle.Reduce(triangle, Wide, Tolerance, isDropped);

        triangle.Should().Equal(whole, "no variable is dropped");
        isDropped[5] = true;
        isDropped[39] = true;
        double[] solution = [.. new Random(9).Values(Wide, -1, 1).Select((value, place) => isDropped[place] ? 0 : value)];
        double[] vector = Product(Squares(rows, Wide), solution);
        vector[5] = 7;

        Triangle.Reduce(triangle, Wide, Tolerance, isDropped);
        Triangle.SolveTransposed(triangle, Wide, isDropped, vector);
        Triangle.Solve(triangle, Wide, isDropped, vector);

        Close(vector, solution);
        isDropped.Count(isOne => isOne).Should().Be(2);
    }

    /// <summary>What is left of a column is compared with the whole column, in any unit.</summary>
    [Theory]
    [InlineData(0.81, false)]
    [InlineData(0.79, true)]
    public void A_column_is_dropped_by_its_share_in_any_unit(double share, bool isDropped)
    {
        foreach (double unit in (double[])[1e-9, 1, 1e9])
        {
            // The third column is the second one and something new, in a direction apart from the first.
            double rest = unit * Math.Sqrt(1 - (share * share));
            double[] triangle = [1, 0.25, 0.6 * rest, 0, 2, 0.8 * rest, 0, 0, unit * share];
            double[] rows = [.. triangle];
            bool[] found = new bool[3];

            Triangle.Reduce(triangle, 3, 0.8, found);

            found.Should().Equal(false, false, isDropped);
            triangle[8].Should().Be(isDropped ? 0 : unit * share);
            double[] matrix = Squares(rows, 3);
            bool[] eliminated = new bool[3];
            Triangle.Eliminate(matrix, 3, 0.8, eliminated);
            eliminated.Should().Equal(found);
        }
    }

    /// <summary>A variable that was dropped and repeats another is not taken back.</summary>
    [Fact]
    public void A_variable_that_was_dropped_stays_dropped()
    {
        bool[] isDropped = [false, true], isReduced = [false, true];

        Triangle.Eliminate([4.0, 4, 4, 4], 2, Tolerance, isDropped);
        Triangle.Reduce([2.0, 2, 0, 0], 2, Tolerance, isReduced);

        isDropped.Should().Equal(false, true);
        isReduced.Should().Equal(false, true);
    }

    /// <summary>The reflection is the one that subtracts no nearly equal numbers.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_row_that_is_tiny_beside_the_triangle_counts_by_its_right_side(double sign)
    {
        double[] triangle = [sign, 2];

        Triangle.Append(triangle, 1, [1e-9, 3], new double[Triangle.ScratchLength(1, 2)]);

        // The least squares of w = 2 sign and 1e-9 w = 3.
        (triangle[1] / triangle[0]).Should().BeApproximately((2 * sign) + 3e-9, 1e-15);
    }

    [Fact]
    public void A_matrix_loses_what_fills_its_width() =>
        Triangle.Compact([1, 2, -1, 3, 4, -1], 3, 2).Should().Equal(1, 2, 3, 4);

    private static bool IsRepeat(int place) => place is 5 or 40 or 300;

    /// <summary>Rows in which some columns are sums of two before them.</summary>
    private static double[] RowsWithRepeats(int variables)
    {
        double[] rows = new Random(5).Values((variables + 40) * variables, -1, 1);
        for (int index = 0; index < rows.Length; index++)
        {
            rows[index] = IsRepeat(index % variables) ? rows[index - 1] + rows[index - 4] : rows[index];
        }

        return rows;
    }

    private static double[] EliminatedByDefinition(double[] matrix, int variables, double tolerance, bool[] isDropped)
    {
        double[] left = [.. matrix];
        for (int place = 0; place < variables; place++)
        {
            int start = place * variables;
            isDropped[place] |= left[start + place] <= tolerance * tolerance * matrix[start + place];
            for (int row = place + 1; row < variables && !isDropped[place]; row++)
            {
                double scale = left[start + row] / left[start + place];
                for (int column = row; column < variables; column++)
                {
                    left[(row * variables) + column] -= scale * left[start + column];
                }
            }

            for (int column = place; column < variables && isDropped[place]; column++)
            {
                left[start + column] = 0;
            }
        }

        return left;
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

    private static double[] Squares(double[] rows, int variables = Variables)
    {
        double[] matrix = new double[variables * variables];
        foreach (double[] row in rows.Chunk(variables))
        {
            for (int left = 0; left < variables; left++)
            {
                for (int right = 0; right < variables; right++)
                {
                    matrix[(left * variables) + right] += row[left] * row[right];
                }
            }
        }

        return matrix;
    }

    private static double[] Product(double[] matrix, double[] vector) =>
        [.. matrix.Chunk(vector.Length).Select(row => row.Zip(vector, (left, right) => left * right).Sum())];

    private static double[] Wide(double[] rows, double[] solution) => [.. Enumerable.Range(0, RowCount).SelectMany(row =>
    {
        double[] own = rows[(row * Variables)..((row + 1) * Variables)];
        return own.Append(own.Zip(solution, (value, weight) => value * weight).Sum());
    })];

    private static double[] Right(double[] triangle) =>
        [.. Enumerable.Range(0, Variables).Select(row => triangle[(row * (Variables + 1)) + Variables])];

    private static void Close(double[] actual, double[] expected, double distance = 1e-12)
    {
        for (int index = 0; index < expected.Length; index++)
        {
            actual[index].Should().BeApproximately(expected[index], distance, $"number {index}");
        }
    }
}
