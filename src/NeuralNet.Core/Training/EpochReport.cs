namespace NeuralNet.Core.Training;

/// <summary>The outcome of the epochs of a training.</summary>
internal sealed class EpochReport(int capacity, bool validates)
{
    public List<double> History { get; } = new(capacity);

    public List<double> ValidationHistory { get; } = new(validates ? capacity : 0);

    public int? BestEpoch { get; set; }

    /// <summary>The number of epochs before this part of a resumed training.</summary>
    public int EpochsBefore { get; set; }

    /// <summary>Whether the learning rate was 0 from the first step on.</summary>
    public bool IsAtRest { get; set; }

    /// <summary>The distance from the optimum at the end; null if the optimizer does not know it.</summary>
    public Optimality? Optimality { get; set; }

    public StopReason Reason { get; set; }

    /// <summary>The gain at or below which an epoch does not count as progress; null if no tolerance was set.</summary>
    public double? Tolerance { get; set; }

    /// <summary>Whether the training ended because epochs gained no more than the tolerance.</summary>
    public bool IsStandstill { get; set; }

    /// <summary>Whether at least one step was taken.</summary>
    public bool HasMoved { get; set; }

    /// <summary>The sentence about the optimizer that this training chose; null if it did not.</summary>
    public string? Choice { get; set; }

    /// <summary>The classes without a row.</summary>
    public IReadOnlyList<int> EmptyClasses { get; set; } = [];

    /// <summary>The inputs that this training standardized as constant.</summary>
    public IReadOnlyList<int> ConstantInputs { get; set; } = [];

    /// <summary>The inputs that repeat others, whose weights are 0.</summary>
    public IReadOnlyList<int> AliasedInputs { get; set; } = [];

    /// <summary>The weights <c>[outputs x inputs]</c> that ended at a bound, without those that are fixed.</summary>
    public IReadOnlyList<int> HeldWeights { get; set; } = [];

    /// <summary>The objective of the best constant prediction on the training rows; null if it is not known.</summary>
    public double? ConstantObjective { get; set; }

    /// <summary>
    /// The objective of a good constant prediction, mostly the best one, on the training rows without their offsets; null without offsets, and
    /// if it is not known.
    /// </summary>
    public double? ConstantWithoutOffsets { get; set; }

    /// <summary>The largest magnitude of an offset; 0 without offsets.</summary>
    public double OffsetReach { get; set; }

    /// <summary>The number of epochs of the network before this training, over all calls of Fit.</summary>
    public long EpochsOfNetworkBefore { get; set; }
}
