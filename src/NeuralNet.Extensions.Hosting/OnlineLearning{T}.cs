using System.Numerics;

namespace NeuralNet.Extensions.Hosting;

/// <summary>All that belongs to a model that learns.</summary>
/// <param name="Network">The network that learns.</param>
/// <param name="Learner">Takes examples for it.</param>
/// <param name="Options">How it learns.</param>
/// <param name="SavePath">Where it is saved; null for nowhere.</param>
/// <param name="StepsOfFile">The steps that the file it began from had learned; null where it began new.</param>
internal sealed record OnlineLearning<T>(
    OnlineNetwork<T> Network, PerceptronLearner<T> Learner, OnlineLearningOptions Options, string? SavePath, long? StepsOfFile)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
