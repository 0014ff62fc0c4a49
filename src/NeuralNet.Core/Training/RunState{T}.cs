using System.Numerics;

namespace NeuralNet.Core.Training;

/// <summary>
/// The state that a resumed training needs besides the state of the trainer. Without validation it has no snapshots: the training
/// continues with the current weights.
/// </summary>
internal sealed class RunState<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The number of epochs completed since the start of the training, in all its parts.</summary>
    public int Epochs { get; set; }

    public EarlyStopping EarlyStopping { get; set; } = new();

    public Convergence Plateau { get; set; } = new();

    /// <summary>The state of the training when the best weights replaced its own; null if they did not.</summary>
    public TrainerSnapshot<T>? Live { get; set; }

    /// <summary>The best weights on the validation rows, with the state of the optimizer at that time; null without validation.</summary>
    public TrainerSnapshot<T>? Best { get; set; }

    /// <summary>Returns a copy that shares the snapshots.</summary>
    public RunState<T> Copy() => (RunState<T>)MemberwiseClone();
}
