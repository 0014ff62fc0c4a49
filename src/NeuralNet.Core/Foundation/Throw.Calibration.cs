using System.Diagnostics.CodeAnalysis;
using NeuralNet.Common;
using static System.FormattableString;

namespace NeuralNet.Core.Foundation;

/// <content>Calibration of probabilities.</content>
internal static partial class Throw
{
    [DoesNotReturn]
    public static void Argument_EqualLogits(string parameter, double logit) =>
        throw new ArgumentException(Invariant(
            $"{parameter} has the logit {logit} in every row; calibration needs at least two different logits. Train the network first, or pass rows that differ."), parameter);

    [DoesNotReturn]
    public static void Argument_FallingCalibration(string parameter, double slope) =>
        throw new ArgumentException(Invariant(
            $"{parameter} give the logits a slope of {slope}; it must be above 0, because a larger logit must mean a more probable class 1. Check the labels; if they are right, the network is no better than chance on these rows: train it again."), parameter);

    [DoesNotReturn]
    public static void Argument_NotCalibratable(string parameter, string type) =>
        throw new ArgumentException(
            $"{parameter} has logits so large, so small or so far apart that no calibration is finite as a {type}. Leave out outliers, or rescale the inputs and train again.", parameter);

    [DoesNotReturn]
    public static void InvalidOperation_CalibratesOneOutput(int outputs) =>
        throw new InvalidOperationException(Invariant(
            $"This network has {Shown.Count(outputs, "output")}; only a network with two classes and one output can be calibrated. For probabilities of several classes use Classifier, whose softmax needs no calibration; for two classes use BinaryClassifier."));

    [DoesNotReturn]
    public static void InvalidOperation_CalibratesNoOffsets() =>
        throw new InvalidOperationException(
            "This network was trained with offsets, and a calibrated one would need each offset times the slope of the calibration. Train with Loss.LogLoss, whose predictions are probabilities already, or without offsets: with what they say as an input.");
}
