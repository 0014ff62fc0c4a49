namespace NeuralNet.Core.Training;

/// <summary>Follows the objective on the validation rows.</summary>
internal struct EarlyStopping(TrainingOptions options)
{
    private double _least = double.PositiveInfinity;
    private int _withoutGain;

    /// <summary>The epoch of this training with the least objective so far, from 1; 0 before the first.</summary>
    public int BestEpoch { get; private set; }

    /// <summary>Whether there were as many epochs without gain as the patience allows.</summary>
    public readonly bool IsOver => _withoutGain >= options.Patience;

    /// <summary>Takes the objective of an epoch; true when it is the best so far.</summary>
    public bool IsBest(int epoch, double objective)
    {
        _withoutGain = _least - objective > options.MinimumGain ? 0 : _withoutGain + 1;
        if (!(objective < _least))
        {
            return false;
        }

        _least = objective;
        BestEpoch = epoch;
        return true;
    }
}
