using System.Numerics;
using NeuralNet.Common;
using NeuralNet.Core.Training;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>What came of a training.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class TrainingResult<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A loss so many times that of the best constant prediction is that of a network that is worse than none.</summary>
    private const double HopelessRatio = 2;

    /// <summary>A loss above this share of that of the best constant prediction is that of a network that has learned next to nothing.</summary>
    private const double IdleRatio = 0.99;

    /// <summary>Above this the loss of an optimum is more than rounding above that of the best constant prediction.</summary>
    private const double WorseRatio = 1.001;

    private readonly bool _isAtRest;
    private readonly int _epochsBefore;
    private readonly (double Gradient, double Tolerance)? _optimality;
    private readonly double? _tolerance;
    private readonly IReadOnlyList<int> _emptyClasses;
    private readonly IReadOnlyList<int> _constantInputs;
    private readonly long _epochsOfNetworkBefore;
    private readonly double? _constant;

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
        _tolerance = report.Tolerance;
        _emptyClasses = report.EmptyClasses;
        _constantInputs = report.ConstantInputs;
        _epochsOfNetworkBefore = report.EpochsOfNetworkBefore;
        _constant = report.ConstantObjective;
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
    /// Why the training ended, in a sentence, and what to do where it did not go well: where the loss rose, or was still falling as
    /// the last epoch ended, by how much an epoch, and what to change. It also names what was odd about the rows: classes without
    /// one, and inputs that are constant in those that fixed mean and scale.
    /// </summary>
    public string Message => $"{Ending}{Classes}{Constants}";

    private string Ending => StopReason switch
    {
        StopReason.MaxEpochs => Invariant($"All epochs were run: {Epochs}.{Rest}{Left}{Best}{(Trouble.Length > 0 ? Trouble : $"{Idle}{Fall}")}"),
        StopReason.Converged => Invariant($"Converged after epoch {_epochsBefore + Epochs}: {NoMore}.{Best}{(IsFailure ? Trouble : Idle)}"),
        StopReason.Cancelled => Invariant(
            $"Cancelled; complete epochs: {Epochs}.{(Best.Length > 0 ? Best : " What was learned is kept.")}{Trouble}"),
        StopReason.EarlyStopped => Invariant(
            $"Stopped early after epoch {_epochsBefore + Epochs}: the validation rows gained no more.{Best}{(IsFailure ? Trouble : Idle)}"),
        StopReason.Separable => Invariant(
            $"Stopped after epoch {Epochs}: there is no finite optimum. Some weights tell {(Network.ClassCount > 0 ? "classes" : "targets")} of rows for sure, and without a penalty the loss would go on falling while they grow without end. The weights reached so far can be used; add a penalty, such as WithPenalty(Penalty.L2(0.01)), for those that generalize best.{Best}"),
        StopReason.Stalled => Invariant(
            $"Stalled after epoch {Epochs}: no step lowers the loss, and the gradient is not 0.{Left} {StallCure}{Best}"),
        _ => Invariant(
            $"Diverged in epoch {Epochs + 1}: a weight or the loss became infinite or NaN.{(Best.Length > 0 ? Best : " The weights before that epoch are kept.")}{Trouble}"),
    };

    private bool IsFailure => StopReason == StopReason.Diverged || HasNeverLearned || HasRisen || IsHopeless;

    private bool HasNeverLearned => StopReason == StopReason.Cancelled && Epochs == 0 && _epochsOfNetworkBefore == 0;

    private bool HasRisen => Epochs > 1 && LossTrend.HasRisen(LossHistory[0], Math.Min(KeptLoss, LossHistory[^1]), _constant);

    private bool IsHopeless => Epochs > 0 && _constant > 0 && KeptLoss > HopelessRatio * _constant;

    /// <summary>The loss of the epoch whose weights are kept.</summary>
    private double KeptLoss => LossHistory[BestEpoch - _epochsBefore is int best && best > 0 && best <= Epochs ? best - 1 : Epochs - 1];

    private string Best => BestEpoch is { } epoch
        ? Invariant($" The weights of epoch {epoch}, the best on the validation rows, are restored.")
        : string.Empty;

    private string Rest => _isAtRest
        ? Invariant($" The learning rate, {Network.Description.LearningRate}, had come to 0 before the first of them, so no weight moved: build the network with a longer schedule.")
        : string.Empty;

    /// <summary>How far a training to the optimum still was from it.</summary>
    private string Left => _optimality is var (gradient, tolerance)
        ? Invariant($" The gradient is {gradient:G2}; the optimum needs {tolerance:G2} or less{(StopReason == StopReason.MaxEpochs ? ": allow more epochs" : string.Empty)}{(StopReason == StopReason.MaxEpochs && !Network.Description.Loss.IsSmooth ? ", or take a loss without kinks" : string.Empty)}.")
        : string.Empty;

    private string StallCure
    {
        get
        {
            PerceptronBuilder<T> description = Network.Description;
            return !description.Loss.IsSmooth
                ? Invariant($"The loss '{description.Loss}' may have kinks, at which L-BFGS can't tell an optimum: the weights may be near it. To be sure use a smooth loss, or another optimizer.")
                : !description.IsStandardized
                ? "Inputs far from 0, or of very different size, leave too few digits: standardize them with WithStandardization()."
                : typeof(T) == typeof(float)
                ? "Inputs that nearly repeat one another leave too few digits: use double, or add a penalty such as WithPenalty(Penalty.L2(0.01))."
                : "Inputs that nearly repeat one another leave too few digits: leave some out, or add a penalty such as WithPenalty(Penalty.L2(0.01)).";
        }
    }

    /// <summary>A tolerance tells when to end, and not how much there is to gain.</summary>
    private string NoMore => _tolerance is { } tolerance && !IsOfOptimum
        ? Invariant($"the last epochs gained no more than the tolerance, {tolerance}")
        : "there is no more to gain";

    private bool IsOfOptimum => Network.Description.Optimizer.Limits.BatchSize == TrainingOptions.FullBatch;

    /// <summary>What went wrong, with the cure.</summary>
    private string Trouble
    {
        get
        {
            if (HasNeverLearned)
            {
                return " This network never completed an epoch: call Fit again.";
            }

            string growth = Growth;
            bool isTold = StopReason == StopReason.Diverged || (Epochs > 1 && LossTrend.HasRisen(LossHistory[0], LossHistory[^1], _constant));
            string hopeless = IsHopeless && !isTold
                ? Invariant($" The loss is {KeptLoss:G4}, and that of a constant prediction {_constant:G4}: the network is worse than none.")
                : string.Empty;
            string cure = hopeless.Length > 0 && growth.Length == 0 && Fall.Length > 0 && LossTrend.HasFallenThroughout(LossHistory) ? Fall : $" {Cure}";
            string idle = growth.Length > 0 && hopeless.Length == 0 && !isTold && IsIdle
                ? Invariant($" That of a constant prediction is {_constant:G4}.")
                : string.Empty;
            return growth.Length + hopeless.Length > 0 || StopReason == StopReason.Diverged ? $"{growth}{idle}{hopeless}{cure}" : string.Empty;
        }
    }

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
            double perEpoch = LossTrend.PerEpoch(LossHistory);
            string pace = perEpoch > 0 ? Invariant($", by {perEpoch:G3} an epoch at the end") : string.Empty;
            return LossTrend.HasRisen(first, last, _constant) ? Invariant($" The loss rose from {first:G4} to {last:G4}{pace}.")
                : LossTrend.HasRisenAgain(first, least, last, _constant)
                ? Invariant($" The loss fell to {least:G4} and rose to {last:G4} again{pace}.")
                : string.Empty;
        }
    }

    private string Classes => _emptyClasses.Count == 0
        ? string.Empty
        : $" {Named("Class", "Classes", "has", "have", _emptyClasses, Network.ClassNames)} no rows.{(_emptyClasses[0] == 0 ? " Labels begin at 0: where yours begin at 1, subtract 1 from each." : string.Empty)}";

    private string Constants => _constantInputs.Count == 0
        ? string.Empty
        : $" {Named("Input", "Inputs", "is", "are", _constantInputs, Network.FeatureNames)} constant in these rows, and the scale of a constant is 1 for good: values that differ later are not standardized, and may let online learning diverge. Leave out such an input, or begin with rows in which it varies.";

    /// <summary>The subject of a sentence, which names three at most, and its verb.</summary>
    private static string Named(
        string one, string several, string has, string have, IReadOnlyList<int> numbers, IReadOnlyList<string>? names)
    {
        const int Most = 3;
        string[] first = new string[Math.Min(numbers.Count, Most)];
        for (int index = 0; index < first.Length; index++)
        {
            first[index] = names is null ? Invariant($"{numbers[index]}") : Invariant($"{numbers[index]} ('{Shown.Text(names[numbers[index]])}')");
        }

        string all = numbers.Count > Most
            ? Invariant($"{string.Join(", ", first)} and {numbers.Count - Most} more")
            : string.Join(numbers.Count == 2 ? " and " : ", ", first);
        return numbers.Count == 1 ? $"{one} {all} {has}" : $"{several} {all} {have}";
    }

    /// <summary>That it learned next to nothing: no failure, for inputs may tell nothing of the targets.</summary>
    private string Idle
    {
        get
        {
            if (!IsIdle)
            {
                return string.Empty;
            }

            PerceptronBuilder<T> description = Network.Description;
            bool isOptimum = StopReason == StopReason.Converged && IsOfOptimum;
            string reason = isOptimum && KeptLoss > WorseRatio * _constant
                ? "this optimum is not the best one, so begin with other initial weights"
                : isOptimum && description.Penalty.IsNone
                ? "the inputs tell nothing of the targets"
                : isOptimum
                ? Invariant($"the inputs tell nothing of the targets, or less than the penalty, {description.Penalty}, takes")
                : "the inputs tell nothing of the targets, or the network has not learned it yet";
            return Invariant($" The loss is {KeptLoss:G4}, and that of a constant prediction {_constant:G4}: {reason}.");
        }
    }

    private bool IsIdle => Epochs > 0 && (Epochs > 1 || IsOfOptimum) && !_isAtRest && _constant > 0 && KeptLoss >= IdleRatio * _constant;

    /// <summary>That more epochs would have gained more. Of L-BFGS the gradient tells that, and of validation rows the best epoch.</summary>
    private string Fall =>
        !IsOfOptimum
        && (BestEpoch is null || BestEpoch == _epochsBefore + Epochs)
        && LossTrend.IsFalling(LossHistory, _constant)
            ? Invariant($" The loss was still falling, by {-LossTrend.PerEpoch(LossHistory):G3} an epoch at the end: run more epochs.")
            : string.Empty;

    /// <summary>What to change, the likeliest cause first.</summary>
    private string Cure
    {
        get
        {
            PerceptronBuilder<T> description = Network.Description;
            if (description.IsStandardized && _epochsOfNetworkBefore > 0)
            {
                return "Mean and scale of the inputs are those of the rows of the first Fit: for rows of another scale build a new network.";
            }

            string[] rate = description.Optimizer.UsesLearningRate
                ? [Invariant($"lower the learning rate (now {description.LearningRate})")]
                : [];
            string[] scale = description.IsStandardized ? [] : ["standardize the inputs with WithStandardization()"];
            string[] penalty = description.Penalty.IsNone ? [] : [$"weaken the penalty (now {description.Penalty})"];
            string[] cures = description.HasOwnLearningRate ? [.. rate, .. scale, .. penalty] : [.. scale, .. rate, .. penalty];
            string cure = cures.Length == 0 ? "rescale the targets, or use another optimizer" : string.Join(", or ", cures);
            return $"{char.ToUpperInvariant(cure[0])}{cure[1..]}.";
        }
    }

    /// <summary>
    /// Returns this result where the network can be used, and throws where it should not be:
    /// <c>network.Fit(rows, labels).EnsureSucceeded()</c>.
    /// </summary>
    /// <remarks>
    /// <para>A training failed where it diverged; where the loss of the weights that are kept is above that of the first epoch by more
    /// than a tenth, or more than twice that of the best constant prediction (of rows in memory, and a loss of the library that is
    /// never below 0; in later calls of a loss of sorted targets that of their mean; the perceptron's losses are not judged); and where it was cancelled before the network completed a first epoch.</para>
    /// <para>It succeeded whatever else ended it: all epochs, though the loss may still fall, no more to gain, early stopping,
    /// separable rows, no further step of L-BFGS, or a cancel. <see cref="Message"/> tells what there may be to change.</para>
    /// </remarks>
    /// <returns>This result.</returns>
    /// <exception cref="TrainingFailedException">The training failed; the message is <see cref="Message"/>.</exception>
    public TrainingResult<T> EnsureSucceeded() => IsFailure ? throw new TrainingFailedException(Message) : this;

    /// <summary>The message.</summary>
    public override string ToString() => Message;
}
