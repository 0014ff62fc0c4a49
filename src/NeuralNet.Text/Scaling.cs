using System.Numerics;

namespace NeuralNet.Text;

/// <summary>Scales rows to a length.</summary>
internal static class Scaling
{
    /// <summary>Divides values by their length, which is summed in double, in their order. Zeros stay.</summary>
    public static void Scale<T>(Span<T> values, RowNorm norm)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (norm == RowNorm.None)
        {
            return;
        }

        double length = 0;
        foreach (T value in values)
        {
            double number = double.CreateTruncating(value);
            length += norm == RowNorm.L2 ? number * number : Math.Abs(number);
        }

        if (length == 0)
        {
            return;
        }

        length = norm == RowNorm.L2 ? Math.Sqrt(length) : length;
        foreach (ref T value in values)
        {
            value = T.CreateTruncating(double.CreateTruncating(value) / length);
        }
    }
}
