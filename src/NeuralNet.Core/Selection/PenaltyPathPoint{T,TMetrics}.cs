using System.Numerics;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>The result of one strength of a penalty.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <typeparam name="TMetrics"><see cref="ClassificationMetrics"/> or <see cref="RegressionMetrics"/>.</typeparam>
public sealed class PenaltyPathPoint<T, TMetrics>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TMetrics : class
{
    private readonly CrossValidation<TMetrics>? _crossValidation;

    internal PenaltyPathPoint(
        double strength, TrainingResult<T> result, double objective, CrossValidation<TMetrics>? crossValidation)
    {
        Strength = strength;
        Penalty = result.Network.Description.Penalty;
        Network = result.Network.Freeze();
        NonZeroWeights = Network.Weights.Length - Network.Weights.Count(T.Zero);
        Objective = objective;
        Epochs = result.Epochs;
        StopReason = result.StopReason;
        _crossValidation = crossValidation;
    }

    /// <summary>The strength, [0, inf).</summary>
    public double Strength { get; }

    /// <summary>The penalty of this strength.</summary>
    public Penalty Penalty { get; }

    /// <summary>The network trained on all rows with this penalty.</summary>
    public FrozenPerceptron<T> Network { get; }

    /// <summary>The number of weights that are not 0, [0, inputs * outputs].</summary>
    public int NonZeroWeights { get; }

    /// <summary>The loss on all rows plus the penalty, with the final weights.</summary>
    public double Objective { get; }

    /// <summary>The epochs completed in the training on all rows, which started from the weights of the next stronger penalty.</summary>
    public int Epochs { get; }

    /// <summary>The reason why the training on all rows ended.</summary>
    public StopReason StopReason { get; }

    /// <summary>The cross-validation of this penalty.</summary>
    /// <exception cref="InvalidOperationException">The path was trained with <see cref="Folds.None"/>.</exception>
    public CrossValidation<TMetrics> CrossValidation => _crossValidation ?? throw new InvalidOperationException(
        "This path was trained with Folds.None, so there is no cross-validation. Pass other folds, such as Folds.Random().");

    /// <summary>The number by which the path chooses.</summary>
    private string Score => _crossValidation?.Loss is { } loss
        ? Invariant($", cross-validated loss {loss.Mean:G4}, standard error {loss.StandardError:G2}")
        : string.Empty;

    /// <summary>
    /// Returns the penalty, its strengths with at most six digits, the number of weights that are not 0, the objective, and the mean over the folds of
    /// <see cref="FoldResult{TMetrics}.Loss"/>, by which <see cref="PenaltyPath{T, TMetrics}.Best"/> chooses, with its standard error.
    /// </summary>
    public override string ToString() => Invariant(
        $"{Penalty.ToShortString()}: {NonZeroWeights} of {Network.Weights.Length} weights, objective {Objective:G6} ({StopReason} after epoch {Epochs}){Score}");
}
