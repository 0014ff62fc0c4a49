using System.Numerics;

namespace NeuralNet.Core.Training;

/// <summary>
/// What a training leaves for one that resumes it, besides what the trainer itself keeps. One without validation leaves
/// no snapshots: its weights are those that go on.
/// </summary>
internal sealed class RunState<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The epochs completed since the training began, in all its parts.</summary>
    public int Epochs { get; set; }

    public EarlyStopping EarlyStopping { get; set; } = new();

    public Convergence Plateau { get; set; } = new();

    /// <summary>Where the training stood when the best weights took the place of its own.</summary>
    public TrainerSnapshot<T>? Live { get; set; }

    /// <summary>The best weights on the validation rows, with what the optimizer remembered then.</summary>
    public TrainerSnapshot<T>? Best { get; set; }

    /// <summary>The same in an object of its own, with the same snapshots.</summary>
    public RunState<T> Copy() => (RunState<T>)MemberwiseClone();
}
