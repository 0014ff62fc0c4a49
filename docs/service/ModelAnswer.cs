using NeuralNet.Core;
using NeuralNet.Extensions.Hosting;

namespace NeuralNet.Service;

/// <summary>A description of the current model.</summary>
internal sealed record ModelAnswer(
    long Version,
    DateTimeOffset PublishedAt,
    int Inputs,
    IReadOnlyList<string>? Features,
    IReadOnlyList<string> Classes,
    string Link,
    long Learned,
    int Waiting,
    double? RecentLoss)
{
    public static ModelAnswer Of(PublishedPerceptron<float> current, PerceptronLearner<float> learner) => new(
        current.Version,
        current.PublishedAt,
        current.Model.InputCount,
        current.Model.FeatureNames,
        ClassNames.Of(current.Model),
        current.Model.OutputActivation.Name,
        learner.Learned,
        learner.Waiting,
        learner.RecentLoss);
}
