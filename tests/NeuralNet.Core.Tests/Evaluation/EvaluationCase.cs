namespace NeuralNet.Core.Tests.Evaluation;

/// <summary>
/// Random rows with few distinct scores and whole weights, including 0, and the same rows repeated as often as their weights.
/// </summary>
internal sealed class EvaluationCase
{
    public EvaluationCase(int seed, int classes, int outputs)
    {
        var random = new Random(seed);
        int rows = 6 + random.Next(40);
        Outputs = outputs;
        Labels = [.. Enumerable.Range(0, rows).Select(row => row < classes ? row : random.Next(classes))];
        Weights = [.. Enumerable.Range(0, rows).Select(row => row < classes ? 1.0 + random.Next(3) : random.Next(4))];
        Scores = [.. Enumerable.Range(0, rows * outputs).Select(_ => random.Next(-12, 13) / 4.0)];
        Targets = [.. Scores.Select(score => score + (random.Next(-8, 9) / 8.0))];
        OwnLabels = [.. Scores.Select(score => score + (random.Next(-8, 9) / 4.0) > 0 ? 1.0 : 0)];
        Rows = [.. Enumerable.Range(0, rows).SelectMany(row => Enumerable.Repeat(row, (int)Weights[row]))];
        random.Shuffle(Rows);
        Cut = random.Next(1, rows);
    }

    public int Outputs { get; }

    public int[] Labels { get; }

    public double[] Weights { get; }

    public double[] Scores { get; }

    /// <summary>Real targets near the scores.</summary>
    public double[] Targets { get; }

    /// <summary>The labels of the row, one for each output.</summary>
    public double[] OwnLabels { get; }

    /// <summary>Each row repeated by its weight, in random order.</summary>
    public int[] Rows { get; }

    /// <summary>The row at which the rows are split in two parts.</summary>
    public int Cut { get; }

    /// <summary>Returns the values of each row, repeated by its weight.</summary>
    public TValue[] Repeated<TValue>(TValue[] values)
    {
        int width = values.Length / Labels.Length;
        return [.. Rows.SelectMany(row => values[(row * width)..((row + 1) * width)])];
    }

    /// <summary>Returns the values of the rows of the first or the second part.</summary>
    public TValue[] Part<TValue>(TValue[] values, int part)
    {
        int cut = Cut * (values.Length / Labels.Length);
        return part == 0 ? values[..cut] : values[cut..];
    }
}
