namespace NeuralNet.Core.Rates;

/// <summary>
/// The state of a <see cref="ReduceOnPlateau"/> in one network: a plain value, whose copy is a snapshot. A new one has seen no
/// epoch.
/// </summary>
internal record struct ReduceOnPlateauState()
{
    /// <summary>The least loss so far among those that gained enough to count.</summary>
    public double Least { get; set; } = double.PositiveInfinity;

    /// <summary>The epochs since then, or since the rate was last lowered.</summary>
    public int EpochsWithoutGain { get; set; } = 0;

    /// <summary>The factor of the rate, [0, 1].</summary>
    public double Factor { get; set; } = 1;

    /// <summary>Takes the loss of an epoch.</summary>
    public void Observe(double loss, ReduceOnPlateau rule)
    {
        if (rule.IsGain(loss, Least))
        {
            Least = loss;
            EpochsWithoutGain = 0;
        }
        else if (EpochsWithoutGain < rule.Patience)
        {
            EpochsWithoutGain++;
        }
        else
        {
            Factor *= rule.Factor;
            EpochsWithoutGain = 0;
        }
    }
}
