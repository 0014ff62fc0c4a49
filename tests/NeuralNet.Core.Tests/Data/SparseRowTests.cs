using System.Numerics;

namespace NeuralNet.Core.Tests.Data;

/// <summary>Columns in any order become a valid row.</summary>
public abstract class SparseRowTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void Sorting_keeps_the_sum_of_each_column()
    {
        var random = new Random(5);
        for (int length = 0; length < 200; length++)
        {
            int[] indices = [.. Enumerable.Range(0, length).Select(_ => random.Next(1 + (length * 2 / 3)))];
            T[] values = [.. Enumerable.Range(0, length).Select(_ => T.CreateTruncating(random.NextDouble() - 0.5))];
            var expected = new SortedDictionary<int, T>();
            for (int position = 0; position < length; position++)
            {
                expected[indices[position]] = expected.TryGetValue(indices[position], out T sum) ? sum + values[position] : values[position];
            }

            int count = SparseRow.Sort<T>(indices, values);

            indices[..count].Should().Equal(expected.Keys);
            values[..count].Should().Equal(expected.Values, "the values of a column are added in the order in which they came");
        }
    }

    [Fact]
    public void Negative_columns_and_other_lengths_are_refused_and_nothing_is_sorted()
    {
        int[] indices = [5, 2, -1];
        T[] values = [T.One, T.Zero, T.One];
        FluentActions.Invoking(() => SparseRow.Sort<T>(indices, values))
            .Should().Throw<ArgumentException>().WithParameterName("indices").WithMessage("*-1 at position 2*");
        FluentActions.Invoking(() => SparseRow.Sort<T>(indices, values.AsSpan(0, 2))).Should().Throw<ArgumentException>().WithParameterName("values");
        indices.Should().Equal(5, 2, -1);
    }
}

public sealed class SparseRowTestsInFloat : SparseRowTests<float>;

public sealed class SparseRowTestsInDouble : SparseRowTests<double>;
