using System.Diagnostics;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Optimizers;

/// <summary>
/// Upper triangles U of least squares and of symmetric matrices, row by row in <c>[variables x width]</c>; columns after the variables are
/// right sides. Every sum has one fixed order, so all machines give the same bits.
/// </summary>
/// <remarks>
/// A variable whose column is a combination of columns before it, up to a tolerance, is dropped: its row is 0, and no step moves it.
/// Later columns are not affected. This is the limited pivoting of R's <c>lm</c>, which reports such a coefficient as NA.
/// </remarks>
internal static class Triangle
{
    /// <summary>The rows that are eliminated together: a row below them is read and written once for so many.</summary>
    private const int PanelRows = 32;

    /// <summary>The columns of the rows of a panel that stay in the second-level cache while all rows below pass.</summary>
    private const int PanelColumns = 256;

    /// <summary>With fewer columns <see cref="ScaledRows"/> would add the rows of a panel in another order.</summary>
    private const int LeastColumns = 32;

    /// <summary>Returns a matrix <c>[width x width]</c> without the zeros that fill its width; its upper triangle counts.</summary>
    public static double[] Compact(ReadOnlySpan<double> matrix, int width, int variables)
    {
        var compact = new double[variables * variables];
        for (int place = 0; place < variables; place++)
        {
            matrix.Slice(place * width, variables).CopyTo(compact.AsSpan(place * variables));
        }

        return compact;
    }

    /// <summary>
    /// Eliminates the variables of a symmetric matrix <c>[variables x variables]</c>, of which the upper triangle is read, in their order:
    /// A = U^T D^-1 U, with D the diagonal of U. Without roots, so that a matrix times a power of two has the same bits. Drops the
    /// variables that are dropped already, and those of which at most the share tolerance^2 of the diagonal is left. What is below the
    /// diagonal is of no meaning afterwards.
    /// </summary>
    /// <remarks>
    /// <code>
    ///   panel   P P P | R R R R     Rows of the panel are eliminated one from another. Then each row below takes all of them
    ///             P P | R R R R     at once, in their order, a block of columns R at a time: the same sums as one by one.
    ///               P | R R R R
    ///           ------+--------
    ///                 | b b b b
    /// </code>
    /// </remarks>
    public static void Eliminate(Span<double> matrix, int variables, double tolerance, Span<bool> isDropped) =>
        Eliminate(matrix, variables, Repeated(tolerance, variables), isDropped);

    /// <summary>The same with a tolerance for each variable.</summary>
    public static void Eliminate(Span<double> matrix, int variables, ReadOnlySpan<double> tolerances, Span<bool> isDropped)
    {
        Debug.Assert(matrix.Length == variables * variables && isDropped.Length == variables, "The matrix is square.");
        var least = new double[variables];
        for (int place = 0; place < variables; place++)
        {
            least[place] = tolerances[place] * tolerances[place] * matrix[(place * variables) + place];
        }

        var panel = new double[PanelRows * Math.Min(variables, PanelColumns + LeastColumns)];
        for (int start = 0; start < variables;)
        {
            int end = start + PanelRows + LeastColumns <= variables ? start + PanelRows : variables;
            for (int place = start; place < end; place++)
            {
                EliminateOne(matrix, variables, place, end, least[place], isDropped);
            }

            if (end < variables)
            {
                EliminatePanel(matrix, variables, start, end, isDropped, panel);
            }

            start = end;
        }
    }

    /// <summary>Eliminates a variable from the rows up to an end.</summary>
    private static void EliminateOne(Span<double> matrix, int variables, int place, int end, double least, Span<bool> isDropped)
    {
        Span<double> row = matrix.Slice((place * variables) + place, variables - place);
        isDropped[place] |= !(row[0] > least);
        if (isDropped[place])
        {
            row.Clear();
            return;
        }

        for (int next = 1; next < end - place; next++)
        {
            double scale = -row[next] / row[0];
            if (scale != 0 && !isDropped[place + next])
            {
                int start = ((place + next) * variables) + place + next;
                ScaledRows.Add<double>(row[next..], row.Length - next, [scale], matrix.Slice(start, row.Length - next));
            }
        }
    }

    /// <summary>Eliminates the variables from start to end from all rows below.</summary>
    private static void EliminatePanel(
        Span<double> matrix, int variables, int start, int end, ReadOnlySpan<bool> isDropped, Span<double> panel)
    {
        int count = end - start;
        var scales = new double[(variables - end) * count];
        for (int place = start; place < end; place++)
        {
            ReadOnlySpan<double> row = matrix.Slice(place * variables, variables);
            for (int below = end; below < variables && !isDropped[place]; below++)
            {
                scales[((below - end) * count) + place - start] = -row[below] / row[place];
            }
        }

        for (int first = end; first < variables;)
        {
            int columns = first + PanelColumns + LeastColumns <= variables ? PanelColumns : variables - first;
            Span<double> block = panel.Slice(0, count * columns);
            for (int place = 0; place < count; place++)
            {
                matrix.Slice(((start + place) * variables) + first, columns).CopyTo(block[(place * columns)..]);
            }

            for (int below = end; below < first + columns; below++)
            {
                ScaledRows.Add<double>(
                    block, columns, scales.AsSpan((below - end) * count, count), matrix.Slice((below * variables) + first, columns));
            }

            first += columns;
        }
    }

    /// <summary>
    /// Adds rows <c>[count x width]</c> to the least squares problem of a triangle, by reflections (A. S. Householder, 1958). The rows are
    /// overwritten.
    /// </summary>
    public static void Append(Span<double> triangle, int variables, Span<double> rows, Span<double> scratch)
    {
        int width = triangle.Length / variables;
        int count = rows.Length / width;
        Span<double> reflector = scratch.Slice(0, count);
        Span<double> sums = scratch.Slice(count, width);
        for (int place = 0; place < variables; place++)
        {
            double size = Column(rows, width, place, reflector);
            if (size > 0)
            {
                Reflect(triangle.Slice(place * width, width), rows, width, place, size, reflector, sums);
            }
        }
    }

    /// <summary>The numbers of scratch memory of <see cref="Append"/>.</summary>
    public static int ScratchLength(int count, int width) => count + width;

    /// <summary>
    /// Drops the variables of a triangle of which at most the share tolerance of the column is left. Without one nothing changes.
    /// </summary>
    public static void Reduce(Span<double> triangle, int variables, double tolerance, Span<bool> isDropped) =>
        Reduce(triangle, variables, Repeated(tolerance, variables), isDropped);

    /// <summary>The same with a tolerance for each variable.</summary>
    public static void Reduce(Span<double> triangle, int variables, ReadOnlySpan<double> tolerances, Span<bool> isDropped)
    {
        int width = triangle.Length / variables;
        var sizes = new double[variables];
        bool isReduced = false;
        for (int place = 0; place < variables; place++)
        {
            double sum = 0;
            for (int row = 0; row <= place; row++)
            {
                double value = triangle[(row * width) + place];
                sum += value * value;
            }

            sizes[place] = Math.Sqrt(sum);
            isReduced |= isDropped[place] || !(Math.Abs(triangle[(place * width) + place]) > tolerances[place] * sizes[place]);
        }

        if (!isReduced)
        {
            return;
        }

        // The rows of the triangle are the rows of a problem with the same solution.
        double[] rows = triangle.ToArray();
        var reflector = new double[variables];
        var sums = new double[width];
        triangle.Clear();
        for (int place = 0; place < variables; place++)
        {
            double size = Column(rows, width, place, reflector);
            isDropped[place] |= !(Math.Sqrt(size) > tolerances[place] * sizes[place]);
            if (!isDropped[place])
            {
                Reflect(triangle.Slice(place * width, width), rows, width, place, size, reflector, sums);
            }
        }
    }

    /// <summary>Eliminates the variables of a right side as <see cref="Eliminate(Span{double}, int, double, Span{bool})"/> did with those of the matrix.</summary>
    public static void EliminateRight(ReadOnlySpan<double> eliminated, int variables, ReadOnlySpan<bool> isDropped, Span<double> right)
    {
        for (int place = 0; place < variables; place++)
        {
            ReadOnlySpan<double> row = eliminated.Slice((place * variables) + place, variables - place);
            if (!isDropped[place] && row.Length > 1)
            {
                ScaledRows.Add(row[1..], row.Length - 1, [-right[place] / row[0]], right[(place + 1)..]);
            }
        }
    }

    /// <summary>vector := U^-1 vector, for a triangle or an eliminated matrix; 0 for dropped variables.</summary>
    public static void Solve(ReadOnlySpan<double> triangle, int variables, ReadOnlySpan<bool> isDropped, Span<double> vector)
    {
        int width = triangle.Length / variables;
        for (int place = variables - 1; place >= 0; place--)
        {
            ReadOnlySpan<double> row = triangle.Slice((place * width) + place, variables - place);
            vector[place] = isDropped[place] ? 0 : (vector[place] - Dot.Compute(row[1..], vector[(place + 1)..])) / row[0];
        }
    }

    /// <summary>vector := U^-T vector, for a triangle; 0 for dropped variables.</summary>
    public static void SolveTransposed(ReadOnlySpan<double> triangle, int variables, ReadOnlySpan<bool> isDropped, Span<double> vector)
    {
        int width = triangle.Length / variables;
        for (int place = 0; place < variables; place++)
        {
            ReadOnlySpan<double> row = triangle.Slice((place * width) + place, variables - place);
            vector[place] = isDropped[place] ? 0 : vector[place] / row[0];
            if (row.Length > 1)
            {
                ScaledRows.Add(row[1..], row.Length - 1, [-vector[place]], vector[(place + 1)..]);
            }
        }
    }

    private static double[] Repeated(double tolerance, int variables)
    {
        var tolerances = new double[variables];
        Array.Fill(tolerances, tolerance);
        return tolerances;
    }

    /// <summary>Copies a column, and returns the sum of its squares.</summary>
    private static double Column(ReadOnlySpan<double> rows, int width, int place, Span<double> column)
    {
        for (int row = 0; row < column.Length; row++)
        {
            column[row] = rows[(row * width) + place];
        }

        return Dot.Compute<double>(column, column);
    }

    /// <summary>
    /// Turns a column of the rows into 0, and one row of the triangle into that of the sum. With the diagonal a, the column c and
    /// b = -sign(a) sqrt(a^2 + c.c), the reflection is I - t w w^T, with w = (1, c / (a - b)) and t = (b - a) / b.
    /// </summary>
    private static void Reflect(
        Span<double> row, Span<double> rows, int width, int place, double size, Span<double> reflector, Span<double> sums)
    {
        double diagonal = row[place];
        double reflected = -Math.CopySign(Math.Sqrt((diagonal * diagonal) + size), diagonal);
        double first = diagonal - reflected;
        foreach (ref double value in reflector)
        {
            value /= first;
        }

        row.CopyTo(sums);
        ScaledRows.Add<double>(rows, width, reflector, sums);
        double scale = (diagonal - reflected) / reflected;
        sums[..(place + 1)].Clear();
        for (int column = place + 1; column < width; column++)
        {
            sums[column] *= scale;
            row[column] += sums[column];
        }

        row[place] = reflected;
        ScaledRows.Add<double>(sums, width, reflector, rows);
    }
}
