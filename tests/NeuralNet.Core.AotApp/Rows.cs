using System.Numerics;

namespace NeuralNet.Core.AotApp;

/// <summary>Numbers that look random and are the same everywhere: integer arithmetic, then exact steps.</summary>
internal static class Rows
{
    /// <summary>Inputs <c>[rows x inputs]</c> whose columns differ in mean and scale.</summary>
    public static T[] Inputs<T>(int rows, int inputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var values = new T[rows * inputs];
        for (int index = 0; index < values.Length; index++)
        {
            int column = index % inputs;
            values[index] = T.CreateTruncating(((1 + (column % 4)) * Number(index)) + (column % 3));
        }

        return values;
    }

    /// <summary>Targets <c>[rows x outputs]</c> that the loss takes, at most 2 apart where it takes all of a ray or line.</summary>
    public static T[] Targets<T>(int rows, int outputs, TargetDomain domain)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double low = Math.Max(domain.Interval.Low, -1);
        double high = Math.Min(domain.Interval.High, low + 2);
        var values = new T[rows * outputs];
        for (int index = 0; index < values.Length; index++)
        {
            double share = 0.5 * (Number(-1 - index) + 1);
            values[index] = T.CreateTruncating(low + ((high - low) * (domain.IsTwoValued ? Math.Round(share) : share)));
        }

        return values;
    }

    /// <summary>Labels <c>[rows]</c>, every class in turn.</summary>
    public static int[] Labels(int rows, int classes)
    {
        var labels = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            labels[row] = row % classes;
        }

        return labels;
    }

    /// <summary>Weights <c>[rows]</c> from 0 to 2, quarters apart.</summary>
    public static T[] Weights<T>(int rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var weights = new T[rows];
        for (int row = 0; row < rows; row++)
        {
            weights[row] = T.CreateTruncating(row * 5 % 9 / 4.0);
        }

        return weights;
    }

    /// <summary>A number in [-1, 1), a multiple of 2^-52.</summary>
    public static double Number(int index)
    {
        ulong bits = unchecked((ulong)index * 0x9E3779B97F4A7C15);
        bits = (bits ^ (bits >> 32)) * 0xD6E8FEB86659FD93;
        bits = (bits ^ (bits >> 32)) * 0xD6E8FEB86659FD93;
        return ((bits >> 11) * (1.0 / (1UL << 52))) - 1;
    }
}
