namespace NeuralNet.Core.Training;

/// <summary>
/// How far a step takes the logits of rows: towards infinite ones, where their losses are least, and away from them or from finite ones,
/// each the most of any row.
/// </summary>
/// <remarks>
/// A step that takes some logits forward and no logit back is a direction in which the loss falls without end, so that there is no
/// finite optimum (A. Albert and J. A. Anderson, On the existence of maximum likelihood estimates in logistic regression models, 1984).
/// </remarks>
internal readonly record struct Recession(double Forward, double Back)
{
    /// <summary>
    /// Near an optimum a step of Newton moves no logit to speak of. Along a tail e^-z it moves z by 1 however far out, and one that
    /// estimates the curvature by its last step by ln 2.
    /// </summary>
    private const double LeastForward = 0.1;

    /// <summary>The share that may be noise where the gradient is 0 already: other logits settle meanwhile.</summary>
    private const double Noise = 0.05;

    /// <summary>
    /// Whether the loss falls without end, wherever the step begins. A row far out moves with any step, more than all others together:
    /// what is not rounding beside its way may be a way back.
    /// </summary>
    /// <param name="rounding">The share of the way forward that is rounding.</param>
    public bool IsSure(double rounding) => Forward >= LeastForward && Back <= rounding * Forward;

    /// <summary>The same where the step begins at a gradient of 0: with a finite optimum, it would be there.</summary>
    public bool IsNearlySure => Forward >= LeastForward && Back <= Noise * Forward;

    public Recession With(double forward) => new(Math.Max(Forward, forward), Math.Max(Back, -forward));

    public Recession WithBack(double distance) => this with { Back = Math.Max(Back, Math.Abs(distance)) };
}
