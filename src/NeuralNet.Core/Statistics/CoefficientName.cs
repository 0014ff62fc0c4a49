using static System.FormattableString;

namespace NeuralNet.Core.Statistics;

/// <summary>Names of inputs and classes in tables and messages.</summary>
internal static class CoefficientName
{
    public const string OfBias = "bias";

    public static string OfInput(IReadOnlyList<string>? names, int input) => names?[input] ?? Invariant($"input {input}");

    public static string OfClass(IReadOnlyList<string>? names, int label) => names?[label] ?? Invariant($"class {label}");
}
