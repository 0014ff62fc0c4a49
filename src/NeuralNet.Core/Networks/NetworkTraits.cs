namespace NeuralNet.Core;

/// <summary>The fixed traits of a network: shape, output activation, classes and names.</summary>
/// <param name="inputCount">The number of values in a row, [1, inf).</param>
/// <param name="outputCount">The number of outputs of a row, [1, inf).</param>
/// <param name="classCount">The number of classes; 0 for a regressor.</param>
/// <param name="outputActivation">The activation that turns logits into predictions.</param>
/// <param name="labelTargets">The two targets of an output that has an independent label; null if outputs are not independent labels.</param>
/// <param name="featureNames">The names of the inputs; null if they have none.</param>
/// <param name="classNames">The names of the classes; null if they have none.</param>
internal readonly struct NetworkTraits(
    int inputCount,
    int outputCount,
    int classCount,
    Activation outputActivation,
    Interval? labelTargets,
    IReadOnlyList<string>? featureNames,
    IReadOnlyList<string>? classNames)
{
    public int InputCount { get; } = inputCount;

    public int OutputCount { get; } = outputCount;

    public int ClassCount { get; } = classCount;

    public Activation OutputActivation { get; init; } = outputActivation;

    public Interval? LabelTargets { get; init; } = labelTargets;

    public IReadOnlyList<string>? FeatureNames { get; } = featureNames;

    public IReadOnlyList<string>? ClassNames { get; } = classNames;

    /// <summary>The share of targets below the prediction of a quantile regression; null for other networks, and after a file, which has none.</summary>
    public double? Quantile { get; init; }
}
