namespace NeuralNet.Core.Optimizers;

/// <summary>
/// Finds a step that lowers an objective with an L1 penalty enough, by shortening the first one (G. Andrew and J. Gao,
/// Scalable Training of L1-Regularized Log-Linear Models, 2007). Decrease and slopes are those along the step that was made,
/// which differs from the direction if an orthant cut it off. A first step of unknown length grows first, as in
/// <see cref="WolfeSearch"/>, while the slope stays nearly the same.
/// </summary>
internal struct OrthantSearch(double value, double firstStep, double rounding, bool grows)
{
    private const double LeastShrinking = 0.5;
    private const double MostShrinking = 0.1;

    private double _growth = grows ? WolfeSearch.MostGrowth : 1;
    private int _evaluations;

    /// <summary>The step to evaluate.</summary>
    public double Step { get; private set; } = firstStep;

    /// <summary>Takes the objective at <see cref="Step"/>, and its derivatives along the step made, at both ends.</summary>
    public SearchResult Take(double valueAtStep, double slopeAtStart, double slopeAtStep)
    {
        _evaluations++;
        bool isFinite = double.IsFinite(valueAtStep) && double.IsFinite(slopeAtStep);
        double change = valueAtStep - value;
        if (isFinite && slopeAtStart < 0 && IsLow(change, slopeAtStart, slopeAtStep))
        {
            bool isLongEnough = slopeAtStep >= WolfeSearch.Curvature * slopeAtStart || _growth == 1 || _evaluations == WolfeSearch.MaxEvaluations;
            Step *= isLongEnough ? 1 : _growth;
            _growth *= isLongEnough ? 1 : WolfeSearch.MostGrowth;
            return isLongEnough ? SearchResult.Found : SearchResult.Searching;
        }

        _growth = 1;
        double share = isFinite ? Minimum(change, slopeAtStart, slopeAtStep) : MostShrinking;
        Step *= share > MostShrinking ? Math.Min(share, LeastShrinking) : MostShrinking;
        return slopeAtStart == 0 || _evaluations == WolfeSearch.MaxEvaluations ? SearchResult.Failed : SearchResult.Searching;
    }

    private readonly bool IsLow(double change, double slopeAtStart, double slopeAtStep) =>
        change <= WolfeSearch.SufficientDecrease * slopeAtStart ||
        (Math.Abs(change) <= rounding && slopeAtStep <= ((2 * WolfeSearch.SufficientDecrease) - 1) * slopeAtStart);

    /// <summary>The minimum of the parabola through the known values, as a share of the step.</summary>
    private readonly double Minimum(double change, double slopeAtStart, double slopeAtStep) =>
        Math.Abs(change) <= rounding
            ? slopeAtStart / (slopeAtStart - slopeAtStep)
            : -slopeAtStart / (2 * (change - slopeAtStart));
}
