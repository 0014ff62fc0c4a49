using System.Numerics;

namespace NeuralNet.Extensions.Hosting;

/// <summary>The parts of a model that learns.</summary>
/// <param name="Network">The network that learns.</param>
/// <param name="Learner">The queue of examples for the network.</param>
/// <param name="Options">The options of learning.</param>
/// <param name="SavePath">The file to save to; null if the network is not saved.</param>
/// <param name="StepsOfFile">The completed steps of the file that was loaded; null if learning started with a new network.</param>
internal sealed record OnlineLearning<T>(
    OnlineNetwork<T> Network, PerceptronLearner<T> Learner, OnlineLearningOptions Options, string? SavePath, long? StepsOfFile)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
