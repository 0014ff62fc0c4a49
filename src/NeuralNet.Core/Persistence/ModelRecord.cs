using System.Numerics;
using static System.FormattableString;

namespace NeuralNet.Core.Persistence;

/// <summary>The parts of a network other than its numbers that prediction needs.</summary>
internal sealed class ModelRecord
{
    public required int Inputs { get; init; }

    public required int Outputs { get; init; }

    /// <summary>The name of the output activation.</summary>
    public required string Link { get; init; }

    /// <summary>Whether the activation is a user's own, which the caller must pass to load the file.</summary>
    public bool HasCustomLink { get; init; }

    public required int Classes { get; init; }

    public required double Threshold { get; init; }

    /// <summary>The targets of each output for rows without and with its label; null if outputs do not decide separately.</summary>
    public double[]? LabelTargets { get; init; }

    /// <summary>Returns the checked <see cref="LabelTargets"/>.</summary>
    /// <exception cref="ModelFormatException">They are not two finite numbers in ascending order.</exception>
    public Interval? CheckedLabelTargets() => LabelTargets switch
    {
        null => null,
        [var low, var high] when double.IsFinite(low) && double.IsFinite(high) && low < high => new Interval(low, high),
        _ => throw new ModelFormatException("The targets of labels in the file are not two finite numbers in ascending order."),
    };

    public string[]? FeatureNames { get; init; }

    public string[]? ClassNames { get; init; }

    /// <summary>Whether mean and scale of the inputs are not yet known, so that the network can't predict.</summary>
    public bool AwaitsStandardization { get; init; }

    /// <summary>Whether the network was trained with offsets; null for no.</summary>
    public bool? HasOffsets { get; init; }

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
