using static System.FormattableString;

namespace NeuralNet.Core.Evaluation;

/// <summary>Checks metrics that are merged.</summary>
internal static class MergeCheck
{
    public static ArgumentException Nothing(string parameter) =>
        new($"{parameter} is empty; pass the metrics of at least one part.", parameter);

    /// <summary>Rejects parts that do not belong together.</summary>
    public static void Same<TValue>(string parameter, int number, string what, TValue value, TValue first)
    {
        if (!EqualityComparer<TValue>.Default.Equals(value, first))
        {
            throw new ArgumentException(Invariant(
                $"{parameter} differ: the part at {number} has {what} {value}, the first {first}. Merge only metrics of the same network, computed in the same way."), parameter);
        }
    }
}
