namespace NeuralNet.Core.Tests.Support;

/// <summary>Seeded random numbers for tests.</summary>
internal static class Draw
{
    public static double Between(this Random random, double low, double high) => low + ((high - low) * random.NextDouble());

    public static double[] Values(this Random random, int count, double low, double high)
    {
        var values = new double[count];
        for (int index = 0; index < count; index++)
        {
            values[index] = random.Between(low, high);
        }

        return values;
    }

    /// <summary>Probabilities of classes, which sum to 1.</summary>
    public static double[] Distribution(this Random random, int classes)
    {
        double[] values = random.Values(classes, 0, 1);
        double sum = values.Sum();
        return [.. values.Select(value => value / sum)];
    }

    /// <summary>All probability on one class.</summary>
    public static double[] OneHot(int classes, int label)
    {
        var values = new double[classes];
        values[label] = 1;
        return values;
    }
}
