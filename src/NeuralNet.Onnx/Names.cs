namespace NeuralNet.Onnx;

/// <summary>The names of an exported graph.</summary>
internal static class Names
{
    public const string Producer = "NeuralNet.Core";

    public const string Inputs = "inputs";

    public const string Weights = "weights";

    public const string Bias = "bias";

    public const string Logits = "logits";

    public const string Predictions = "predictions";

    public const string Label = "label";

    public const string Labels = "labels";

    public const string Probabilities = "probabilities";

    public const string Threshold = "threshold";

    public const string Link = "neuralnet.link";

    public const string Classes = "neuralnet.classes";

    public const string ThresholdText = "neuralnet.threshold";

    public const string FeatureNames = "neuralnet.feature_names";

    public const string ClassNames = "neuralnet.class_names";
}
