using NeuralNet.Core.Foundation;

namespace NeuralNet.Core.Training;

/// <summary>
/// Counts the epochs in which the loss gained no more than the tolerance: a plain value, whose copy is a snapshot.
/// </summary>
internal record struct Convergence()
{
    /// <summary>The loss of the first epoch; null before it.</summary>
    public double? First { get; set; } = null;

    /// <summary>The least loss so far.</summary>
    public double Least { get; set; } = double.PositiveInfinity;

    /// <summary>The epochs since one gained enough to count.</summary>
    public int WithoutGain { get; set; } = 0;

    /// <summary>The loss of the last epoch; null before the first.</summary>
    public double? Last { get; set; } = null;

    /// <summary>Takes the loss of an epoch.</summary>
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
    /// Whether there were as many epochs without gain as the patience allows. A loss above that of the first epoch has not
    /// converged: it grows.
    /// </summary>
    public readonly bool IsOver(TrainingOptions options) =>
        options.Tolerance is not null && WithoutGain >= options.Patience && Last <= First;
}
