namespace NeuralNet.Core.Evaluation;

/// <summary>
/// The scores of rows of class 0 or 1, ascending, with their labels, and with their weights, which are above 0, unless every
/// row counts once.
/// </summary>
internal sealed class RankedScores
{
    private readonly double[] _scores;
    private readonly int[] _labels;
    private readonly double[] _weights;

    /// <summary>Keeps the arrays, and sorts them. Empty weights: every row counts once.</summary>
    public RankedScores(double[] scores, int[] labels, double[] weights)
    {
        _scores = scores;
        _labels = labels;
        _weights = weights;
        if (weights.Length == 0)
        {
            Array.Sort(scores, labels);
            return;
        }

        int[] order = [.. Enumerable.Range(0, scores.Length)];
        Array.Sort(scores, order);
        _labels = Array.ConvertAll(order, row => labels[row]);
        _weights = Array.ConvertAll(order, row => weights[row]);
    }

    public int Rows => _scores.Length;

    public double Score(int row) => _scores[row];

    public int Label(int row) => _labels[row];

    public double Weight(int row) => _weights.Length == 0 ? 1 : _weights[row];

    /// <summary>The scores of all parts.</summary>
    public static RankedScores Merge(IReadOnlyList<RankedScores> parts)
    {
        bool areWeighted = parts.Any(part => part._weights.Length > 0);
        return new RankedScores(
            [.. parts.SelectMany(part => part._scores)],
            [.. parts.SelectMany(part => part._labels)],
            areWeighted ? [.. parts.SelectMany(part => Enumerable.Range(0, part.Rows).Select(part.Weight))] : []);
    }

    /// <summary>The rows with one score, from the greatest score down.</summary>
    public IEnumerable<ScoreTie> FromTheTop()
    {
        for (int end = _scores.Length; end > 0;)
        {
            int start = end;
            double positives = 0, negatives = 0;
            while (start > 0 && _scores[start - 1] == _scores[end - 1])
            {
                start--;
                double weight = Weight(start);
                positives += _labels[start] == 1 ? weight : 0;
                negatives += _labels[start] == 1 ? 0 : weight;
            }

            yield return new ScoreTie(_scores[start], end - start, positives, negatives);
            end = start;
        }
    }

    /// <summary>
    /// What every threshold that decides differently does, from above the greatest score to below the least: midway between
    /// two neighboring scores, or the lower where there is nothing between, and at the ends what was given for them.
    /// </summary>
    public IEnumerable<CurvePoint> Curve(double above, double below)
    {
        double positives = 0, negatives = 0;
        ScoreTie? last = null;
        foreach (ScoreTie tie in FromTheTop())
        {
            double middle = last is { } higher ? (tie.Score / 2) + (higher.Score / 2) : above;
            yield return new CurvePoint(
                last is null || (middle >= tie.Score && middle < last.Value.Score) ? middle : tie.Score, positives, negatives);
            positives += tie.Positives;
            negatives += tie.Negatives;
            last = tie;
        }

        yield return new CurvePoint(below, positives, negatives);
    }
}
