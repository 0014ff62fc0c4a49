using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Optimizers;

/// <content>The search along a direction for the next point, which becomes the trial.</content>
internal sealed partial class Lbfgs<T>
{
    private SearchResult Search<TObjective>(ref TObjective objective, scoped ReadOnlySpan<T> point, double slope, bool isSteepest)
        where TObjective : IObjective<T>, allows ref struct
    {
        if (!(slope < 0 && double.IsFinite(slope)))
        {
            return SearchResult.Failed;
        }

        // A gradient has the wrong scale for a step. A length of 1 along it is the first guess here, as in SciPy. With orthants
        // the step of the metric is nearer, and right for a squared error in any unit.
        return HasKinks || _box is not null
            ? SearchOrthant(ref objective, point, firstStep: 1, isSteepest)
            : SearchLine(ref objective, point, slope, isSteepest ? Math.Min(1, 1 / Math.Sqrt(-slope)) : 1);
    }

    private SearchResult SearchLine<TObjective>(
        ref TObjective objective, scoped ReadOnlySpan<T> point, double slope, double firstStep)
        where TObjective : IObjective<T>, allows ref struct
    {
        var search = new WolfeSearch(Value, slope, firstStep, _noise);
        double step;
        SearchResult result;
        do
        {
            step = search.Step;
            result = Try(ref objective, point, step);
            if (result == SearchResult.Searching)
            {
                result = search.Take(_trialValue, InDouble.Dot<T>(_trialGradient, _direction));
            }
        }
        while (result == SearchResult.Searching);

        if (result != SearchResult.Failed || search.LowerStep == 0)
        {
            return result;
        }

        // A decrease without the curvature condition, as at a kink, is still a decrease.
        return step == search.LowerStep || Try(ref objective, point, search.LowerStep) == SearchResult.Searching
            ? SearchResult.FoundLower
            : SearchResult.Cancelled;
    }

    private SearchResult SearchOrthant<TObjective>(ref TObjective objective, scoped ReadOnlySpan<T> point, double firstStep, bool grows)
        where TObjective : IObjective<T>, allows ref struct
    {
        var search = new OrthantSearch(Value, firstStep, _noise, grows);
        SearchResult result;
        do
        {
            result = Try(ref objective, point, search.Step);
            if (result == SearchResult.Searching)
            {
                result = search.Take(_trialValue, SlopeTowardsTrial(point, _gradient), SlopeTowardsTrial(point, _trialGradient));
            }
        }
        while (result == SearchResult.Searching);
        return result;
    }

    /// <summary>
    /// Evaluates the objective a step along the direction, as the trial. A step that leads to numbers that are not finite has the
    /// value NaN. A step that is lost in the rounding of the point needs no evaluation.
    /// </summary>
    private SearchResult Try<TObjective>(ref TObjective objective, scoped ReadOnlySpan<T> point, double step)
        where TObjective : IObjective<T>, allows ref struct
    {
        point.CopyTo(_trial);
        ScaledRows.Add<T>(_direction, _direction.Length, [T.CreateTruncating(step)], _trial);
        Orthant.Confine(point, _trial, _penalties);
        _box?.Confine(_trial, _metric);
        if (point.SequenceEqual(_trial))
        {
            _gradient.CopyTo(_trialGradient, 0);
            _trialValue = Value;
            return SearchResult.Searching;
        }

        _trialValue = double.NaN;
        if (!Finite.All<T>(_trial))
        {
            return SearchResult.Searching;
        }

        if (!objective.Evaluate(_trial, _trialGradient, out double smooth))
        {
            return SearchResult.Cancelled;
        }

        _trialValue = Whole(smooth, _trial);
        return SearchResult.Searching;
    }

    private double SlopeTowardsTrial(ReadOnlySpan<T> point, ReadOnlySpan<T> gradient) =>
        Orthant.Slope(point, _trial, gradient, _penalties);
}
