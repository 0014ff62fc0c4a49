using System.Numerics;

namespace NeuralNet.Core.Training;

/// <summary>Finds trainings whose loss falls without end, as with rows that the weights separate by class.</summary>
internal sealed class SeparationCheck<T>(BatchGradient<T> gradient, OptimumTraits loss, in TrainerSettings settings)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>With every row in its class, a mean loss below this only falls further: each class has a probability of 99.9 %.</summary>
    private const double SurelySeparated = 1e-3;

    /// <summary>
    /// A gradient this small is almost 0. A check at the tolerance would be too late: in float the curvature is rounding there.
    /// </summary>
    private const double NearlyFlat = 1e-4;

    /// <summary>A move back is rounding if it is at most this share of the move forward.</summary>
    private static readonly double SurelyRounding = typeof(T) == typeof(float) ? 1e-3 : 1e-9;

    private readonly bool _isMean = settings.Reduction == Reduction.Mean;
    private readonly bool _hasClasses = loss.HasClasses;
    private readonly bool _mayGrowWithoutEnd = loss.MayBeInfinite && !settings.PenalizesAll;
    private readonly bool _penalizesSome = !settings.Penalty.IsNone;
    private readonly double[]? _factors = settings.PenaltyFactors;
    private readonly WeightBounds<T>? _bounds = gradient.Parameters.Bounds;

    /// <summary>Checks whether the gradient has just become almost 0, or the step is 16, 32, 64...: most trainings end before.</summary>
    public bool IsLookDue(double gradientBefore, double gradientNow, long steps) =>
        _mayGrowWithoutEnd && ((gradientBefore > NearlyFlat && gradientNow <= NearlyFlat) || (steps >= 16 && long.IsPow2(steps)));

    /// <summary>
    /// Checks whether all rows are in their class, at a loss so small that it only falls further. With a penalty or bounds of some weights
    /// this says nothing: these may be what tells the classes.
    /// </summary>
    public bool IsSeparated(in ExampleSource<T> source, double objective, double weight)
    {
        double mean = _isMean ? objective : objective / weight;
        if (!_hasClasses || !_mayGrowWithoutEnd || _penalizesSome || _bounds is not null || !(mean < SurelySeparated))
        {
            return false;
        }

        foreach (ref readonly ExampleSpan<T> part in source)
        {
            if (!gradient.Separates(part))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Checks whether the loss falls without end along a step of weights and biases, as with some rows separated by class and others not.
    /// Then the gradient becomes as small as any tolerance, and the weights grow without end. Checked at the end, and now and then before.
    /// </summary>
    public bool GrowsWithoutEnd(in ExampleSource<T> source, ReadOnlySpan<T> step, bool isFlat)
    {
        if (!_mayGrowWithoutEnd)
        {
            return false;
        }

        var whole = new T[gradient.Parameters.Trained.Length];
        step.CopyTo(whole);
        Hold(whole);
        var recession = default(Recession);
        foreach (ref readonly ExampleSpan<T> part in source)
        {
            recession = gradient.Recede(part, whole, recession);
        }

        return isFlat ? recession.IsNearlySure : recession.IsSure(SurelyRounding);
    }

    /// <summary>Weights with a penalty can't grow without end, nor those towards a bound, so they stay.</summary>
    private void Hold(Span<T> step)
    {
        int inputs = gradient.Parameters.Inputs;
        int weights = _factors is null ? 0 : inputs * gradient.Parameters.Outputs;
        for (int index = 0; index < weights; index++)
        {
            step[index] = _factors![index % inputs] > 0 ? T.Zero : step[index];
        }

        for (int index = 0; index < _bounds?.Low.Length; index++)
        {
            bool isEnd = T.IsFinite(step[index] < T.Zero ? _bounds.Low[index] : _bounds.High[index]);
            step[index] = isEnd ? T.Zero : step[index];
        }
    }
}
