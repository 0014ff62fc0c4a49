using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Tests.Kernels;

/// <summary>Means and squared distances of columns, compared with two passes over all rows.</summary>
public sealed class MomentsTests
{
    private const int Rows = 60;

    private static readonly double[] Weights = [.. Enumerable.Range(0, Rows).Select(row => 0.25 + (row % 7))];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(37)]
    public void Pieces_of_any_size_have_the_moments_of_all_rows(int inputs)
    {
        double[] rows = Draw(inputs);
        double[] origin = rows[..inputs];
        foreach (int piece in new[] { 1, 2, 7, 16, Rows })
        {
            var means = new double[inputs];
            var squares = new double[inputs];
            var largest = new double[inputs];
            double weight = 0;
            for (int start = 0; start < Rows; start += piece)
            {
                int count = Math.Min(piece, Rows - start);
                Moments.Add(
                    rows.AsSpan(start * inputs, count * inputs), Weights.AsSpan(start, count), origin, weight, means, squares, largest);
                weight += Weights.AsSpan(start, count).ToArray().Sum();
            }

            ShouldBeThoseOf(rows, inputs, 0, Rows, origin, means, squares);
            for (int input = 0; input < inputs; input++)
            {
                largest[input].Should().Be(
                    Enumerable.Range(0, Rows).Max(row => Math.Abs(rows[(row * inputs) + input] - origin[input])));
            }
        }
    }

    [Theory]
    [InlineData(1, 59)]
    [InlineData(30, 30)]
    [InlineData(53, 7)]
    public void Two_sets_of_rows_join(int first, int second)
    {
        const int inputs = 5;
        double[] rows = Draw(inputs);
        double[] origin = rows[..inputs];
        (double weight, double[] means, double[] squares) = Of(rows, inputs, 0, first, origin);
        (double otherWeight, double[] otherMeans, double[] otherSquares) = Of(rows, inputs, first, second, origin);

        Moments.Join(weight, means, squares, otherWeight, otherMeans, otherSquares);

        ShouldBeThoseOf(rows, inputs, 0, Rows, origin, means, squares);
    }

    [Fact]
    public void A_constant_column_has_no_spread_at_all()
    {
        double[] rows = [.. Enumerable.Repeat(0.1, Rows)];

        (_, double[] means, double[] squares) = Of(rows, 1, 0, Rows, [0.1]);

        means.Should().Equal(0);
        squares.Should().Equal(0);
    }

    private static (double Weight, double[] Means, double[] Squares) Of(double[] rows, int inputs, int start, int count, double[] origin)
    {
        var means = new double[inputs];
        var squares = new double[inputs];
        Moments.Add(
            rows.AsSpan(start * inputs, count * inputs), Weights.AsSpan(start, count), origin, 0, means, squares, new double[inputs]);
        return (Weights.AsSpan(start, count).ToArray().Sum(), means, squares);
    }

    private static void ShouldBeThoseOf(
        double[] rows, int inputs, int start, int count, double[] origin, double[] means, double[] squares)
    {
        for (int input = 0; input < inputs; input++)
        {
            double[] values = [.. Enumerable.Range(start, count).Select(row => rows[(row * inputs) + input] - origin[input])];
            double[] weights = Weights[start..(start + count)];
            double mean = values.Zip(weights, (value, weight) => value * weight).Sum() / weights.Sum();
            double square = values.Zip(weights, (value, weight) => weight * (value - mean) * (value - mean)).Sum();
            means[input].Should().BeApproximately(mean, 1e-12 * Math.Sqrt(square));
            squares[input].Should().BeApproximately(square, 1e-12 * square);
        }
    }

    private static double[] Draw(int inputs)
    {
        // Columns far from 0 beside their spread: sums of squares would lose every digit.
        var random = new Random(inputs);
        return [.. Enumerable.Range(0, Rows * inputs).Select(index => (1e9 * (index % inputs)) + random.NextDouble())];
    }
}
