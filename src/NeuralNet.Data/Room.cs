using System.Runtime.CompilerServices;
using NeuralNet.Common;
using static System.FormattableString;

namespace NeuralNet.Data;

/// <summary>Checks that a result fits in memory, above all that of the caller.</summary>
internal static class Room
{
    /// <summary>Returns the number of values in rows, which must fit into one array.</summary>
    public static int Count(string parameter, int rows, int width)
    {
        long count = (long)rows * width;
        return count <= Array.MaxLength ? (int)count : throw new ArgumentException(
            Invariant($"{parameter} would have {Shown.Count(rows, "row")} x {Shown.Count(width, "input")} = {count} values; at most {Array.MaxLength} fit into one array. Encode fewer records at a time."), parameter);
    }

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
