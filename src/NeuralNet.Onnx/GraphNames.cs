namespace NeuralNet.Onnx;

/// <summary>The names of the values in exported graphs.</summary>
internal static class GraphNames
{
    public const string Graph = "one_layer";
    public const string Rows = "rows";
    public const string Inputs = "inputs";
    public const string Weights = "weights";
    public const string Bias = "bias";
    public const string Logits = "logits";
    public const string Predictions = "predictions";
    public const string Zero = "zero";
    public const string IsAboveZero = "is_above_zero";
    public const string Threshold = "threshold";
    public const string IsAboveThreshold = "is_above_threshold";
    public const string OutputAxis = "output_axis";
    public const string IsClassOne = "is_class_one";
    public const string Label = "label";
    public const string Labels = "labels";
    public const string One = "one";
    public const string ComplementaryProbability = "complementary_probability";
    public const string Probabilities = "probabilities";
}
