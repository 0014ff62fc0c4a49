using System.Diagnostics.CodeAnalysis;
using static System.FormattableString;

namespace NeuralNet.Core.Foundation;

/// <content>Batches of an example source.</content>
internal static partial class Throw
{
    /// <summary>Returns the same refusal of one of several sets of examples: its text begins with the place, and the parameter is the caller's.</summary>
    public static ArgumentException ArgumentAt(string place, string parameter, ArgumentException refusal)
    {
        // The message ends with the name of the parameter, in the words of the runtime.
        string ending = new ArgumentException(string.Empty, refusal.ParamName).Message;
        string text = refusal.Message.EndsWith(ending, StringComparison.Ordinal) ? refusal.Message[..^ending.Length] : refusal.Message;
        return refusal is ArgumentNullException
            ? new ArgumentNullException(parameter, $"{place}: {refusal.ParamName} is null.")
            : new ArgumentException($"{place}: {text}", parameter);
    }

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
