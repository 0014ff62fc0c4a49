namespace NeuralNet.Core.Training;

/// <summary>What the epochs of a training came to.</summary>
internal sealed class EpochReport(int capacity, bool validates)
{
    public List<double> History { get; } = new(capacity);

    public List<double> ValidationHistory { get; } = new(validates ? capacity : 0);

    public int? BestEpoch { get; set; }

    /// <summary>The epochs of the parts before, where a training is resumed.</summary>
    public int EpochsBefore { get; set; }

    /// <summary>Whether the learning rate was 0 from the first step on.</summary>
    public bool IsAtRest { get; set; }

    /// <summary>How large the gradient was at the end, and how small it had to be; null where the optimizer does not know.</summary>
    public (double Gradient, double Tolerance)? Optimality { get; set; }

    public StopReason Reason { get; set; }

    /// <summary>The gain of an epoch below which the training ends; null where none was asked for.</summary>
    public double? Tolerance { get; set; }

    /// <summary>Whether a step was taken.</summary>
    public bool HasMoved { get; set; }

    /// <summary>The classes that no row has.</summary>
    public IReadOnlyList<int> EmptyClasses { get; set; } = [];

    /// <summary>The inputs whose scale was fixed by this training as that of a constant.</summary>
    public IReadOnlyList<int> ConstantInputs { get; set; } = [];

    /// <summary>The objective of the best constant prediction on the rows that were trained on; null where nobody knows it.</summary>
    public double? ConstantObjective { get; set; }

    /// <summary>The epochs of the network before this training, over all calls of Fit.</summary>
    public long EpochsOfNetworkBefore { get; set; }
}
