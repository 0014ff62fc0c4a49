using static System.FormattableString;

namespace NeuralNet.Core.Evaluation;

/// <summary>What is wrong with parts that are to be added up.</summary>
internal static class MergeCheck
{
    public static ArgumentException Nothing(string parameter) =>
        new($"{parameter} is empty; merge the metrics of one part at least.", parameter);

    /// <summary>Refuses parts that are not metrics of the same thing.</summary>
    public static void Same<TValue>(string parameter, int number, string what, TValue value, TValue first)
    {
        if (!EqualityComparer<TValue>.Default.Equals(value, first))
        {
            throw new ArgumentException(Invariant(
                $"{parameter} differ: that at {number} has {what} {value}, the first {first}. Merge the metrics of one network, made in one way."), parameter);
        }
    }
}
