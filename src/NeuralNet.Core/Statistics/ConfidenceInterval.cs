using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>A prediction of the mean target of a row, and the interval that covers the true mean at the level of its summary.</summary>
/// <param name="Estimate">The prediction.</param>
/// <param name="Lower">The lower end.</param>
/// <param name="Upper">The upper end.</param>
public readonly record struct ConfidenceInterval(double Estimate, double Lower, double Upper)
{
    /// <summary>Returns the prediction and the ends in one line.</summary>
    public override string ToString() => Invariant($"{Estimate:G6} [{Lower:G6}, {Upper:G6}]");
}
