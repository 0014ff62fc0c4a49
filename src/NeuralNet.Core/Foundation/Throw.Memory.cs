using System.Diagnostics.CodeAnalysis;
using NeuralNet.Common;
using static System.FormattableString;

namespace NeuralNet.Core.Foundation;

/// <content>Length and overlap of arrays and spans.</content>
internal static partial class Throw
{
    [DoesNotReturn]
    public static void Argument_WrongLength(string parameter, int length, int needed, string shape) =>
        throw new ArgumentException(Invariant(
            $"{parameter} has {Shown.Count(length, "value")}; {needed} are needed, {shape}."), parameter);

    [DoesNotReturn]
    public static void Argument_DestinationTooShort(string parameter, int length, int needed) =>
        throw new ArgumentException(Invariant(
            $"{parameter} has room for {Shown.Count(length, "value")}; {needed} are needed."), parameter);

    [DoesNotReturn]
    public static void Argument_Overlap(string parameter, string other) =>
        throw new ArgumentException($"{parameter} overlaps {other}, which would be overwritten while it is read. Use separate memory.", parameter);
}
