using System.Diagnostics.CodeAnalysis;
using NeuralNet.Common;
using static System.FormattableString;

namespace NeuralNet.Core.Foundation;

/// <content>Bounds of weights.</content>
internal static partial class Throw
{
    [DoesNotReturn]
    public static void Argument_WeightBoundCount(int low, int high, int inputs, int outputs) => throw new ArgumentException(Invariant(
        $"low has {Shown.Count(low, "value")} and high has {high}; {inputs} of each {(inputs == 1 ? "is" : "are")} needed, one for each input{(outputs == 1 ? string.Empty : Invariant($", or {inputs * outputs}, [outputs x inputs]"))}."), nameof(low));

    [DoesNotReturn]
    public static void Argument_WeightBounds(int weight, double low, double high, string type) => throw new ArgumentException(Invariant(
        $"low has {low} and high has {high} for weight {weight}; low must be in [-inf, inf), and high in (-inf, inf] and not below low, as a {type} too. 0 and inf keep a weight from being negative."), nameof(low));

    [DoesNotReturn]
    public static void Argument_OutsideOfBounds(string weights, int input, int output, double weight, double low, double high) =>
        throw new ArgumentException(Invariant(
            $"{weights} has {weight} for input {input} of output {output}, outside of its bounds, {low} and {high}. Pass weights within the bounds, or leave out WithWeightBounds."), weights);
}
