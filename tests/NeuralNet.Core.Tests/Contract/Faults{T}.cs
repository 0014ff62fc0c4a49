using System.Numerics;
using NeuralNet.Core.Tests.Optimizers;

namespace NeuralNet.Core.Tests.Contract;

/// <summary>What several wrong twins do wrong.</summary>
internal static class Faults<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The description without penalty, limit, average, class weights and standardization.</summary>
    public static PerceptronBuilder<T> Bare(PerceptronBuilder<T> description)
    {
        PerceptronBuilder<T> bare = Perceptron.WithInputs<T>(description.InputCount)
            .WithOutputs(description.OutputCount)
            .WithLoss(description.Loss, description.Reduction)
            .WithOptimizerOf(description.Optimizer)
            .WithInitialWeights(description.GivenWeights, description.GivenBias)
            .WithSeed(description.Seed);
        return description.Optimizer.UsesLearningRate ? bare.WithLearningRate(description.LearningRate) : bare;
    }

    /// <summary>Moves the first weight a little.</summary>
    public static void Nudge(ILearner<T> network)
    {
        T[] weights = network.Weights.ToArray();
        weights[0] += T.CreateTruncating(1.0 / 64);
        network.SetWeights(weights, network.Bias.ToArray());
    }

    /// <summary>A network that moves its first weight a little after every Fit.</summary>
    public static ILearner<T> NudgesAfterFit(PerceptronBuilder<T> description) => new Twin<T>(description)
    {
        OnFit = (network, call) =>
        {
            Outcome outcome = network.Fit(call);
            Nudge(network);
            return outcome;
        },
    };

    /// <summary>A network that takes every row as often as any other.</summary>
    public static ILearner<T> IgnoresRowWeights(PerceptronBuilder<T> description) => new Twin<T>(description)
    {
        OnFit = (network, call) => network.Fit(call.With(examples => Weighted(examples, default))),
    };

    /// <summary>A network that has changed its weights where it refuses a call.</summary>
    public static ILearner<T> ChangesBeforeItRefuses(PerceptronBuilder<T> description) => new Twin<T>(description)
    {
        OnFit = (network, call) =>
        {
            try
            {
                return network.Fit(call);
            }
            catch
            {
                Nudge(network);
                throw;
            }
        },
    };

    /// <summary>A network that adds nothing to the logits of rows.</summary>
    public static ILearner<T> IgnoresOffsets(PerceptronBuilder<T> description) => new Twin<T>(description)
    {
        OnFit = (network, call) => network.Fit(call.With(examples => Moved(examples, default))),
        OnLearn = (network, batch, destination) => network.Learn(Moved(batch, default), destination),
    };

    public static Examples<T> Weighted(Examples<T> examples, ReadOnlyMemory<T> weights) => examples.HasLabels
        ? new(examples.Inputs, examples.Labels, weights) { Offsets = examples.Offsets }
        : new(examples.Inputs, examples.Targets, weights) { Offsets = examples.Offsets };

    public static Examples<T> Moved(Examples<T> examples, ReadOnlyMemory<T> offsets) => examples.HasLabels
        ? new(examples.Inputs, examples.Labels, examples.SampleWeights) { Offsets = offsets }
        : new(examples.Inputs, examples.Targets, examples.SampleWeights) { Offsets = offsets };
}
