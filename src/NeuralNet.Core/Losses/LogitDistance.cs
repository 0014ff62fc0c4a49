namespace NeuralNet.Core.Losses;

/// <summary>The distances t = sign * z + offset of a logit z of which a loss is a sum of functions, its terms.</summary>
/// <param name="form">What is measured.</param>
/// <param name="epsilon">The size of errors that cost nothing.</param>
internal readonly struct LogitDistance(DistanceForm form, double epsilon = 0)
{
    public DistanceForm Form => form;

    /// <summary>The number of terms.</summary>
    public int Terms => form == DistanceForm.ErrorBeyondEpsilon ? 2 : 1;

    /// <summary>Returns the sign of the logit in a term.</summary>
    public double Sign(int term, double target) => form == DistanceForm.Shortfall ? 1 - (2 * target) : 1 - (2 * term);

    /// <summary>Returns the distance of a logit in a term.</summary>
    public double Of(int term, double logit, double target) =>
        form == DistanceForm.Shortfall ? 1 + ((1 - (2 * target)) * logit) : ((1 - (2 * term)) * (logit - target)) - epsilon;
}
