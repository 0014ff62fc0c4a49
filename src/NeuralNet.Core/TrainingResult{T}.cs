using System.Numerics;
using NeuralNet.Core.Training;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>What came of a training.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class TrainingResult<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly bool _isAtRest;
    private readonly int _epochsBefore;
    private readonly (double Gradient, double Tolerance)? _optimality;
    private readonly IReadOnlyList<int> _emptyClasses;
    private readonly IReadOnlyList<int> _constantInputs;

    internal TrainingResult(Perceptron<T> network, EpochReport report, TimeSpan duration)
    {
        Network = network;
        LossHistory = report.History.AsReadOnly();
        ValidationHistory = report.ValidationHistory.AsReadOnly();
        BestEpoch = report.BestEpoch;
        _epochsBefore = report.EpochsBefore;
        Duration = duration;
        StopReason = report.Reason;
        _isAtRest = report.IsAtRest;
        _optimality = report.Optimality;
        _emptyClasses = report.EmptyClasses;
        _constantInputs = report.ConstantInputs;
    }

    /// <summary>The network that was trained: the same object, for the next call.</summary>
    public Perceptron<T> Network { get; }

    /// <summary>The epochs completed in this training, [0, <see cref="TrainingOptions.Epochs"/>].</summary>
    public int Epochs => LossHistory.Count;

    /// <summary>
    /// The objective of every completed epoch <c>[epochs]</c>: the weighted mean (or the sum, by <see cref="Reduction"/>)
    /// over the rows of the loss that each had just before its own step, so that it costs no second pass, and the penalty of
    /// the weights after the epoch. Weights of rows and classes count. For L-BFGS both are of the weights after the epoch.
    /// </summary>
    public IReadOnlyList<double> LossHistory { get; }

    /// <summary>
    /// The objective on the validation rows after every completed epoch <c>[epochs]</c>, penalty included, by the weights
    /// that predict; weights of rows and classes count as in training. Empty where there are no such rows.
    /// </summary>
    public IReadOnlyList<double> ValidationHistory { get; }

    /// <summary>
    /// The epoch of this training whose weights are kept, [1, <see cref="Epochs"/>]: the one with the least objective on the
    /// validation rows, whatever ended the training. They are restored with all that the optimizer remembered then;
    /// <see cref="Perceptron{T}.CompletedEpochs"/> goes on counting the epochs that were run. Null where there are no such
    /// rows, no epoch was completed, or the objective on them was never finite.
    /// </summary>
    public int? BestEpoch { get; }

    /// <summary>The time the training took.</summary>
    public TimeSpan Duration { get; }

    /// <summary>Why the training ended.</summary>
    public StopReason StopReason { get; }

    /// <summary>
    /// Why the training ended, in a sentence, what to do where it did not go well, and what was odd about the rows: classes
    /// without one, and inputs that are constant in those that fixed mean and scale.
    /// </summary>
    public string Message => $"{Ending}{Classes}{Constants}";

    private string Ending => StopReason switch
    {
        StopReason.MaxEpochs => Invariant($"All epochs were run: {Epochs}.{Rest}{Left}{Best}{Growth}"),
        StopReason.Converged => Invariant($"Converged after epoch {_epochsBefore + Epochs}: there is no more to gain.{Best}"),
        StopReason.Cancelled => Invariant(
            $"Cancelled; complete epochs: {Epochs}.{(Best.Length > 0 ? Best : " What was learned is kept.")}{Growth}"),
        StopReason.EarlyStopped => Invariant($"Stopped early after epoch {_epochsBefore + Epochs}: the validation rows gained no more.{Best}"),
        StopReason.Separable => Invariant(
            $"Stopped after epoch {Epochs}: there is no finite optimum. Some weights tell {(Network.Classes > 0 ? "classes" : "targets")} of rows for sure, and without a penalty the loss would go on falling while they grow without end. The weights reached so far predict these rows; add a penalty, such as WithPenalty(Penalty.L2(0.01)), for those that generalise best.{Best}"),
        StopReason.Stalled => Invariant(
            $"Stalled after epoch {Epochs}: no step lowers the loss, and the gradient is not 0.{Left} {StallCure}{Best}"),
        _ => Invariant(
            $"Diverged in epoch {Epochs + 1}: a weight or the loss became infinite or NaN.{(Best.Length > 0 ? Best : " The weights before that epoch are kept.")}{Growth} {Cure}"),
    };

    private string Best => BestEpoch is { } epoch
        ? Invariant($" The weights of epoch {epoch}, the best on the validation rows, are restored.")
        : string.Empty;

    private string Rest => _isAtRest
        ? Invariant($" The learning rate, {Network.Description.LearningRate}, had come to 0 before the first of them, so no weight moved: build the network with a longer schedule.")
        : string.Empty;

    /// <summary>How far a training to the optimum still was from it.</summary>
    private string Left => _optimality is var (gradient, tolerance)
        ? Invariant($" The gradient is {gradient:G2}; the optimum needs {tolerance:G2} or less{(StopReason == StopReason.MaxEpochs ? ": allow more epochs" : string.Empty)}.")
        : string.Empty;

    private string StallCure
    {
        get
        {
            PerceptronBuilder<T> description = Network.Description;
            return !description.Loss.IsSmooth
                ? Invariant($"The loss '{description.Loss}' may have kinks, at which L-BFGS can't tell an optimum: the weights may be near it. To be sure use a smooth loss, or another optimizer.")
                : !description.IsStandardized
                ? "Inputs far from 0, or of very different size, leave too few digits: standardise them with Standardized()."
                : typeof(T) == typeof(float)
                ? "Inputs that nearly repeat one another leave too few digits: use double, or add a penalty such as WithPenalty(Penalty.L2(0.01))."
                : "Inputs that nearly repeat one another leave too few digits: leave some out, or add a penalty such as WithPenalty(Penalty.L2(0.01)).";
        }
    }

    // By a tenth at least, and of what was gained by a fiftieth: less may be chance where a training goes on near its optimum.
    private string Growth
    {
        get
        {
            if (Epochs < 2)
            {
                return string.Empty;
            }

            double first = LossHistory[0];
            double last = LossHistory[^1];
            double least = LossHistory.Min();
            string growth = last - first > 0.1 * Math.Abs(first)
                ? Invariant($" The loss rose from {first:G4} to {last:G4}.")
                : last - least > 0.5 * Math.Abs(least) && last - least > 0.02 * (first - least)
                ? Invariant($" The loss fell to {least:G4} and rose to {last:G4} again.")
                : string.Empty;
            return growth.Length == 0 || StopReason == StopReason.Diverged ? growth : $"{growth} {Cure}";
        }
    }

    private string Classes => _emptyClasses.Count == 0
        ? string.Empty
        : $" {Named("Class", "Classes", "has", "have", _emptyClasses, Network.ClassNames)} no rows.{(_emptyClasses[0] == 0 ? " Labels begin at 0: where yours begin at 1, subtract 1 from each." : string.Empty)}";

    private string Constants => _constantInputs.Count == 0
        ? string.Empty
        : $" {Named("Input", "Inputs", "is", "are", _constantInputs, Network.FeatureNames)} constant in these rows, and the scale of a constant is 1 for good: values that differ later are not standardised, and may let online learning diverge. Leave out such an input, or begin with rows in which it varies.";

    /// <summary>The subject of a sentence, which names three at most, and its verb.</summary>
    private static string Named(
        string one, string several, string has, string have, IReadOnlyList<int> numbers, IReadOnlyList<string>? names)
    {
        const int Most = 3;
        IEnumerable<string> first = numbers.Take(Most).Select(
            number => names is null ? Invariant($"{number}") : Invariant($"{number} ('{names[number]}')"));
        string all = numbers.Count > Most
            ? Invariant($"{string.Join(", ", first)} and {numbers.Count - Most} more")
            : string.Join(numbers.Count == 2 ? " and " : ", ", first);
        return numbers.Count == 1 ? $"{one} {all} {has}" : $"{several} {all} {have}";
    }

    private string Cure
    {
        get
        {
            PerceptronBuilder<T> description = Network.Description;
            string[] cures =
            [
                .. description.Optimizer.UsesLearningRate ? [Invariant($"lower the learning rate (now {description.LearningRate})")] : (string[])[],
                .. description.IsStandardized ? (string[])[] : ["standardise the inputs with Standardized()"],
                .. description.Penalty.IsNone ? (string[])[] : [$"weaken the penalty (now {description.Penalty})"],
            ];
            string cure = cures.Length == 0 ? "rescale the targets, or use another optimizer" : string.Join(", or ", cures);
            return $"{char.ToUpperInvariant(cure[0])}{cure[1..]}.";
        }
    }

    /// <summary>The message.</summary>
    public override string ToString() => Message;
}
