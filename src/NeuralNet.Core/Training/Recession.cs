namespace NeuralNet.Core.Training;

/// <summary>
/// How far a step moves the logits of rows: forward to infinity, if a loss is smallest there, and back from it or away from a finite
/// optimum. Each is the largest of any row.
/// </summary>
/// <remarks>
/// If a step moves some logits forward and no logit back, the loss falls without end in its direction, and has no finite optimum
/// (A. Albert and J. A. Anderson, On the existence of maximum likelihood estimates in logistic regression models, 1984).
/// </remarks>
internal readonly record struct Recession(double Forward, double Back)
{
    /// <summary>
    /// Near an optimum a Newton step hardly moves a logit. Along a tail e^-z it moves z by 1 at any z, and a step with the curvature of
    /// the step before moves it by ln 2.
    /// </summary>
    private const double LeastForward = 0.1;

    /// <summary>The share that may be noise if the gradient is already 0: other logits still settle.</summary>
    private const double Noise = 0.05;

    /// <summary>
    /// Checks whether the loss falls without end, from any start of the step. A distant row moves with any step, more than all others
    /// together. A move back that is more than rounding, compared with it, may be real.
    /// </summary>
    /// <param name="rounding">The share of the forward move that is rounding.</param>
    public bool IsSure(double rounding) => Forward >= LeastForward && Back <= rounding * Forward;

    /// <summary>The same for a step that starts at a gradient of 0: a finite optimum would be there.</summary>
    public bool IsNearlySure => Forward >= LeastForward && Back <= Noise * Forward;

    public Recession With(double forward) => new(Math.Max(Forward, forward), Math.Max(Back, -forward));

    public Recession WithBack(double distance) => this with { Back = Math.Max(Back, Math.Abs(distance)) };
}
