namespace NeuralNet.Core.Evaluation;

/// <summary>
/// The scores of rows of class 0 or 1 in ascending order, with their labels and weights. Weights are above 0, or empty if every row
/// counts once.
/// </summary>
internal sealed class RankedScores
{
    private readonly double[] _scores;
    private readonly int[] _labels;
    private readonly double[] _weights;

    /// <summary>Keeps and sorts the arrays. Empty weights: every row counts once.</summary>
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

    /// <summary>Joins the scores of all parts.</summary>
    public static RankedScores Merge(IReadOnlyList<RankedScores> parts)
    {
        bool areWeighted = parts.Any(part => part._weights.Length > 0);
        return new RankedScores(
            [.. parts.SelectMany(part => part._scores)],
            [.. parts.SelectMany(part => part._labels)],
            areWeighted ? [.. parts.SelectMany(part => Enumerable.Range(0, part.Rows).Select(part.Weight))] : []);
    }

    /// <summary>Groups the rows by score, from the largest score down.</summary>
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
    /// Returns a point for every threshold that changes a decision, from above the largest score to below the smallest: midway between
    /// two neighboring scores, or the lower score if no number lies between, and the passed values at the ends.
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
