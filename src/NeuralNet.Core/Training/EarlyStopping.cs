using NeuralNet.Core.Foundation;

namespace NeuralNet.Core.Training;

/// <summary>Follows the objective on the validation rows: a plain value, whose copy is a snapshot.</summary>
internal record struct EarlyStopping()
{
    /// <summary>The least objective so far.</summary>
    public double Least { get; set; } = double.PositiveInfinity;

    /// <summary>The epochs since one gained enough to count.</summary>
    public int WithoutGain { get; set; } = 0;

    /// <summary>The epoch of this training with the least objective so far, from 1; 0 before the first.</summary>
    public int BestEpoch { get; set; } = 0;

    /// <summary>Whether there were as many epochs without gain as the patience allows.</summary>
    public readonly bool IsOver(TrainingOptions options) => WithoutGain >= options.Patience;

    /// <summary>Takes the objective of an epoch; true when it is the best so far.</summary>
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
