using System.Diagnostics.CodeAnalysis;
using static System.FormattableString;

namespace NeuralNet.Core.Foundation;

/// <content>Standardized inputs.</content>
internal static partial class Throw
{
    /// <summary>What a network that standardizes its inputs can't do before its first Fit, and the cure.</summary>
    public const string NotStandardizedYet =
        "This network standardizes its inputs, and mean and scale are fixed by the first Fit, which has not run. Call Fit first; to start from given weights use WithInitialWeights, on the standardized scale.";

    /// <summary>What a network whose standardization runs can't do before its first row, and the cure.</summary>
    public const string NoRowsToStandardize =
        "This network standardizes its inputs by the rows learned so far, and there are none. Call Learn or Fit first; to start from given weights use WithInitialWeights, on the standardized scale.";

    [DoesNotReturn]
    public static void Argument_NotStandardizable(string parameter, int column) =>
        throw new ArgumentException(Invariant(
            $"{parameter} can't be standardized in column {column}: its values are too large, or too close together, for its mean and scale to be finite. Rescale the column."), parameter);

    [DoesNotReturn]
    public static void Argument_NotFiniteStandardized(string parameter) =>
        throw new ArgumentException(
            $"{parameter} exceed a quarter of the largest finite number, either as passed or multiplied by the scales of the inputs, as training uses them. Use smaller ones.", parameter);

    [DoesNotReturn]
    public static void Argument_InitialWeightsOverflow(string parameter) =>
        throw new ArgumentException(
            $"{parameter} can't be standardized: the initial weights, divided by the scales of the inputs or as passed, exceed a quarter of the largest finite number. Use smaller initial weights, or rescale the inputs.", parameter);

    [DoesNotReturn]
    public static void InvalidOperation_NoBiasToStandardize() => throw new InvalidOperationException(
        "Standardizing subtracts a mean from each input, which amounts to a bias. Leave out WithoutBias, or use WithStandardization(center: false).");

    [DoesNotReturn]
    public static void InvalidOperation_NotStandardizedYet() => throw new InvalidOperationException(NotStandardizedYet);
}
