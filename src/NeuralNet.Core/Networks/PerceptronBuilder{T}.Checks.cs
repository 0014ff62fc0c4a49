using System.Runtime.CompilerServices;
using NeuralNet.Core.Data;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Losses;
using NeuralNet.Core.Optimizers;
using NeuralNet.Core.Training;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <content>Checks of a description, and of examples for its network.</content>
public sealed partial class PerceptronBuilder<T>
{
    /// <summary>Creates the checker of examples for this network.</summary>
    internal ExampleChecker<T> CreateChecker(IReadOnlyList<string>? classNames) => new()
    {
        Inputs = InputCount,
        Outputs = OutputCount,
        Classes = Loss.CountClasses(OutputCount),
        LossName = Loss.Name,
        OutputActivationName = Loss.OutputActivation.Name,
        Domain = Loss.Targets,
        CouplesOutputs = Loss.CouplesOutputs,
        HasOneClassARow = Loss.HasOneClassARow(OutputCount),
        WeighsClasses = BalancesClasses || ClassWeights is not null,
        FeatureNames = FeatureNames,
        ClassNames = new ClassNameIndex(classNames),
    };

    /// <summary>Returns the description, or throws if its parts do not fit each other.</summary>
    private static PerceptronBuilder<T> Valid(PerceptronBuilder<T> description)
    {
        Optimizer optimizer = description.Optimizer;
        OptimizerLimits limits = optimizer.Limits;
        string? reason =
            !limits.UsesLearningRate && description.HasOwnLearningRate
                ? "it finds the length of each step itself. Leave out WithLearningRate"
            : !description.Penalty.IsNone && limits.NoPenalty is { } penalty ? penalty
            : description.Penalty.L1Strength > 0 && limits.NoL1Penalty is { } sparse
                ? $"{sparse}. Use {(description.Loss.Curvature is null ? "Optimizer.Lbfgs" : "Optimizer.CoordinateDescent, or Optimizer.Auto")}, or Penalty.L2"
            : description.PenaltyFactors is not null && !limits.TakesPenaltyFactors
                ? "it penalizes the weights of all inputs alike. Leave out WithPenaltyFactors, or call WithOptimizer before it with Optimizer.Auto, Optimizer.CoordinateDescent, Optimizer.Newton or Optimizer.Lbfgs"
            : description.Bounds is not null && !limits.TakesWeightBounds
                ? "its steps keep no bounds of weights. Leave out WithWeightBounds, or call WithOptimizer before it with Optimizer.Auto, Optimizer.CoordinateDescent, Optimizer.Newton or Optimizer.Lbfgs"
            : !description.Clipping.IsNone && limits.NoClipping is { } clipping ? clipping
            : description.FirstAveragedStep is not null && limits.NoAveraging is { } averaging ? averaging
            : limits.NeedsUnitSlopes && !description.Loss.HasUnitSlopes
                ? $"its step size depends on the distance of a row from its target, which the loss '{description.Loss}' does not measure. Choose Loss.Hinge or Loss.EpsilonInsensitive with WithLoss before WithOptimizer, or another optimizer"
            : limits.Epsilon is { } epsilon && !T.IsNormal(T.CreateTruncating(epsilon))
                ? Invariant($"its epsilon of {epsilon} is lost in a {typeof(T).Name}, and it would divide by 0. Use a larger one, or a network of double")
            : limits.NeedsCurvature ? CurvatureReason(description, limits.TakesBends)
            : limits.IsDual ? DualReason(description)
            : limits.Memory is { } memory ? MemoryReason(description, memory)
            : null;
        if (reason is not null)
        {
            throw new InvalidOperationException($"The optimizer '{optimizer}' does not fit this description: {reason}.");
        }

        if (description.HasRunningStandardization && (limits.NoSteps is not null || description.FirstAveragedStep is not null))
        {
            throw new InvalidOperationException(limits.NoSteps is null
                ? "Averaged weights belong to one mean and scale of the inputs, and WithRunningStandardization changes them. Leave out WithAveraging, or use WithStandardization."
                : $"The optimizer '{optimizer}' takes no single steps, and only those change mean and scale of WithRunningStandardization. Use WithStandardization.");
        }

        if (description.Loss.StartsFlat && description.InitialWeights == InitialWeights.Zeros)
        {
            throw new InvalidOperationException(
                $"The loss '{description.Loss}' has no slope at a logit of 0, so weights of 0 would never move. Leave out WithInitialWeights, or use InitialWeights.GlorotUniform.");
        }

        if (description.ClassNames is { } names && names.Count != description.Loss.CountClasses(description.OutputCount))
        {
            throw new InvalidOperationException(Invariant(
                $"Class names were given for {names.Count} classes, and do not fit {description.OutputCount} output(s) with the loss '{description.Loss}'. Call WithClassNames after WithOutputs and WithLoss."));
        }

        if (description.ClassWeights is { } weights && weights.Count != description.Loss.CountClasses(description.OutputCount))
        {
            throw new InvalidOperationException(Invariant(
                $"Class weights were given for {weights.Count} classes, and do not fit {description.OutputCount} output(s) with the loss '{description.Loss}'. Call WithClassWeights after WithOutputs and WithLoss."));
        }

        if (description.BalancesClasses && description.Loss.CountClasses(description.OutputCount) == 0)
        {
            throw new InvalidOperationException(
                $"WithBalancedClasses needs classes, and the loss '{description.Loss}' has none. Leave out WithBalancedClasses.");
        }

        return description;
    }

    /// <summary>Whether Newton's method would prove an optimum of this loss with kinks, penalty, bounds and shape.</summary>
    internal bool CanProveKinks => Loss.Kinks is { } kinks && Penalty.L1Strength == 0 && Bounds is null
        && CurvatureShape.Of(InputCount, HasBias, OutputCount, new SmoothedKinks(kinks)).Length <= CurvatureShape.Most;

    /// <summary>Whether dual coordinate descent would prove an optimum of this loss and penalty.</summary>
    internal bool CanProveByRows => DualReason(this) is null && Penalty.L1Strength == 0 && PenaltyFactors is null && Bounds is null;

    /// <summary>Returns why L-BFGS can't remember so many steps of this network; null if it can.</summary>
    private static string? MemoryReason(PerceptronBuilder<T> description, int memory)
    {
        long parameters = ((long)description.InputCount * description.OutputCount) + (description.HasBias ? description.OutputCount : 0);
        long least = Lbfgs<T>.SnapshotLengthOf(parameters, 0);
        return Lbfgs<T>.SnapshotLengthOf(parameters, memory) <= Array.MaxLength ? null : Invariant(
            $"it remembers {memory} steps of {parameters} weights and biases, {Lbfgs<T>.SnapshotLengthOf(parameters, memory)} numbers; {Array.MaxLength} are possible. Use a memory of at most {(Array.MaxLength - least) / (2 * parameters)}");
    }

    /// <summary>Returns why dual coordinate descent can't train this network; null if it can.</summary>
    private static string? DualReason(PerceptronBuilder<T> description) =>
        description.Penalty.L2Strength == 0
            ? "it works only with an L2 penalty. Call WithPenalty(Penalty.L2(strength)) before WithOptimizer, or use Optimizer.Auto"
        : description.Loss.CreateProximal() is null
            ? $"it needs a convex loss that treats each output separately, and whose derivatives or kinks are known, unlike '{description.Loss}'. Choose a loss such as Loss.LogLoss, Loss.Hinge or Loss.HalfSquaredError with WithLoss before WithOptimizer, or use Optimizer.Lbfgs"
        : null;

    /// <summary>Returns why a method that needs second derivatives can't train this network; null if it can.</summary>
    private static string? CurvatureReason(PerceptronBuilder<T> description, bool takesBends)
    {
        Loss loss = description.Loss;
        Curvature? known = loss.Curvature;
        if (takesBends && loss.Kinks is not null && description.Bounds is not null)
        {
            return "with WithWeightBounds it needs a loss without kinks. Use a smooth loss, or Optimizer.Lbfgs, which comes near the optimum at kinks but can't confirm it";
        }

        if (takesBends)
        {
            known ??= loss.Kinks is { } kinks ? new SmoothedKinks(kinks) : loss.Parabolas;
        }

        if (known is not { } curvature)
        {
            return $"it needs the second derivative of the loss, or its kinks, which are not known for '{description.Loss}'. Choose another loss with WithLoss before WithOptimizer, such as Loss.HalfSquaredError, Loss.LogLoss, Loss.Poisson, Loss.SoftmaxCrossEntropy{(takesBends ? ", Loss.Huber, Loss.Quantile or Loss.Hinge" : string.Empty)}, or Optimizer.Lbfgs";
        }

        CurvatureShape shape = CurvatureShape.Of(description.InputCount, description.HasBias, description.OutputCount, curvature);
        if (shape.GradientLength > Array.MaxLength)
        {
            return Invariant($"it would keep the derivatives of {shape.GradientLength} weights, in whole registers; {Array.MaxLength} are possible. Use another optimizer");
        }

        return !description.Optimizer.Limits.TakesAllInputs || shape.Length <= CurvatureShape.Most ? null : Invariant(
            $"it would keep {shape.Length} second derivatives of {description.InputCount} input(s) and {description.OutputCount} output(s); at most {CurvatureShape.Most} are allowed. Use Optimizer.Lbfgs");
    }

    /// <summary>Throws if a setting is 0 or infinite in the precision of the network.</summary>
    private static void ThrowIfLost(string parameter, object setting, double value, string cure)
    {
        T rounded = T.CreateTruncating(value);
        if (rounded == T.Zero || !T.IsFinite(rounded))
        {
            throw new ArgumentOutOfRangeException(parameter, setting, Invariant(
                $"{parameter} is {setting}, which is {rounded} as a {typeof(T).Name}. {cure}, or a network of double."));
        }
    }

    private void ThrowIfNoBiasToStandardize(bool center)
    {
        if (!HasBias && center)
        {
            Throw.InvalidOperation_NoBiasToStandardize();
        }
    }

    private void ThrowIfNoClassesToWeigh(string call)
    {
        if (Loss.CountClasses(OutputCount) == 0)
        {
            throw new InvalidOperationException(Invariant(
                $"{call} needs classes, and the loss '{Loss}' with {OutputCount} output(s) has none. Call WithLoss first, with a loss of classification such as Loss.LogLoss, or start from BinaryClassifier or Classifier."));
        }
    }

    private int CountClassesToName(string call)
    {
        int classes = Loss.CountClasses(OutputCount);
        return classes > 0 ? classes : throw new InvalidOperationException(
            $"This network has no classes to name: it has {OutputCount} output(s) and the loss '{Loss.Name}'. Start from BinaryClassifier or Classifier, or call WithOutputs and WithLoss before {call}.");
    }

    private static void CheckWeightCount(string parameter, int inputs, int outputs)
    {
        if (!WeightCheck.Fits(inputs, outputs))
        {
            Throw.ArgumentOutOfRange_TooManyWeights(parameter, inputs, outputs, typeof(T).Name, Unsafe.SizeOf<T>());
        }
    }

    /// <summary>
    /// Returns why a Fit on sparse rows would touch every column of every row, and the cure; null if it keeps to the given ones.
    /// </summary>
    /// <param name="optimizer">The optimizer, which <see cref="Optimizer.Auto"/> may have chosen.</param>
    /// <param name="steps">Whether it takes steps on rows or small batches, and not on all rows at once.</param>
    internal string? WhyNotSparse(Optimizer optimizer, bool steps) =>
        HasRunningStandardization ? "running standardization subtracts a mean from every column, so no column stays 0. Use WithStandardization(center: false) and call Fit, or leave out WithRunningStandardization"
        : IsStandardized && IsCentered ? "standardization subtracts a mean from every column, so no column stays 0. Use WithStandardization(center: false)"
        : !steps ? null
        : !optimizer.IgnoresZeroGradients ? $"{TouchesAll(optimizer)}, {AtOptimum}"
        : !Penalty.IsNone && !optimizer.PaysLater(Penalty) ? $"in every step of '{optimizer}' the penalty {Penalty} moves the weights of all columns, also of those that are 0. Use Penalty.L1 with Optimizer.AdaGrad, any penalty with Optimizer.Sgd, {AtOptimum}"
        : Penalty.L1Strength > 0 && FirstAveragedStep is not null ? "an average does not know at which step the L1 penalty made the weight of a column 0 that is not in the row. Leave out WithAveraging or the L1 penalty"
        : double.IsFinite(Clipping.LargestNorm) ? "the norm of a gradient is taken over all columns. Use GradientClipping.ByValue"
        : null;

    /// <summary>The same for the single steps of Learn, after each of which the weights may be read.</summary>
    internal string? WhyNotLearnSparse() =>
        !Optimizer.IgnoresZeroGradients ? TouchesAll(Optimizer)
        : !Penalty.IsNone ? "after every call the weights of all columns must have paid the penalty, also of those that are 0. Call Fit, which pays it at the end of an epoch, leave out WithPenalty, or use Optimizer.Ftrl, which has penalties of its own"
        : FirstAveragedStep is not null ? "after every call the weights of all columns must be in their average. Call Fit, which averages at the end of an epoch, or leave out WithAveraging"
        : WhyNotSparse(Optimizer, steps: true);

    private string TouchesAll(Optimizer optimizer) =>
        $"the optimizer '{optimizer}'{(optimizer == Optimizer ? string.Empty : ", which Optimizer.Auto chose,")} moves in every step the weights of all columns, also of those that are 0. Use Optimizer.Sgd, AdaGrad, Ftrl or PassiveAggressive";

    private const string AtOptimum = "Optimizer.Lbfgs, Optimizer.CoordinateDescent, Optimizer.DualCoordinateDescent or BatchSize = TrainingOptions.FullBatch";
}
