using NeuralNet.Core.Foundation;

namespace NeuralNet.Core.Training;

/// <summary>Follows the objective on the validation rows. A plain value: a copy is a snapshot.</summary>
internal record struct EarlyStopping()
{
    /// <summary>The lowest objective so far.</summary>
    public double Least { get; set; } = double.PositiveInfinity;

    /// <summary>The number of epochs since the last gain that counts.</summary>
    public int WithoutGain { get; set; } = 0;

    /// <summary>The epoch of this training with the lowest objective so far, from 1; 0 before the first.</summary>
    public int BestEpoch { get; set; } = 0;

    /// <summary>Checks whether the patience is used up.</summary>
    public readonly bool IsOver(TrainingOptions options) => WithoutGain >= options.Patience;

    /// <summary>Records the objective of an epoch. Returns true if it is the best so far.</summary>
    public bool IsBest(int epoch, double objective, TrainingOptions options)
    {
        WithoutGain = Least - objective > options.MinimumImprovement ? 0 : Counter.Next(WithoutGain);
        if (!(objective < Least))
        {
            return false;
        }

        Least = objective;
        BestEpoch = epoch;
        return true;
    }
}
