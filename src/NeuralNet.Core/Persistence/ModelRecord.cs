using System.Numerics;
using static System.FormattableString;

namespace NeuralNet.Core.Persistence;

/// <summary>What a file says of a network besides its numbers, so that it can predict.</summary>
internal sealed record ModelRecord
{
    public required int Inputs { get; init; }

    public required int Outputs { get; init; }

    /// <summary>The name of the activation that predictions pass through.</summary>
    public required string Link { get; init; }

    /// <summary>Whether the activation is a user's own, and has to be handed over.</summary>
    public bool HasCustomLink { get; init; }

    public required int Classes { get; init; }

    public required double Threshold { get; init; }

    /// <summary>The targets of each output without and with its label; null where outputs do not decide by themselves.</summary>
    public double[]? LabelTargets { get; init; }

    /// <summary>The same once checked.</summary>
    /// <exception cref="ModelFormatException">They are not two finite numbers in order.</exception>
    public Interval? CheckedLabelTargets() => LabelTargets switch
    {
        null => null,
        [var low, var high] when double.IsFinite(low) && double.IsFinite(high) && low < high => new Interval(low, high),
        _ => throw new ModelFormatException("The targets of labels in the file are not two finite numbers of which the first is the lower."),
    };

    public string[]? FeatureNames { get; init; }

    public string[]? ClassNames { get; init; }

    /// <summary>Whether mean and scale of the inputs are still to be learned, so that nothing can be predicted yet.</summary>
    public bool AwaitsStandardization { get; init; }

    /// <summary>The threshold in the precision of the network.</summary>
    /// <exception cref="ModelFormatException">It is not finite, or the network does not tell two classes apart by one output.</exception>
    public T CheckedThreshold<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T threshold = T.CreateTruncating(Threshold);
        return T.IsFinite(threshold) && (threshold == T.Zero || (Outputs == 1 && Classes == 2))
            ? threshold
            : throw new ModelFormatException(Invariant(
                $"The file has the threshold {Threshold}, which does not fit its {Outputs} output(s) and {Classes} classes."));
    }
}
