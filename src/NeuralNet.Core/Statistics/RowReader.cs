using System.Numerics;
using NeuralNet.Core.Training;

namespace NeuralNet.Core.Statistics;

/// <summary>Reads rows in double, in the order of their memory.</summary>
internal static class RowReader
{
    /// <summary>The weight of a row.</summary>
    public static double WeightOf<T>(in ExampleSpan<T> rows, int index)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        rows.Weights.IsEmpty ? 1 : double.CreateTruncating(rows.Weights[index]);

    /// <summary>What is added to the logit of an output of a row.</summary>
    public static double OffsetOf<T>(in ExampleSpan<T> rows, int index, int output, int outputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        rows.Offsets.IsEmpty ? 0 : double.CreateTruncating(rows.Offsets[(index * outputs) + output]);

    /// <summary>The target of an output of a row: of a label, 1 for its class and 0 for the others.</summary>
    public static double TargetOf<T>(in ExampleSpan<T> rows, int index, int output, int outputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        rows.Labels.IsEmpty ? double.CreateTruncating(rows.Targets[(index * outputs) + output])
        : outputs == 1 ? rows.Labels[index]
        : rows.Labels[index] == output ? 1 : 0;
}
