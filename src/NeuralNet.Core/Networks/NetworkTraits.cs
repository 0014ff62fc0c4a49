namespace NeuralNet.Core;

/// <summary>What is fixed about a network: its shape, its output activation, its classes and its names.</summary>
/// <param name="InputCount">The numbers in a row, [1, inf).</param>
/// <param name="OutputCount">The outputs of a row, [1, inf).</param>
/// <param name="ClassCount">The classes; 0 for a regressor.</param>
/// <param name="OutputActivation">The activation that turns logits into predictions.</param>
/// <param name="LabelTargets">The two targets of an output that has an independent label; null if outputs are no such labels.</param>
/// <param name="FeatureNames">The names of the inputs; null if they have none.</param>
/// <param name="ClassNames">The names of the classes; null if they have none.</param>
internal sealed record NetworkTraits(
    int InputCount,
    int OutputCount,
    int ClassCount,
    Activation OutputActivation,
    Interval? LabelTargets,
    IReadOnlyList<string>? FeatureNames,
    IReadOnlyList<string>? ClassNames);
