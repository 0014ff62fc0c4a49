using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>
/// A weight or bias of a regression with its uncertainty, on the scale of the raw inputs: a row of a
/// <see cref="RegressionSummary{T}"/>.
/// </summary>
public sealed class Coefficient
{
    internal Coefficient()
    {
    }

    /// <summary>The name of the input, or <c>input 0</c> of the first without a name; <c>bias</c> for the bias.</summary>
    public string Name { get; internal init; } = string.Empty;

    /// <summary>The column of the input, [0, inputs); null for the bias.</summary>
    public int? Input { get; internal init; }

    /// <summary>
    /// The class of a softmax network, [1, classes), whose weight the estimate compares with that of class 0; null for a network with one
    /// output.
    /// </summary>
    public int? Class { get; internal init; }

    /// <summary>The weight or bias: of a weight the change of the logit for one unit more of the input.</summary>
    public double Estimate { get; internal init; }

    /// <summary>The standard error of the estimate, (0, inf).</summary>
    public double StandardError { get; internal init; }

    /// <summary>
    /// <see cref="Estimate"/> / <see cref="StandardError"/>: the t value of least squares, the z value of other losses.
    /// </summary>
    public double Statistic => Estimate / StandardError;

    /// <summary>
    /// The probability, [0, 1], of a statistic at least as far from 0 if the true weight is 0, from Student's t distribution for least
    /// squares and from the normal distribution for other losses.
    /// </summary>
    public double PValue { get; internal init; }

    /// <summary>The lower end of the confidence interval.</summary>
    public double Lower { get; internal init; }

    /// <summary>The upper end of the confidence interval.</summary>
    public double Upper { get; internal init; }

    /// <summary>Returns name, estimate, standard error and p value in one line.</summary>
    public override string ToString() => Invariant($"{Name}: {Estimate:G6} +- {StandardError:G4}, p {PValue:G3}");
}
