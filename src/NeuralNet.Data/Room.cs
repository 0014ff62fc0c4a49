using System.Runtime.CompilerServices;
using NeuralNet.Common;
using static System.FormattableString;

namespace NeuralNet.Data;

/// <summary>Checks that a result fits in the caller's memory.</summary>
internal static class Room
{
    public static void Check<T>(Span<T> destination, int records, int each, [CallerArgumentExpression(nameof(destination))] string parameter = "")
    {
        long needed = (long)records * each;
        if (destination.Length < needed)
        {
            throw new ArgumentException(
                Invariant($"{parameter} has {Shown.Count(destination.Length, "value")}, and {records} records need {needed}, {each} each. Pass a longer one."), parameter);
        }
    }
}
