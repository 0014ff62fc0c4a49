using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using NeuralNet.Common;
using static System.FormattableString;

namespace NeuralNet.Core.Foundation;

/// <content>Targets, and calls for networks of one output.</content>
internal static partial class Throw
{
    [DoesNotReturn]
    public static void Argument_TargetCount(string parameter, int length, int rows, int outputs) =>
        throw new ArgumentException(Invariant(
            $"{parameter} has {Shown.Count(length, "value")}; {Shown.Count(rows, "row")} x {Shown.Count(outputs, "output")} need {(long)rows * outputs}. Pass one target for each output of each row."), parameter);

    [DoesNotReturn]
    public static void Argument_TargetOutOfRange<T>(string parameter, T value, int row, int column, string loss, TargetDomain domain)
        where T : INumberBase<T> =>
        throw new ArgumentException(Invariant(
            $"{parameter} has {value} at row {row}, column {column}; targets of the loss '{loss}' must {(domain.IsTwoValued ? $"be {domain}" : $"lie in {domain}")}. {TargetCure(double.CreateTruncating(value), domain)}, or choose another loss."), parameter);

    [DoesNotReturn]
    public static void Argument_NotADistribution<T>(string parameter, T sum, int row, int outputs)
        where T : INumberBase<T> =>
        throw new ArgumentException(Invariant(
            $"{parameter} sums to {sum} at row {row}; the {outputs} class probabilities of a row must sum to 1. Divide each row by its sum, or pass int labels."), parameter);

    [DoesNotReturn]
    public static void Argument_NotOneClass<T>(string parameter, T ones, int row, string loss)
        where T : INumberBase<T> =>
        throw new ArgumentException(Invariant(
            $"{parameter} has {ones} classes at row {row}; the loss '{loss}' takes one: 1 for the class of the row, 0 for the others. Pass int labels, or choose another loss."), parameter);

    [DoesNotReturn]
    public static void InvalidOperation_NotOneOutput(int outputs) =>
        throw new InvalidOperationException(Invariant(
            $"This network has {Shown.Count(outputs, "output")}, so one number can't hold them. Call the overload with a destination of [rows x {outputs}]."));

    [DoesNotReturn]
    public static void InvalidOperation_NotOneOutputToLearn(int outputs) =>
        throw new InvalidOperationException(Invariant(
            $"This network has {Shown.Count(outputs, "output")}, so one target is not enough. Pass targets [1 x {outputs}]; a classifier takes the class of the row as an int label, 0 to {outputs - 1}."));

    /// <summary>The cure for a target that the loss does not take.</summary>
    private static string TargetCure(double value, TargetDomain domain)
    {
        string cure = domain.IsTwoValued ? "Pass int labels" : "Rescale them";
        bool areZeroAndOne = domain.IsClassification && domain.Interval == Interval.Probability;
        return areZeroAndOne && value == -1 ? (domain.IsTwoValued ? $"Map -1 to 0, or read bool labels with SvmLightLabels.Signs. {cure}" : "Map -1 to 0, or read bool labels with SvmLightLabels.Signs")
            : areZeroAndOne && value > 1 && double.IsInteger(value) ? $"Three classes or more need Perceptron.Classifier and int labels. {cure}"
            : cure;
    }
}
