using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using NeuralNet.Common;
using static System.FormattableString;

namespace NeuralNet.Core.Foundation;

/// <content>Class labels, and labels of several outputs.</content>
internal static partial class Throw
{
    [DoesNotReturn]
    public static void Argument_LabelCount(string parameter, int length, int rows) =>
        throw new ArgumentException(Invariant(
            $"{parameter} has {Shown.Count(length, "value")} for {Shown.Count(rows, "row")}; pass one label for each row."), parameter);

    [DoesNotReturn]
    public static void Argument_LabelOutOfRange(string parameter, int label, int row, int classes) =>
        throw new ArgumentException(Invariant(
            $"{parameter} has {label} at row {row}; with {classes} classes a label is 0 to {classes - 1}. Number the classes from 0{(label == -1 && classes == 2 ? ": map -1 to 0" : string.Empty)}."), parameter);

    [DoesNotReturn]
    public static void Argument_LabelsAsTargets(string parameter, int rows, int outputs) =>
        throw new ArgumentException(Invariant(
            $"{parameter} has {Shown.Count(rows, "value")}; {Shown.Count(rows, "row")} x {Shown.Count(outputs, "output")} need {(long)rows * outputs}. If each is the class of its row, pass int labels, 0 to {outputs - 1}, instead of floating-point numbers: int[] or a span of int. Or pass one target for each output of each row."), parameter);

    [DoesNotReturn]
    public static void Argument_FlagsOfManyClasses(string parameter, int classes) =>
        throw new ArgumentException(Invariant(
            $"{parameter} has bools, which distinguish 2 classes; this network has {classes} classes. Pass class indices, [0, {classes}), or class names."), parameter);

    [DoesNotReturn]
    public static void Argument_OneClassOnly(string parameter, string only) =>
        throw new ArgumentException(
            $"{parameter} holds one class only ({only}); a classifier needs rows of at least two. Check the selection of rows.", parameter);

    [DoesNotReturn]
    public static void Argument_TargetIsNoLabel<T>(string parameter, T value, int row, int column, T low, T high)
        where T : INumberBase<T> =>
        throw new ArgumentException(Invariant(
            $"{parameter} has {value} at row {row}, column {column}; a target must be {high} (the row has the label) or {low} (it does not). Round the targets to one of them."), parameter);

    [DoesNotReturn]
    public static void Argument_LabelsOfAClassifier(string parameter, Interval ends) =>
        throw new ArgumentException(Invariant(
            $"{parameter} holds only {ends.Low} and {ends.High}, which are labels, and this network is a classifier. Pass int labels (1, not 1.0) to get accuracy and log loss. For an independent label at each output call EvaluateMultiLabel; for distances from targets call RegressionMetrics.FromPredictions."), parameter);

    [DoesNotReturn]
    public static void Argument_LabelsToBeScored(string parameter, Interval ends) =>
        throw new ArgumentException(Invariant(
            $"{parameter} holds only {ends.Low} and {ends.High}, which are labels, and this is the description of a classifier. Pass int labels (1, not 1.0) to score it by accuracy and log loss."), parameter);

    [DoesNotReturn]
    public static void InvalidOperation_NoClasses(int outputs, string outputActivation) =>
        throw new InvalidOperationException(Invariant(
            $"This network has no classes, so it takes no class labels (int, bool or name): it has a regression loss, {outputs} output(s) and the output activation '{outputActivation}'. Pass regression targets as floating-point numbers: 2f or 2.0, not 2. To predict, call Predict. For classes use a classification loss, such as Loss.LogLoss (BinaryClassifier) or Loss.SoftmaxCrossEntropy (Classifier)."));

    [DoesNotReturn]
    public static void InvalidOperation_NoLabelOutputs(int outputs, string outputActivation) =>
        throw new InvalidOperationException(Invariant(
            $"This network has no labels that are independent of each other: it has {outputs} output(s) and the output activation '{outputActivation}'. Such labels need a classification loss that treats each output separately, such as Loss.LogLoss with WithOutputs. If the loss compares outputs, use PredictClasses and Evaluate with int labels; for regression use Predict and Evaluate."));
}
