namespace NeuralNet.Core.Training;

/// <summary>How far a training is from its optimum.</summary>
/// <param name="Gradient">The gradient, as a number without a unit.</param>
/// <param name="Tolerance">The gradient at or below which the optimum is reached.</param>
/// <param name="Gain">By how much the next step lowers the objective if the curvature is as expected; NaN if that is not known.</param>
internal readonly record struct Optimality(double Gradient, double Tolerance, double Gain)
{
    /// <summary>Whether <see cref="Gradient"/> is instead the distance from a lower bound of the objective, as a share of it; NaN if there is no bound yet.</summary>
    public bool IsOfBound { get; init; }

    /// <summary>Whether the training has ended because it came nearer too slowly.</summary>
    public bool IsSlow { get; init; }
}
