using System.Diagnostics.CodeAnalysis;
using NeuralNet.Common;
using static System.FormattableString;

namespace NeuralNet.Core.Foundation;

/// <content>Offsets of logits.</content>
internal static partial class Throw
{
    /// <summary>The cure for offsets that are not finite.</summary>
    public const string NoExposure = ": the logarithm of an exposure needs an exposure above 0";

    [DoesNotReturn]
    public static void Argument_OffsetCount(string parameter, int length, int rows, int outputs) =>
        throw new ArgumentException(Invariant(
            $"{parameter} has {Shown.Count(length, "value")}; {Shown.Count(rows, "row")} x {Shown.Count(outputs, "output")} need {(long)rows * outputs}. Pass one offset for each output of each row, or none at all."), parameter);

    [DoesNotReturn]
    public static void Argument_ForgottenOffsets(string parameter) =>
        throw new ArgumentException(
            $"{parameter} is empty, and the last Fit of this network had offsets: without them these would be the numbers of another model. Pass the offsets of these rows, or zeros if an offset of 0 is meant.", parameter);

    [DoesNotReturn]
    public static void Argument_OffsetOverflow(string parameter, int row) =>
        throw new ArgumentException(Invariant(
            $"{parameter} is finite, but with its offset the logit overflows at row {row}. Pass the logarithm of an exposure, or rescale inputs and offsets."), parameter);

    /// <param name="parameter">The parameter.</param>
    /// <param name="place">The examples.</param>
    /// <param name="hasOffsets">Whether these have offsets, and the others none.</param>
    [DoesNotReturn]
    public static void Argument_MixedOffsets(string parameter, string place, bool hasOffsets) =>
        throw new ArgumentException(
            $"{place} has {(hasOffsets ? "offsets, and other examples of this Fit have none" : "no offsets, and other examples of this Fit have some")}. Give all of them offsets, 0 where a row has none, or none.", parameter);
}
