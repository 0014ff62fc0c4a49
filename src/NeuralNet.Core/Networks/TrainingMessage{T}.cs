using System.Numerics;
using NeuralNet.Common;
using NeuralNet.Core.Training;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <summary>Judges a training and composes the message of its result.</summary>
internal sealed class TrainingMessage<T>(Perceptron<T> network, EpochReport report)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Above this multiple of the loss of the best constant prediction a network is worse than none.</summary>
    private const double HopelessRatio = 2;

    /// <summary>Above this share of the loss of the best constant prediction a network has learned next to nothing.</summary>
    private const double IdleRatio = 0.99;

    /// <summary>Above this multiple of the loss of the best constant prediction the loss of an optimum is worse by more than rounding.</summary>
    private const double WorseRatio = 1.001;

    /// <summary>e to the power of a larger offset is no exposure.</summary>
    private const double LargeOffset = 30;

    /// <summary>Whether the network should not be used.</summary>
    public bool IsFailure => report.Reason == StopReason.Diverged || HasNeverLearned || HasRisen || IsHopeless;

    /// <summary>The message.</summary>
    public string Text => $"{Ending}{Worse}{Classes}{Constants}{Aliases}{Held}{Choice}";

    private string Choice => report.Choice is { } choice ? $" {choice}" : string.Empty;

    private List<double> Losses => report.History;

    private int Epochs => Losses.Count;

    private string Ending => report.Reason switch
    {
        StopReason.MaxEpochs => Invariant($"All epochs were run: {Epochs}.{Rest}{Left}{Best}{(Trouble.Length > 0 ? Trouble : $"{Idle}{Fall}")}"),
        StopReason.Converged => Invariant($"Converged after epoch {report.EpochsBefore + Epochs}: {NoMore}.{Best}{(IsFailure ? Trouble : Idle)}"),
        StopReason.Cancelled => Invariant(
            $"Cancelled; complete epochs: {Epochs}.{(Best.Length > 0 ? Best : HasNeverLearned ? string.Empty : " What was learned is kept.")}{Trouble}"),
        StopReason.EarlyStopped => Invariant(
            $"Stopped early after epoch {report.EpochsBefore + Epochs}: the validation rows gained no more.{Best}{(IsFailure ? Trouble : Idle)}"),
        StopReason.Separable => Invariant(
            $"Stopped after epoch {Epochs}: there is no finite optimum. Some weights tell {(network.ClassCount > 0 ? "classes" : "targets")} of rows for sure, and without a penalty the loss would go on falling while they grow without end. The weights reached so far can be used; {Restraint}, for those that generalize best.{Best}"),
        StopReason.Stalled => Invariant(
            $"Stalled after epoch {Epochs}: {Standstill}.{Left} {StallCure}{Best}"),
        _ => Invariant(
            $"Diverged in epoch {Epochs + 1}: a weight or the loss became infinite or NaN.{(Best.Length > 0 ? Best : " The weights before that epoch are kept.")}{Offsets}{Trouble}"),
    };

    /// <summary>An exposure in place of its logarithm is a likely cause of infinite losses.</summary>
    private string Offsets => report.OffsetReach > LargeOffset
        ? Invariant($" Offsets of up to {report.OffsetReach:G4} are added to the logits: if they are no logarithms of exposures yet, take the logarithm.")
        : string.Empty;

    /// <summary>Says that a constant without the offsets is better than the network with them, unless more epochs may change that.</summary>
    private string Worse => report.ConstantWithoutOffsets is { } without
        && report.Reason is not (StopReason.Diverged or StopReason.Cancelled)
        && Epochs > 0
        && KeptLoss - without > (WorseRatio - 1) * Math.Abs(without)
        && Fall.Length == 0
        && !(report.Reason == StopReason.MaxEpochs && Left.Length > 0)
        ? Invariant($" The loss is {KeptLoss:G4}, and that of a constant prediction without the offsets {without:G4}: the offsets make it worse than none. They are added to the logits, so an exposure needs its logarithm.")
        : string.Empty;

    /// <summary>What keeps weights from growing without end.</summary>
    private string Restraint => network.Description.Penalizes
        ? "give inputs without a penalty a factor above 0 in WithPenaltyFactors"
        : $"add a penalty, such as WithPenalty(Penalty.L2(0.01)){WithUnits}";

    /// <summary>What belongs to a new penalty. Without a bias nothing can be standardized.</summary>
    private string WithUnits => network.Description is { IsStandardized: false, HasBias: true }
        ? ", and WithStandardization(), since a penalty on raw inputs depends on their units"
        : string.Empty;

    private bool HasNeverLearned => report.Reason == StopReason.Cancelled && Epochs == 0 && report.EpochsOfNetworkBefore == 0;

    private bool HasRisen => Epochs > 1 && LossTrend.HasRisen(Losses[0], Math.Min(KeptLoss, Losses[^1]), report.ConstantObjective);

    private bool IsHopeless => Epochs > 0 && report.ConstantObjective > 0 && KeptLoss > HopelessRatio * report.ConstantObjective && !(network.Description.BoundedAway > 0);

    /// <summary>The loss of the epoch whose weights are kept.</summary>
    private double KeptLoss => Losses[report.BestEpoch - report.EpochsBefore is int best && best > 0 && best <= Epochs ? best - 1 : Epochs - 1];

    private string Best => report.BestEpoch is { } epoch
        ? Invariant($" The weights of epoch {epoch}, the best on the validation rows, are restored.")
        : string.Empty;

    private string Rest => report.IsAtRest
        ? Invariant($" The learning rate, {network.Description.LearningRate}, had come to 0 before the first of them, so no weight moved: build the network with a longer schedule.")
        : string.Empty;

    private string Standstill => report is { IsStandstill: true, Tolerance: { } tolerance }
        ? Invariant($"the last epochs gained no more than the tolerance, {tolerance}, which is no proof of an optimum for a loss with kinks")
        : report.Optimality is { IsSlow: true }
        ? Invariant($"{DualTrainer<T>.MostPasses} passes over the rows did not reach the optimum")
        : report.Optimality is { IsOfBound: true }
        ? "rounding leaves no step that lowers the loss"
        : "no step lowers the loss, and the gradient is not 0";

    /// <summary>The distance from the optimum, for an optimizer that knows it.</summary>
    private string Left => report.Optimality is { IsOfBound: true } bound
        ? LeftToBound(bound)
        : report.Optimality is var (gradient, tolerance, gain)
        ? Invariant($" The gradient is {gradient:G2}{(gradient <= tolerance ? ", as at an optimum" : Invariant($"; the optimum needs {tolerance:G2} or less"))}{(gain > 0 ? Invariant($", and the next epoch may lower the loss by {gain:G2}") : string.Empty)}{(report.Reason == StopReason.MaxEpochs ? ": allow more epochs" : string.Empty)}{(report.Reason == StopReason.MaxEpochs && !network.Description.Loss.IsSmooth ? ", or take a loss without kinks" : string.Empty)}.")
        : string.Empty;

    private string LeftToBound(Optimality bound)
    {
        string distance = double.IsNaN(bound.Gradient)
            ? "A lower bound of the loss is not known yet"
            : Invariant($"The loss is above its lower bound by a share of {bound.Gradient:G2}; the optimum needs {bound.Tolerance:G2} or less");
        return $" {distance}{(report.Reason == StopReason.MaxEpochs ? ": allow more epochs" : string.Empty)}.";
    }

    private string StallCure
    {
        get
        {
            PerceptronBuilder<T> description = network.Description;
            return report is { IsStandstill: true, Optimality.IsOfBound: true }
                ? "Leave out the tolerance: the training ends by itself."
                : report.Optimality is { IsSlow: true }
                ? "The penalty is weak for rows of this length: use Optimizer.Lbfgs, or a stronger penalty."
                : !description.Loss.IsSmooth && report.Optimality is not { IsOfBound: true }
                ? Invariant($"The loss '{description.Loss}' may have kinks, at which L-BFGS can't tell an optimum: the weights may be near it. To be sure use {(description.CanProveKinks ? "Optimizer.Newton, which proves an optimum, or a smooth loss" : description.CanProveByRows ? "Optimizer.DualCoordinateDescent, which proves an optimum, or a smooth loss" : "a smooth loss")}.")
                : !description.IsStandardized
                ? "Inputs far from 0, or of very different size, leave too few digits: standardize them with WithStandardization()."
                : typeof(T) == typeof(float)
                ? "Inputs that nearly repeat one another leave too few digits: use double, or add a penalty such as WithPenalty(Penalty.L2(0.01))."
                : "Inputs that nearly repeat one another leave too few digits: leave some out, or add a penalty such as WithPenalty(Penalty.L2(0.01)).";
        }
    }

    /// <summary>Names the tolerance: it ends a training even if there is more to gain.</summary>
    private string NoMore => report.Tolerance is { } tolerance && !IsOfOptimum
        ? Invariant($"the last epochs gained no more than the tolerance, {tolerance}")
        : "there is no more to gain";

    private bool IsOfOptimum => network.Description.Optimizer.Limits.BatchSize == TrainingOptions.FullBatch;

    /// <summary>The failure and the cure; empty without a failure.</summary>
    private string Trouble
    {
        get
        {
            if (HasNeverLearned)
            {
                return " This network never completed an epoch: call Fit again.";
            }

            string growth = Growth;
            bool isTold = report.Reason == StopReason.Diverged || (Epochs > 1 && LossTrend.HasRisen(Losses[0], Losses[^1], report.ConstantObjective));
            string hopeless = IsHopeless && !isTold
                ? Invariant($" The loss is {KeptLoss:G4}, and that of a constant prediction {report.ConstantObjective:G4}: the network is worse than none.")
                : string.Empty;
            string cure = hopeless.Length > 0 && growth.Length == 0 && Fall.Length > 0 && LossTrend.HasFallenThroughout(Losses) ? Fall : $" {Cure}";
            string idle = growth.Length > 0 && hopeless.Length == 0 && !isTold && IsIdle
                ? Invariant($" That of a constant prediction is {report.ConstantObjective:G4}.")
                : string.Empty;
            return growth.Length + hopeless.Length > 0 || report.Reason == StopReason.Diverged ? $"{growth}{idle}{hopeless}{cure}" : string.Empty;
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

            double first = Losses[0];
            double last = Losses[^1];
            double least = Losses.Min();
            double perEpoch = LossTrend.PerEpoch(Losses);
            string pace = perEpoch > 0 ? Invariant($", by {perEpoch:G3} an epoch at the end") : string.Empty;
            return LossTrend.HasRisen(first, last, report.ConstantObjective) ? Invariant($" The loss rose from {first:G4} to {last:G4}{pace}.")
                : LossTrend.HasRisenAgain(first, least, last, report.ConstantObjective)
                ? Invariant($" The loss fell to {least:G4} and rose to {last:G4} again{pace}.")
                : string.Empty;
        }
    }

    private string Classes => report.EmptyClasses.Count == 0
        ? string.Empty
        : $" {Named("Class", "Classes", "has", "have", report.EmptyClasses, network.ClassNames)} no rows.{(report.EmptyClasses[0] == 0 ? " Labels begin at 0: where yours begin at 1, subtract 1 from each." : string.Empty)}";

    private string Constants => report.ConstantInputs.Count == 0
        ? string.Empty
        : $" {Named("Input", "Inputs", "is", "are", report.ConstantInputs, network.FeatureNames)} constant in these rows, and the scale of a constant is 1 for good: values that differ later are not standardized, and may let online learning diverge. Leave out such an input, or begin with rows in which it varies.";

    private string Aliases => report.AliasedInputs.Count == 0
        ? string.Empty
        : $" {Named("Input", "Inputs", "repeats", "repeat", report.AliasedInputs, network.FeatureNames)} the inputs before in these rows, as a constant or a sum of others does: {(report.AliasedInputs.Count == 1 ? "the weight is 0, and theirs stand for both" : "the weights are 0, and those of the others stand for all")}. Leave out such {(report.AliasedInputs.Count == 1 ? "an input" : "inputs")}, or {(network.Description.Penalizes ? $"give {(report.AliasedInputs.Count == 1 ? "it" : "them")} a penalty factor above 0" : "add a penalty")}, which shares the weight.";

    /// <summary>How many weights bounds keep from their best values, and of which inputs.</summary>
    private string Held
    {
        get
        {
            if (report.HeldWeights.Count == 0 || report.Reason == StopReason.Diverged)
            {
                return string.Empty;
            }

            int[] inputs = [.. report.HeldWeights.Select(weight => weight % network.InputCount).Distinct().Order()];
            string verb = report.HeldWeights.Count == 1 ? "is" : "are";
            return Invariant($" {report.HeldWeights.Count} of {Shown.Count(network.InputCount * network.OutputCount, "weight")} {verb} at a bound: {Names("input", "inputs", inputs, network.FeatureNames)}.");
        }
    }

    /// <summary>Says that the network learned next to nothing. This is no failure: the inputs may be unrelated to the targets.</summary>
    private string Idle
    {
        get
        {
            if (!IsIdle)
            {
                return string.Empty;
            }

            PerceptronBuilder<T> description = network.Description;
            bool isOptimum = report.Reason == StopReason.Converged && IsOfOptimum;
            string reason = isOptimum && description.Bounds is not null
                ? "the inputs say nothing about the targets, or what they say is outside of the bounds of the weights"
                : isOptimum && KeptLoss > WorseRatio * report.ConstantObjective
                ? "this optimum is not the best one, so begin with other initial weights"
                : isOptimum && !description.Penalizes
                ? "the inputs say nothing about the targets"
                : isOptimum
                ? Invariant($"the inputs say nothing about the targets, or less than the penalty, {description.Penalty}, takes{(WithUnits.Length > 0 ? ", which on raw inputs depends on their units: standardize them with WithStandardization()" : string.Empty)}")
                : "the inputs say nothing about the targets, or the network has not learned it yet";
            return Invariant($" The loss is {KeptLoss:G4}, and that of a constant prediction {report.ConstantObjective:G4}: {reason}.");
        }
    }

    private bool IsIdle => Epochs > 0 && (Epochs > 1 || IsOfOptimum) && !report.IsAtRest && report.ConstantObjective > 0 && KeptLoss >= IdleRatio * report.ConstantObjective;

    /// <summary>
    /// Says that more epochs would gain more. L-BFGS shows this by its gradient, and a training with validation rows by its best epoch.
    /// </summary>
    private string Fall =>
        !IsOfOptimum
        && (report.BestEpoch is null || report.BestEpoch == report.EpochsBefore + Epochs)
        && LossTrend.IsFalling(Losses, report.ConstantObjective)
            ? Invariant($" The loss was still falling, by {-LossTrend.PerEpoch(Losses):G3} an epoch at the end: run more epochs.")
            : string.Empty;

    /// <summary>The settings to change, the likeliest cause first.</summary>
    private string Cure
    {
        get
        {
            PerceptronBuilder<T> description = network.Description;
            if (description.IsStandardized && report.EpochsOfNetworkBefore > 0)
            {
                return "Mean and scale of the inputs are those of the rows of the first Fit: for rows of another scale build a new network.";
            }

            string[] rate = report.Choice is not null && description.Optimizer.UsesLearningRate
                ? [Invariant($"lower the learning rate (now {description.LearningRate}), which Optimizer.Auto does not take: call WithOptimizer with Optimizer.Adam() before WithLearningRate")]
                : description.Optimizer.UsesLearningRate
                ? [Invariant($"lower the learning rate (now {description.LearningRate})")]
                : [];
            string[] scale = description.IsStandardized ? [] : ["standardize the inputs with WithStandardization()"];
            string[] penalty = !description.Penalizes ? [] : [$"weaken the penalty (now {description.Penalty})"];
            string[] cures = description.HasOwnLearningRate ? [.. rate, .. scale, .. penalty] : [.. scale, .. rate, .. penalty];
            string cure = cures.Length == 0 ? "rescale the targets, or use another optimizer" : string.Join(", or ", cures);
            return $"{char.ToUpperInvariant(cure[0])}{cure[1..]}.";
        }
    }

    /// <summary>Returns the subject of a sentence, with at most three names, and its verb.</summary>
    private static string Named(
        string one, string several, string has, string have, IReadOnlyList<int> numbers, IReadOnlyList<string>? names) =>
        $"{Names(one, several, numbers, names)} {(numbers.Count == 1 ? has : have)}";

    private static string Names(string one, string several, IReadOnlyList<int> numbers, IReadOnlyList<string>? names)
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
        return $"{(numbers.Count == 1 ? one : several)} {all}";
    }
}
