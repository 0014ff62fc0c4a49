using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>
/// A weight or bias of a regression with its uncertainty, on the scale of the raw inputs: a row of a
/// <see cref="RegressionSummary{T}"/>.
/// </summary>
/// <param name="Name">The name of the input, or <c>input 0</c> of the first without a name; <c>bias</c> for the bias.</param>
/// <param name="Input">The column of the input, [0, inputs); null for the bias.</param>
/// <param name="Class">
/// The class of a softmax network, [1, classes), whose weights the estimate compares with those of class 0; null for a network with one
/// output.
/// </param>
/// <param name="Estimate">The weight or bias: the change of the logit for one unit more of the input.</param>
/// <param name="StandardError">The standard error of the estimate, (0, inf).</param>
/// <param name="Statistic">Estimate / StandardError: the t value of least squares, the z value of other losses.</param>
/// <param name="PValue">
/// The probability, [0, 1], of a statistic at least as far from 0 if the true weight is 0, from Student's t distribution for least squares
/// and the normal distribution for other losses.
/// </param>
/// <param name="Lower">The lower end of the confidence interval.</param>
/// <param name="Upper">The upper end of the confidence interval.</param>
public sealed record Coefficient(
    string Name, int? Input, int? Class, double Estimate, double StandardError, double Statistic, double PValue, double Lower, double Upper)
{
    /// <summary>Returns name, estimate, standard error and p value in one line.</summary>
    public override string ToString() => Invariant($"{Name}: {Estimate:G6} +- {StandardError:G4}, p {PValue:G3}");
}
