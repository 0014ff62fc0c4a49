namespace NeuralNet.Core.Statistics;

/// <summary>What a description says of a model, beyond its weights.</summary>
/// <param name="HasBias">Whether it has a bias.</param>
/// <param name="RankTolerance">The share of an input, apart from the inputs before it, that counts as none, (0, 1).</param>
/// <param name="HeldOut">The share of the rows that the last Fit held out for validation; null if it held out none, or is not known.</param>
/// <param name="FeatureNames">The names of the inputs; null if they have none.</param>
/// <param name="ClassNames">The names of the classes; null if they have none.</param>
internal readonly record struct ModelTraits(
    bool HasBias, double RankTolerance, double? HeldOut, IReadOnlyList<string>? FeatureNames, IReadOnlyList<string>? ClassNames)
{
    /// <summary>The name of an input, or its column.</summary>
    public string InputName(int input) => CoefficientName.OfInput(FeatureNames, input);

    /// <summary>The name of a class, or its index.</summary>
    public string ClassName(int label) => CoefficientName.OfClass(ClassNames, label);
}
