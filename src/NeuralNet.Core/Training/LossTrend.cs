namespace NeuralNet.Core.Training;

/// <summary>
/// Where the losses of the epochs were going at the end. Changes are measured in shares of the loss of the best constant prediction,
/// where that is known, and so mean the same in any unit of the targets. Where that is 0, as of the perceptron's, whose loss grows
/// with its weights whatever they have learned, losses tell nothing.
/// </summary>
internal static class LossTrend
{
    /// <summary>Of the last epochs this share is looked at.</summary>
    private const int Window = 5;

    /// <summary>What a tenth more epochs would have to gain at the pace of the end, in shares of the loss of a constant.</summary>
    private const double NoticeableGain = 0.01;

    /// <summary>The same where that loss is not known: a share of the fall so far, and of the loss itself.</summary>
    private const double NoticeableShareOfFall = 0.005;

    /// <summary>A rise below this share of the loss of a constant may be chance.</summary>
    private const double NoticeableRise = 0.05;

    /// <summary>The mean change an epoch over the last fifth of the epochs, below 0 where the loss fell; 0 for fewer than two epochs.</summary>
    public static double PerEpoch(IReadOnlyList<double> losses) =>
        losses.Count < 2 ? 0 : (losses[^1] - losses[^(Length(losses) + 1)]) / Length(losses);

    /// <summary>
    /// Whether a tenth more epochs would still gain noticeably: a hundredth of the loss of the constant. A loss that goes up and down,
    /// over a longer way than twice its fall, has come to rest.
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

    /// <summary>Whether the loss fell all the way, but for a few steps: what is missing is time.</summary>
    public static bool HasFallenThroughout(IReadOnlyList<double> losses) =>
        losses.Count > 1 && losses[0] - losses[^1] >= 0.75 * Way(losses, losses.Count - 1);

    /// <summary>Whether a loss is above the first by a tenth, and noticeably.</summary>
    public static bool HasRisen(double first, double loss, double? constant) =>
        loss - first > 0.1 * Math.Abs(first) && IsNoticeable(loss - first, constant);

    /// <summary>Whether the least loss lies that far below the last: half of itself, and a fiftieth of what was gained until then.</summary>
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
