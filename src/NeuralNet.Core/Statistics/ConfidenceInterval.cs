using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>
/// A prediction of the mean target of a row, and the interval that covers the true mean at the <see cref="RegressionSummary{T}.Level"/> of
/// its summary.
/// </summary>
public readonly struct ConfidenceInterval
{
    internal ConfidenceInterval(double estimate, double lower, double upper)
    {
        Estimate = estimate;
        Lower = lower;
        Upper = upper;
    }

    /// <summary>The prediction.</summary>
    public double Estimate { get; }

    /// <summary>The lower end.</summary>
    public double Lower { get; }

    /// <summary>The upper end.</summary>
    public double Upper { get; }

    /// <summary>Returns the prediction and the ends in one line.</summary>
    public override string ToString() => Invariant($"{Estimate:G6} [{Lower:G6}, {Upper:G6}]");
}
