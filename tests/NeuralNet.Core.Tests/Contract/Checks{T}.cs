using System.Numerics;

namespace NeuralNet.Core.Tests.Contract;

/// <summary>Every law.</summary>
internal static class Checks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static IReadOnlyList<Check<T>> All { get; } =
    [
        .. DataChecks<T>.All,
        .. PredictionChecks<T>.All,
        .. LearnChecks<T>.All,
        .. RowWeightChecks<T>.All,
        .. OffsetChecks<T>.All,
        .. SymmetryChecks<T>.All,
        .. ContinuationChecks<T>.All,
        .. RefusalChecks<T>.All,
        .. DescentChecks<T>.All,
        .. PenaltyChecks<T>.All,
        .. StandardizationChecks<T>.All,
        .. ControlChecks<T>.All,
        .. ValidationChecks<T>.All,
    ];

    public static Check<T> Named(string name) => All.Single(check => check.Name == name);
}
