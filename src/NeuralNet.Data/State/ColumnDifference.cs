using NeuralNet.Common;
using NeuralNet.Core;
using static System.FormattableString;

namespace NeuralNet.Data.State;

/// <summary>The first column by whose name a stored state differs from a description.</summary>
internal static class ColumnDifference
{
    /// <summary>Names the column that was added, left out, renamed or moved.</summary>
    /// <param name="stored">The names of the columns in the file.</param>
    /// <param name="described">The names of the columns of the description.</param>
    /// <param name="state">The stored columns, which make the error.</param>
    /// <exception cref="ModelFormatException">The names differ.</exception>
    public static void ThrowIfAny(string[] stored, string[] described, StateValue state)
    {
        int at = stored.AsSpan().CommonPrefixLength(described);
        if (at == stored.Length && at == described.Length)
        {
            return;
        }

        if (at == stored.Length || (at < described.Length && IsLeftOut(stored, described, at)))
        {
            throw state.At("the description").Error(
                Invariant($"has the column '{Shown.Text(described[at])}' at {at}, which the file does not have"));
        }

        string instead = at == described.Length
            ? "which the description does not have"
            : $"where the description has '{Shown.Text(described[at])}'";
        throw state.At("the file").Error(Invariant($"has the column '{Shown.Text(stored[at])}' at {at}, {instead}"));
    }

    /// <summary>Checks that the file lacks the described column, and has a known one in its place.</summary>
    private static bool IsLeftOut(string[] stored, string[] described, int at) =>
        !stored.Contains(described[at]) && described.Contains(stored[at]);
}
