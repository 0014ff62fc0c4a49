using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>A cell of a <see cref="ConfusionMatrix"/> that is not 0.</summary>
public readonly struct ConfusionCell
{
    internal ConfusionCell(int actual, int predicted, double weight)
    {
        Actual = actual;
        Predicted = predicted;
        Weight = weight;
    }

    /// <summary>The true class, [0, classes).</summary>
    public int Actual { get; }

    /// <summary>The predicted class, [0, classes).</summary>
    public int Predicted { get; }

    /// <summary>The weight of the rows of this cell, (0, inf); without weights their number.</summary>
    public double Weight { get; }

    /// <summary>Returns the cell in one line.</summary>
    public override string ToString() => Invariant($"{Actual} predicted as {Predicted}: {Weight:G15}");
}
