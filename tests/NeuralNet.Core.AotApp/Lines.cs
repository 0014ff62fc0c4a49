using System.Numerics;

namespace NeuralNet.Core.AotApp;

/// <summary>The lines that every machine must print.</summary>
internal static class Lines
{
    /// <summary>A line for each training and each set of predictions with numbers of one type: the name, and a hash of all numbers.</summary>
    public static IEnumerable<string> Of<T>(int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Trainings.Run<T>(threads)
        .Concat(NewtonFits.Run<T>(threads))
        .Concat(LassoFits.Run<T>(threads))
        .Concat(OffsetFits.Run<T>(threads))
        .Concat(BoundFits.Run<T>(threads))
        .Concat(SparseFits.Run<T>(threads))
        .Concat(Summaries.Run<T>())
        .Concat(Records.Run<T>());
}
