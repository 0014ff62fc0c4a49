using System.Diagnostics.CodeAnalysis;
using static System.FormattableString;

namespace NeuralNet.Core.Foundation;

/// <content>Batches of an example source.</content>
internal static partial class Throw
{
    [DoesNotReturn]
    public static void Argument_NullBatch(string parameter, long number) =>
        throw new ArgumentException(Invariant($"{parameter} has null as its batch {number}. Leave it out."), parameter);

    [DoesNotReturn]
    public static void Argument_NoBatches(string parameter, bool hadBatches) =>
        throw new ArgumentException(
            hadBatches
                ? $"{parameter} is empty when enumerated again, but had batches before. A source must return the same batches each time: it is enumerated once per epoch, and again to standardize or balance. Pass a list, or an enumerable that can start over."
                : $"{parameter} is empty; at least one batch is needed.", parameter);
}
