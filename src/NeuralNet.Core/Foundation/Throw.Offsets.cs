using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using NeuralNet.Common;
using static System.FormattableString;

namespace NeuralNet.Core.Foundation;

/// <content>Offsets of logits.</content>
internal static partial class Throw
{
    [DoesNotReturn]
    public static void Argument_OffsetCount(string parameter, int length, int rows, int outputs) =>
        throw new ArgumentException(Invariant(
            $"{parameter} has {Shown.Count(length, "value")}; {Shown.Count(rows, "row")} x {Shown.Count(outputs, "output")} need {(long)rows * outputs}. Pass one offset for each output of each row, or none at all."), parameter);

    [DoesNotReturn]
    public static void Argument_OffsetNotFinite<T>(string parameter, T value, int row, int output)
        where T : INumberBase<T> =>
        throw new ArgumentException(Invariant(
            $"{parameter} has {value} at row {row}, output {output}; an offset must be finite. The logarithm of an exposure needs an exposure above 0: leave out rows without exposure."), parameter);

    [DoesNotReturn]
    public static void Argument_OffsetOverflow(string parameter, int row) =>
        throw new ArgumentException(Invariant(
            $"{parameter} is finite, but with its offset the logit overflows at row {row}. An offset is in the unit of the logit: pass the logarithm of an exposure, not the exposure, or rescale inputs and offsets."), parameter);

    [DoesNotReturn]
    public static void Argument_ValidationOffsets(string parameter, bool hasOffsets) =>
        throw new ArgumentException(
            $"{parameter} has {(hasOffsets ? "offsets" : "no offsets")}, and the training examples have {(hasOffsets ? "none" : "some")}, so their losses can't be compared. Give both offsets, 0 where a row has none, or neither.", parameter);

    [DoesNotReturn]
    public static void Argument_MixedOffsets(string parameter, long number, bool hasOffsets) =>
        throw new ArgumentException(Invariant(
            $"{parameter}: batch {number} has {(hasOffsets ? "offsets" : "no offsets")}, and batches before it have {(hasOffsets ? "none" : "some")}. Give every batch of a Fit offsets, 0 where a row has none, or give none to any."), parameter);
}
