using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using static System.FormattableString;

namespace NeuralNet.Core.Foundation;

/// <content>Decision thresholds.</content>
internal static partial class Throw
{
    [DoesNotReturn]
    public static void Argument_NoThreshold(string parameter, int outputs, int classes) =>
        throw new ArgumentException(Invariant(
            $"{parameter} is not 0, but a threshold needs one output and two classes; this network has {outputs} output(s) and {classes} classes. Leave it out."), parameter);

    [DoesNotReturn]
    public static void Argument_GoalOutOfReach(string parameter, string goal, string best) =>
        throw new ArgumentException(
            $"{parameter} is {goal}, which no threshold reaches on these rows; the nearest is {best}. Ask for less, or train a better network. The threshold of the network is unchanged.", parameter);

    [DoesNotReturn]
    public static void ArgumentOutOfRange_Probability(string parameter, double threshold) =>
        throw new ArgumentOutOfRangeException(parameter, threshold, Invariant(
            $"{parameter} is {threshold}; it is a probability of class 1 and must lie in (0, 1): at 0 every row would be of class 1, at 1 no row. For a logit call SetThresholdLogit."));

    [DoesNotReturn]
    public static void ArgumentOutOfRange_Margin<T>(string parameter, T threshold)
        where T : INumberBase<T> =>
        throw new ArgumentOutOfRangeException(parameter, threshold, Invariant(
            $"{parameter} is {threshold}; it must be finite, also in the number type of the network. It is a logit (margin): weights times inputs plus bias."));

    [DoesNotReturn]
    public static void InvalidOperation_NoThreshold(int outputs, int classes) =>
        throw new InvalidOperationException(Invariant(
            $"This network has {outputs} output(s) and {classes} classes; a threshold needs one output and two classes. Use BinaryClassifier; several outputs are compared with each other, or each with 0."));
}
