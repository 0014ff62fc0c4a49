namespace NeuralNet.Core.PeerBenchmarks.Data;

/// <summary>Rows from a normal distribution, with labels drawn from a network of random weights.</summary>
/// <param name="Inputs">The rows <c>[rows x inputs]</c>.</param>
/// <param name="Targets">The label of each row, as a number.</param>
/// <param name="Labels">The label of each row.</param>
/// <param name="Width">The numbers in a row.</param>
internal sealed record DataSet(float[] Inputs, float[] Targets, int[] Labels, int Width)
{
    private const int Seed = 1;

    // How far apart the classes lie: the best log loss of two classes is near 0.45.
    private const double Signal = 2;

    /// <summary>The number of rows.</summary>
    public int Rows => Labels.Length;

    /// <summary>Draws rows of two classes or, with more, of as many.</summary>
    public static DataSet Draw(int rows, int width, int classes = 2)
    {
        var random = new Random(Seed);
        int outputs = classes == 2 ? 1 : classes;
        double[] weights = new double[outputs * width];
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = Normal(random) * Signal / Math.Sqrt(width);
        }

        float[] inputs = GC.AllocateUninitializedArray<float>(rows * width, pinned: true);
        int[] labels = new int[rows];
        double[] logits = new double[outputs];
        for (int row = 0; row < rows; row++)
        {
            Span<float> input = inputs.AsSpan(row * width, width);
            for (int i = 0; i < width; i++)
            {
                input[i] = (float)Normal(random);
            }

            Reference.Logits(input, weights, default, logits);
            labels[row] = classes == 2 ? (random.NextDouble() < Reference.Sigmoid(logits[0]) ? 1 : 0) : Choose(logits, random);
        }

        return new DataSet(inputs, [.. labels.Select(label => (float)label)], labels, width);
    }

    /// <summary>One row.</summary>
    public ReadOnlySpan<float> Row(int row) => Inputs.AsSpan(row * Width, Width);

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());

    // The largest of logits with Gumbel noise has the distribution of the softmax.
    private static int Choose(double[] logits, Random random)
    {
        int best = 0;
        double highest = double.NegativeInfinity;
        for (int output = 0; output < logits.Length; output++)
        {
            double noisy = logits[output] - Math.Log(-Math.Log(1 - random.NextDouble()));
            (best, highest) = noisy > highest ? (output, noisy) : (best, highest);
        }

        return best;
    }
}
