using System.Numerics;

namespace NeuralNet.Core.Tests.Support;

/// <summary>Small sparse data, with their zeros and without.</summary>
internal static class SparseData
{
    /// <summary>
    /// Rows <c>[rows x inputs]</c> with about the given number of values in each row, those of low columns more often, and now and then
    /// a row without any.
    /// </summary>
    public static T[] WrittenOut<T>(int rows, int inputs, double perRow, int seed = 3)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        var result = new T[rows * inputs];
        for (int row = 0; row < rows; row++)
        {
            int count = row % 7 == 6 ? 0 : (int)(perRow * (0.5 + random.NextDouble())) + 1;
            for (int draw = 0; draw < count; draw++)
            {
                int column = (int)(inputs * Math.Pow(random.NextDouble(), 2));
                result[(row * inputs) + column] = T.CreateTruncating((random.NextDouble() * 4) - 2);
            }
        }

        return result;
    }

    /// <summary>The same rows without their zeros.</summary>
    public static SparseRowMemory<T> Sparse<T>(T[] rows, int inputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        List<int> starts = [0];
        List<int> indices = [];
        List<T> values = [];
        for (int start = 0; start < rows.Length; start += inputs)
        {
            for (int column = 0; column < inputs; column++)
            {
                if (rows[start + column] != T.Zero)
                {
                    indices.Add(column);
                    values.Add(rows[start + column]);
                }
            }

            starts.Add(indices.Count);
        }

        return new(starts.ToArray(), indices.ToArray(), values.ToArray());
    }
}
