using NeuralNet.Core.Foundation;

namespace NeuralNet.Core.Training;

/// <summary>
/// Counts the epochs in which the loss gained no more than the tolerance. A plain value: a copy is a snapshot.
/// </summary>
internal record struct Convergence()
{
    /// <summary>The loss of the first epoch; null before.</summary>
    public double? First { get; set; } = null;

    /// <summary>The least loss so far.</summary>
    public double Least { get; set; } = double.PositiveInfinity;

    /// <summary>The number of epochs since the last gain that counts.</summary>
    public int WithoutGain { get; set; } = 0;

    /// <summary>The loss of the last epoch; null before the first.</summary>
    public double? Last { get; set; } = null;

    /// <summary>Records the loss of an epoch.</summary>
    public void Observe(double loss, TrainingOptions options)
    {
        Last = loss;
        if (options.Tolerance is not double tolerance)
        {
            return;
        }

        First ??= loss;
        WithoutGain = Least - loss > tolerance ? 0 : Counter.Next(WithoutGain);
        Least = Math.Min(Least, loss);
    }

    /// <summary>
    /// Checks whether the patience is used up. A loss above that of the first epoch grows, and has not converged.
    /// </summary>
    public readonly bool IsOver(TrainingOptions options) =>
        options.Tolerance is not null && WithoutGain >= options.Patience && Last <= First;
}
