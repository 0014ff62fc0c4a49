using System.Numerics;

namespace NeuralNet.Core.Tests.Learning;

/// <summary>
/// A. B. J. Novikoff (On convergence proofs on perceptrons, 1962): on rows of length R at most, separated by a line through the origin
/// with margin g, the perceptron makes at most (R / g)^2 mistakes, for any number of epochs.
/// </summary>
public abstract class MistakeBoundTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Rows = 60;
    private const int MostPasses = 20_000;

    [Theory]
    [MemberData(nameof(MarginCases.Shapes), MemberType = typeof(MarginCases))]
    public void Rows_with_a_margin_cost_no_more_mistakes_than_Novikoff_allows(int inputs, double margin)
    {
        for (int seed = 0; seed < 5; seed++)
        {
            (double[][] rows, int[] labels, double[] separator) = Separable(inputs, margin, seed);

            int mistakes = Mistakes(rows, labels, hasBias: false);

            mistakes.Should().BeLessThanOrEqualTo(Bound(rows, labels, separator), $"of seed {seed}");
        }
    }

    [Theory]
    [MemberData(nameof(MarginCases.Shapes), MemberType = typeof(MarginCases))]
    public void A_bias_counts_as_an_input_of_1(int inputs, double margin)
    {
        for (int seed = 0; seed < 5; seed++)
        {
            // Divided by its last input a row has a 1 there, and the other class where that was negative.
            (double[][] rows, int[] labels, double[] separator) = Separable(inputs + 1, margin, seed);
            labels = [.. labels.Zip(rows, (label, row) => row[^1] < 0 ? 1 - label : label)];
            rows = [.. rows.Select(row => row.Select(value => value / row[^1]).ToArray())];

            int mistakes = Mistakes([.. rows.Select(row => row[..^1])], labels, hasBias: true);

            mistakes.Should().BeLessThanOrEqualTo(Bound(rows, labels, separator), $"of seed {seed}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(40)]
    public void Rows_at_right_angles_cost_exactly_what_Novikoff_allows(int inputs)
    {
        double[][] rows = [.. Enumerable.Range(0, inputs).Select(row => Draw.OneHot(inputs, row))];
        int[] labels = [.. rows.Select((_, row) => row % 2)];
        double[] separator = [.. labels.Select(label => ((2 * label) - 1) / Math.Sqrt(inputs))];

        Bound(rows, labels, separator).Should().Be(inputs);
        Mistakes(rows, labels, hasBias: false).Should().Be(inputs);
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.05)]
    [InlineData(0.01)]
    public void Rows_close_to_the_line_and_far_along_it_cost_many_mistakes(double margin)
    {
        // Along the line the two pull apart in the golden ratio, which no few steps balance.
        double[][] rows = [[1, margin], [(Math.Sqrt(5) - 1) / 2, -margin]];

        int mistakes = Mistakes(rows, [1, 0], hasBias: false);

        mistakes.Should().BeLessThanOrEqualTo(Bound(rows, [1, 0], [0, 1])).And.BeGreaterThan((int)(0.75 / margin));
    }

    /// <summary>Rows no nearer than the margin to a plane through the origin, and the unit normal of the plane.</summary>
    private static (double[][] Rows, int[] Labels, double[] Separator) Separable(int inputs, double margin, int seed)
    {
        var random = new Random(seed);
        double[] separator = random.Values(inputs, -1, 1);
        double length = Math.Sqrt(Product(separator, separator));
        separator = [.. separator.Select(value => value / length)];
        var rows = new List<double[]>();
        while (rows.Count < Rows)
        {
            double[] row = random.Values(inputs, -1, 1);
            if (Math.Abs(Product(row, separator)) >= margin)
            {
                rows.Add(row);
            }
        }

        return ([.. rows], [.. rows.Select(row => Product(row, separator) > 0 ? 1 : 0)], separator);
    }

    /// <summary>Returns the number of mistakes before a pass without a mistake. A logit of 0 is a mistake.</summary>
    private static int Mistakes(double[][] rows, int[] labels, bool hasBias)
    {
        PerceptronBuilder<T> description =
            Perceptron.WithInputs<T>(rows[0].Length).WithLoss(Loss.Perceptron).WithLearningRate(1);
        Perceptron<T> network = (hasBias ? description : description.WithoutBias()).Build();
        int mistakes = 0;
        for (int pass = 0; pass < MostPasses; pass++)
        {
            int before = mistakes;
            foreach ((double[] row, int label) in rows.Zip(labels))
            {
                T[] input = Numbers.Of<T>(row);
                T logit = network.Logit(input);
                string weights = SmallData.Bits(network);
                T prediction = network.Learn(input, label);

                bool isMistake = (label == 1 ? logit : -logit) <= T.Zero;
                (SmallData.Bits(network) != weights).Should().Be(isMistake, "the perceptron learns only from mistakes");
                (logit == T.Zero || (prediction == T.CreateTruncating(label)) != isMistake).Should().BeTrue();
                mistakes += isMistake ? 1 : 0;
            }

            if (mistakes == before)
            {
                return mistakes;
            }
        }

        throw new InvalidOperationException($"{MostPasses} passes, and still mistakes.");
    }

    /// <summary>(R / g)^2, rounded down, with the margin g of the separator.</summary>
    private static int Bound(double[][] rows, int[] labels, double[] separator)
    {
        double margin = rows.Zip(labels, (row, label) => ((2 * label) - 1) * Product(row, separator)).Min();
        return (int)((rows.Max(row => Product(row, row)) / (margin * margin)) + 1e-9);
    }

    private static double Product(double[] left, double[] right) => left.Zip(right, (one, other) => one * other).Sum();
}

public sealed class MistakeBoundTestsInDouble : MistakeBoundTests<double>;

public sealed class MistakeBoundTestsInFloat : MistakeBoundTests<float>;

public static class MarginCases
{
    /// <summary>Inputs, and the least distance of a row from the line.</summary>
    public static TheoryData<int, double> Shapes { get; } = new()
    {
        { 2, 0.3 },
        { 2, 0.02 },
        { 5, 0.1 },
        { 20, 0.3 },
        { 20, 0.05 },
    };
}
