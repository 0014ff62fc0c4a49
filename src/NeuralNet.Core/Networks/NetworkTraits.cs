namespace NeuralNet.Core;

/// <summary>The fixed traits of a network: shape, output activation, classes and names.</summary>
/// <param name="InputCount">The number of values in a row, [1, inf).</param>
/// <param name="OutputCount">The number of outputs of a row, [1, inf).</param>
/// <param name="ClassCount">The number of classes; 0 for a regressor.</param>
/// <param name="OutputActivation">The activation that turns logits into predictions.</param>
/// <param name="LabelTargets">The two targets of an output that has an independent label; null if outputs are not independent labels.</param>
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
