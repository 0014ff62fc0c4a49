using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>A cell of a <see cref="ConfusionMatrix"/> that is not 0.</summary>
/// <param name="Actual">The true class, [0, classes).</param>
/// <param name="Predicted">The predicted class, [0, classes).</param>
/// <param name="Weight">The weight of its rows, (0, inf); without weights their number.</param>
public readonly record struct ConfusionCell(int Actual, int Predicted, double Weight)
{
    /// <summary>The cell in a line.</summary>
    public override string ToString() => Invariant($"{Actual} predicted as {Predicted}: {Weight:G15}");
}
