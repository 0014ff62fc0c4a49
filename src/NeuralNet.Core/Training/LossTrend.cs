namespace NeuralNet.Core.Training;

/// <summary>
/// The trend of the losses at the end of a training. Changes are shares of the loss of the best constant prediction, if that is known,
/// so they mean the same in any unit of the targets. If that loss is 0, losses say nothing: the loss of the perceptron, for example,
/// grows with its weights, no matter what they have learned.
/// </summary>
internal static class LossTrend
{
    /// <summary>The trend is that of the last 1 / Window of the epochs.</summary>
    private const int Window = 5;

    /// <summary>The gain that a tenth more epochs must promise, at the last pace, as a share of the loss of a constant.</summary>
    private const double NoticeableGain = 0.01;

    /// <summary>The same if that loss is not known: a share of the fall so far. The first share is then one of the loss itself.</summary>
    private const double NoticeableShareOfFall = 0.005;

    /// <summary>A rise below this share of the loss of a constant may be chance.</summary>
    private const double NoticeableRise = 0.05;

    /// <summary>Returns the mean change per epoch over the last fifth of the epochs: below 0 for a fall, 0 for one epoch or none.</summary>
    public static double PerEpoch(IReadOnlyList<double> losses) =>
        losses.Count < 2 ? 0 : (losses[^1] - losses[^(Length(losses) + 1)]) / Length(losses);

    /// <summary>
    /// Checks whether a tenth more epochs would still gain noticeably: a hundredth of the loss of the constant. A loss that goes up and
    /// down by more than twice its fall, in sum, no longer falls.
    /// </summary>
    public static bool IsFalling(IReadOnlyList<double> losses, double? constant)
    {
        double perEpoch = PerEpoch(losses);
        double gain = -perEpoch * losses.Count / 10;
        return constant is not 0 && perEpoch < 0 && -perEpoch * Length(losses) >= Way(losses, Length(losses)) / 2
            && (constant is { } scale
                ? gain >= NoticeableGain * scale
                : gain >= NoticeableShareOfFall * (losses[0] - losses[^1]) && gain >= NoticeableGain * Math.Abs(losses[^1]));
    }

    /// <summary>Checks whether the loss fell in almost all epochs: it only needs more of them.</summary>
    public static bool HasFallenThroughout(IReadOnlyList<double> losses) =>
        losses.Count > 1 && losses[0] - losses[^1] >= 0.75 * Way(losses, losses.Count - 1);

    /// <summary>Checks whether a loss is above the first by a tenth, and noticeably.</summary>
    public static bool HasRisen(double first, double loss, double? constant) =>
        loss - first > 0.1 * Math.Abs(first) && IsNoticeable(loss - first, constant);

    /// <summary>Checks whether a loss is above the lowest by half of that, by a fiftieth of the gain until then, and noticeably.</summary>
    public static bool HasRisenAgain(double first, double least, double loss, double? constant) =>
        loss - least > 0.5 * Math.Abs(least) && loss - least > 0.02 * (first - least) && IsNoticeable(loss - least, constant);

    private static bool IsNoticeable(double rise, double? constant) => constant is not 0 && !(rise <= NoticeableRise * constant);

    private static int Length(IReadOnlyList<double> losses) => Math.Max(1, losses.Count / Window);

    private static double Way(IReadOnlyList<double> losses, int length)
    {
        double way = 0;
        for (int epoch = losses.Count - length; epoch < losses.Count; epoch++)
        {
            way += Math.Abs(losses[epoch] - losses[epoch - 1]);
        }

        return way;
    }
}
