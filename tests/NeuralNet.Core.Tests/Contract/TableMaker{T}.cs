using System.Numerics;

namespace NeuralNet.Core.Tests.Contract;

/// <summary>Draws rows with targets that a loss takes.</summary>
internal static class TableMaker<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Rows with numbers in [-1, 1); a loss that compares outputs has 3 unless told.</summary>
    public static Table<T> Make(Loss loss, int rows, int columns, int seed, int outputs = 0)
    {
        var random = new Random(seed);
        int width = outputs > 0 ? outputs : loss.CouplesOutputs ? 3 : 1;
        T[] inputs = Numbers.Of<T>(random.Values(rows * columns, -1, 1));
        double[] targets = [.. Enumerable.Range(0, rows).SelectMany(row => Targets(loss, width, row, random))];
        return new Table<T>(columns, width, inputs, Numbers.Of<T>(targets));
    }

    /// <summary>The same rows, with a label of each class in turn.</summary>
    public static Table<T> Labelled(Table<T> table, int classes) =>
        table with { Labels = SmallData.Labels(table.Rows, classes) };

    /// <summary>The targets that the labels of a table stand for.</summary>
    public static T[] TargetsOf(Table<T> table, Interval interval)
    {
        var targets = new double[table.Rows * table.Outputs];
        foreach ((int row, int label) in (table.Labels ?? []).Index())
        {
            for (int output = 0; output < table.Outputs; output++)
            {
                bool isHigh = table.Outputs == 1 ? label == 1 : label == output;
                targets[(row * table.Outputs) + output] = isHigh ? interval.High : interval.Low;
            }
        }

        return Numbers.Of<T>(targets);
    }

    private static double[] Targets(Loss loss, int outputs, int row, Random random)
    {
        Interval interval = loss.Targets.Interval;
        if (loss.CouplesOutputs)
        {
            return loss.Targets.IsTwoValued ? Draw.OneHot(outputs, row % outputs) : random.Distribution(outputs);
        }

        var targets = new double[outputs];
        foreach (ref double target in targets.AsSpan())
        {
            target = loss.Targets.IsTwoValued
                ? (random.Next(2) == 0 ? interval.Low : interval.High)
                : random.Between(Math.Max(interval.Low, -2), Math.Min(interval.High, 2));
        }

        return targets;
    }
}
