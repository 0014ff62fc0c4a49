using System.Numerics;

namespace NeuralNet.Extensions.Hosting;

/// <summary>All that belongs to a model that learns.</summary>
internal sealed record OnlineLearning<T>(
    OnlineNetwork<T> Network, PerceptronLearner<T> Learner, OnlineLearningOptions Options, string? SavePath)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
