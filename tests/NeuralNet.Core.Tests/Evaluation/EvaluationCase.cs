namespace NeuralNet.Core.Tests.Evaluation;

/// <summary>Random rows of few distinct scores with whole weights, 0 among them, and the same rows written out as often.</summary>
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

    /// <summary>At each output whether the row has its label.</summary>
    public double[] OwnLabels { get; }

    /// <summary>Each row as often as it counts, in a random order.</summary>
    public int[] Rows { get; }

    /// <summary>Where the rows are divided in two parts.</summary>
    public int Cut { get; }

    /// <summary>What belongs to each row, as often as it counts.</summary>
    public TValue[] Repeated<TValue>(TValue[] values)
    {
        int width = values.Length / Labels.Length;
        return [.. Rows.SelectMany(row => values[(row * width)..((row + 1) * width)])];
    }

    /// <summary>What belongs to the rows of the first or the second part.</summary>
    public TValue[] Part<TValue>(TValue[] values, int part)
    {
        int cut = Cut * (values.Length / Labels.Length);
        return part == 0 ? values[..cut] : values[cut..];
    }
}
