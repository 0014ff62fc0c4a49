namespace NeuralNet.Core.PeerBenchmarks.Data;

/// <summary>
/// Sparse rows of two classes like hashed text: columns by Zipf's law with exponent 1.05, scattered over all; values like those of
/// tf-idf, each row of length 1; labels drawn from a network with weights at half of the columns.
/// </summary>
/// <param name="RowStarts">Where each row starts, and after the last row the number of values.</param>
/// <param name="Indices">The columns, ascending in each row.</param>
/// <param name="Values">The values.</param>
/// <param name="Labels">The label of each row.</param>
/// <param name="Columns">The number of columns.</param>
internal sealed record SparseSet(int[] RowStarts, int[] Indices, float[] Values, int[] Labels, int Columns)
{
    private const int Seed = 7;
    private const double Exponent = 1.05;
    private const double Spread = 4;

    /// <summary>The number of rows.</summary>
    public int Rows => Labels.Length;

    /// <summary>The rows, as this library takes them.</summary>
    public SparseRowMemory<float> Memory => new(RowStarts, Indices, Values);

    /// <summary>Draws rows, and other rows to judge by.</summary>
    public static (SparseSet Training, SparseSet HeldOut) Draw(int rows, int heldOut, int columns, int perRow)
    {
        var random = new Random(Seed);
        double[] shares = Zipf(columns);
        int[] places = [.. Enumerable.Range(0, columns)];
        random.Shuffle(places);
        double[] weights = new double[columns];
        for (int column = 0; column < columns; column++)
        {
            weights[column] = random.NextDouble() < 0.5 ? Normal(random) * Spread : 0;
        }

        int all = rows + heldOut;
        int[] starts = new int[all + 1];
        List<int> indices = [];
        List<float> values = [];
        double[] logits = new double[all];
        var drawn = new SortedSet<int>();
        for (int row = 0; row < all; row++)
        {
            drawn.Clear();
            int count = Math.Max(1, (int)Math.Round(perRow + (Math.Sqrt(perRow) * Normal(random))));
            while (drawn.Count < count)
            {
                drawn.Add(places[Rank(shares, random.NextDouble())]);
            }

            double[] numbers = [.. drawn.Select(_ => Math.Exp(Normal(random) / 2))];
            double length = Math.Sqrt(numbers.Sum(value => value * value));
            foreach ((int place, int column) in drawn.Index())
            {
                indices.Add(column);
                values.Add((float)(numbers[place] / length));
                logits[row] += numbers[place] / length * weights[column];
            }

            starts[row + 1] = indices.Count;
        }

        double middle = logits.Order().ElementAt(all / 2);
        int[] labels = [.. logits.Select(logit => random.NextDouble() < Reference.Sigmoid(logit - middle) ? 1 : 0)];
        int end = starts[rows];
        return (
            new(starts[..(rows + 1)], [.. indices[..end]], [.. values[..end]], labels[..rows], columns),
            new([.. starts[rows..].Select(start => start - end)], [.. indices[end..]], [.. values[end..]], labels[rows..], columns));
    }

    /// <summary>The mean log loss of the logits times the one number that makes it least.</summary>
    public double BestScaledLoss(Weights weights) => Reference.BestScaledLoss(Logits(weights), Labels);

    /// <summary>The logits of all rows, in double.</summary>
    public double[] Logits(Weights weights)
    {
        double[] logits = new double[Rows];
        for (int row = 0; row < Rows; row++)
        {
            logits[row] = weights.Bias[0];
            for (int place = RowStarts[row]; place < RowStarts[row + 1]; place++)
            {
                logits[row] += Values[place] * weights.Values[Indices[place]];
            }
        }

        return logits;
    }

    private static double[] Zipf(int columns)
    {
        double[] shares = new double[columns];
        double sum = 0;
        for (int rank = 0; rank < columns; rank++)
        {
            sum += Math.Pow(rank + 1, -Exponent);
            shares[rank] = sum;
        }

        return [.. shares.Select(share => share / sum)];
    }

    private static int Rank(double[] shares, double draw)
    {
        int found = Array.BinarySearch(shares, draw);
        return Math.Min(found < 0 ? ~found : found, shares.Length - 1);
    }

    // Box and Muller.
    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
