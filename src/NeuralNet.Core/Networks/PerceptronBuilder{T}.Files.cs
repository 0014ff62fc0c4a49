using NeuralNet.Common;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Persistence;
using NeuralNet.Core.Rates;
using NeuralNet.Core.Training;
using static System.FormattableString;

namespace NeuralNet.Core;

/// <content>Conversion to and from the records of files.</content>
public sealed partial class PerceptronBuilder<T>
{
    private const string Given = "given";
    private const string Running = "running";
    private const string Scaled = "scaled";

    /// <summary>Returns the record of this description for a file, without names and given initial weights.</summary>
    internal TrainingRecord ToRecord(bool awaitsBias, bool learnsClassNames, double? runningWeight)
    {
        RateSchedule schedule = LearningRate.Schedule;
        string rate = schedule.Rate.ToString()!;
        return new TrainingRecord
        {
            HasBias = HasBias,
            Loss = Loss.Name,
            HasCustomLoss = Loss.Named(Loss.Name)?.GetType() != Loss.GetType(),
            Reduction = Reduction == Reduction.Mean ? "mean" : "sum",
            Optimizer = Optimizer.Name,
            HasCustomOptimizer = Optimizer.Named(Optimizer.Name)?.GetType() != Optimizer.GetType(),
            LearningRate = HasOwnLearningRate ? rate : null,
            HasCustomLearningRate = schedule.Rate is UserRate,
            WarmUp = schedule.WarmUp?.ToString(),
            LoweredOnPlateau = schedule.Plateau?.ToString(),
            L1Strength = Penalty.L1Strength,
            L2Strength = Penalty.L2Strength,
            PenaltyFactors = PenaltyFactors?.ToArray(),
            WeightBounds = Bounds,
            LargestGradientValue = double.IsFinite(Clipping.LargestValue) ? Clipping.LargestValue : null,
            LargestGradientNorm = double.IsFinite(Clipping.LargestNorm) ? Clipping.LargestNorm : null,
            FirstAveragedStep = FirstAveragedStep,
            ClassWeights = ClassWeights?.ToArray(),
            BalancesClasses = BalancesClasses,
            IsStandardized = IsStandardized,
            Standardization = GivenStandardization is not null ? Given : HasRunningStandardization ? Running : IsCentered ? null : Scaled,
            RunningWeight = runningWeight,
            Seed = Seed,
            InitialWeights = GivenWeights is null ? ChosenInitialWeights?.ToString() : null,
            AwaitsBias = awaitsBias ? true : null,
            LearnsClassNames = learnsClassNames ? true : null,
        };
    }

    /// <summary>Returns the description in a file.</summary>
    /// <exception cref="ModelFormatException">A part is unknown, missing, or does not fit the others.</exception>
    internal static PerceptronBuilder<T> FromRecord(
        ModelRecord model, TrainingRecord training, CustomParts parts, Func<Standardization<T>> given)
    {
        try
        {
            PerceptronBuilder<T> plain = Create(model.Inputs);
            CheckWeightCount("outputs", model.Inputs, model.Outputs);
            Throw.IfNotPositive(model.Outputs, "outputs");
            Loss loss = Part(
                "loss", training.Loss, training.HasCustomLoss, Loss.Named(training.Loss), parts.Loss, parts.Loss?.Name);
            if (loss.CouplesOutputs && model.Outputs == 1)
            {
                throw new ModelFormatException($"The file has one output, and its loss '{loss}' compares the outputs of a row.");
            }

            PerceptronBuilder<T> described = Valid(new(plain)
            {
                OutputCount = model.Outputs,
                HasBias = training.HasBias,
                Loss = loss,
                Reduction = training.Reduction switch
                {
                    "mean" => Reduction.Mean,
                    "sum" => Reduction.Sum,
                    _ => throw new ModelFormatException($"The file has the reduction '{Shown.Text(training.Reduction)}'; it must be 'mean' or 'sum'."),
                },
                Optimizer = Part(
                    "optimizer",
                    training.Optimizer,
                    training.HasCustomOptimizer,
                    Optimizer.Named(training.Optimizer),
                    parts.Optimizer,
                    parts.Optimizer?.Name),
                Penalty = Penalty.FromStrengths(training.L1Strength, training.L2Strength),
                BalancesClasses = training.BalancesClasses,
                Seed = training.Seed,
                ChosenInitialWeights = training.InitialWeights is { } initial
                    ? InitialWeights.Named(initial) ?? throw Unknown("initial weights", initial)
                    : null,
            });

            // An optimizer may need the penalty from the start; whether its strength is lost in T is checked here.
            described = described
                .WithPenalty(described.Penalty)
                .WithGradientClipping(
                    training.LargestGradientValue is { } value ? GradientClipping.ByValue(value)
                    : training.LargestGradientNorm is { } norm ? GradientClipping.ByNorm(norm)
                    : GradientClipping.None);
            described = training.PenaltyFactors is { } factors ? described.WithPenaltyFactors(factors) : described;
            described = training.WeightBounds is { } bounds
                ? described.WithWeightBounds(bounds.AsSpan(0, bounds.Length / 2), bounds.AsSpan(bounds.Length / 2))
                : described;
            described = training.FirstAveragedStep is { } first ? described.WithAveraging(first) : described;
            described = training.ClassWeights is { } weights ? described.WithClassWeights(weights) : described;
            described = training.LearningRate is null ? described : described.WithLearningRate(RateOf(training, parts));
            described = !training.IsStandardized ? described : training.Standardization switch
            {
                null => described.WithStandardization(),
                Scaled => described.WithStandardization(center: false),
                Running => described.WithRunningStandardization(),
                Given => described.WithGivenStandardization(given()),
                { } other => throw Unknown("standardization", other),
            };
            described = model.FeatureNames is { } features ? described.WithFeatureNames(features) : described;
            described = training.LearnsClassNames == true ? described.WithLearnedClassNames() : described;
            return model.ClassNames is { } classes ? described.WithClassNames(classes) : described;
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            // The framework appends lines of its own to a message.
            throw new ModelFormatException($"The settings of the file are not those of a network: {error.Message.Split('\n')[0].TrimEnd()}");
        }
    }

    private static LearningRate RateOf(TrainingRecord training, CustomParts parts)
    {
        LearningRate? given = parts.LearningRate;
        LearningRate rate = Part(
            "learning rate",
            training.LearningRate!,
            training.HasCustomLearningRate,
            LearningRate.Named(training.LearningRate!),
            given,
            given?.Schedule.Rate.ToString());
        rate = LearningRate.Plain(rate);
        rate = training.WarmUp is not { } warmUp ? rate : rate.WarmedUpBy(warmUp) ?? throw Unknown("warm-up", warmUp);
        return training.LoweredOnPlateau is not { } plateau ? rate : rate.LoweredBy(plateau) ?? throw Unknown("plateau", plateau);
    }

    /// <summary>Returns the library's part with this name, or the custom part that was passed in.</summary>
    private static TPart Part<TPart>(
        string kind, string name, bool isCustom, TPart? known, TPart? given, string? nameOfGiven)
        where TPart : class
    {
        if (!isCustom && known is not null)
        {
            return known;
        }

        if (given is not null && nameOfGiven == name)
        {
            return given;
        }

        throw new ModelFormatException(Invariant(
            $"The file needs the {kind} '{Shown.Text(name)}', which is not part of this library{(given is null ? string.Empty : $", and '{Shown.Text(nameOfGiven)}' was handed over")}. Pass it to Load, by CustomParts, or load a predictor with FrozenPerceptron.Load."));
    }

    private static ModelFormatException Unknown(string kind, string name) =>
        new($"The file has the {kind} '{Shown.Text(name)}', which this version does not know.");
}
