using System.Diagnostics.CodeAnalysis;
using NeuralNet.Common;
using static System.FormattableString;

namespace NeuralNet.Core.Foundation;

/// <content>Parts and state of a network, and its replacement in a host.</content>
internal static partial class Throw
{
    [DoesNotReturn]
    public static void Argument_CoupledLossWithOneOutput(string parameter, string loss) =>
        throw new ArgumentException(
            $"The loss '{loss}' compares the outputs of a row; this network has 1 output. Call WithOutputs with the number of classes (2 or more) first, or use Loss.LogLoss.", parameter);

    [DoesNotReturn]
    public static void Argument_SoftmaxOfOneOutput(string parameter) =>
        throw new ArgumentException(
            $"{parameter} is 'softmax', which compares the outputs of a row, but there is only one output. Use Activation.Sigmoid, or pass weights and bias of two or more outputs.", parameter);

    [DoesNotReturn]
    public static void Argument_OtherShape(
        string parameter, int inputs, int outputs, int classes, int currentInputs, int currentOutputs, int currentClasses) =>
        throw new ArgumentException(
            $"The model has {Shown.Count(inputs, "input")}, {Shown.Count(outputs, "output")} and {classes} classes, but the model that it would replace has {currentInputs}, {currentOutputs} and {currentClasses}: callers would break. Create a new host for it; if only the inputs differ, and callers pass records instead of rows, set AllowsOtherInputs.",
            parameter);

    [DoesNotReturn]
    public static void Argument_OtherName(string parameter, string kind, int index, string name, string currentName) =>
        throw new ArgumentException(
            $"The model has the {kind} name '{Shown.Text(name)}' at {index}, but the host has '{Shown.Text(currentName)}': rows and answers would be misread. Train the model with the names in the same order, or create a new host for it.",
            parameter);

    [DoesNotReturn]
    public static void InvalidOperation_InTraining() =>
        throw new InvalidOperationException(
            "This network is in a Fit or another call that changes it. Until that call returns, neither a progress handler nor another thread may change the network. Wait for it to return; to end a Fit early, use its cancellation token.");

    [DoesNotReturn]
    public static void InvalidOperation_SavedInTraining() =>
        throw new InvalidOperationException(
            "This network is in a Fit, and can be saved only between two epochs. Save in a progress handler that runs on the thread of Fit, when IsWithinEpoch is false: a class of your own that implements IProgress<TrainingProgress>, because Progress<T> moves its calls to other threads. Or wait for Fit to return.");

    [DoesNotReturn]
    public static void InvalidOperation_NotFiniteWeights(string action) =>
        throw new InvalidOperationException(
            $"The weights or the state of the optimizer are no longer finite, so {action} is rejected: learning diverged. Set finite weights with SetWeights, or build a new network with a lower learning rate.");

    [DoesNotReturn]
    public static void InvalidOperation_NoSummary(string reason) =>
        throw new InvalidOperationException($"This network has no summary: {reason}.");

    [DoesNotReturn]
    public static void InvalidOperation_LearningRate(string name, double value, long step, long epoch) =>
        throw new InvalidOperationException(Invariant(
            $"The learning rate '{Shown.Text(name)}' is {value} at step {step}, after {epoch} completed epochs; it must lie in (0, inf). Its function must return a positive, finite number for every step and epoch."));
}
