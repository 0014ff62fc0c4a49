using System.Numerics;
using NeuralNet.Core;

namespace NeuralNet.Text.Tests;

public abstract class SparseRowsBuilderTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void Rows_are_collected_in_their_order()
    {
        var builder = new SparseRowsBuilder<T>();
        builder.Add(new SparseRow<T>([1, 5], [T.One, -T.One]));
        builder.Add(default);
        builder.Add(new SparseRow<T>([0, 2, 3]));

        builder.RowCount.Should().Be(3);
        SparseRows<T> rows = builder.ToMemory().Rows;
        rows.RowStarts.ToArray().Should().Equal(0, 2, 2, 5);
        rows.Indices.ToArray().Should().Equal(1, 5, 0, 2, 3);
        rows.Values.ToArray().Should().Equal(T.One, -T.One, T.One, T.One, T.One);
    }

    [Fact]
    public void What_was_returned_stays_after_further_rows()
    {
        var builder = new SparseRowsBuilder<T>();
        builder.Add(new SparseRow<T>([1]));
        SparseRowMemory<T> first = builder.ToMemory();
        builder.Clear();
        for (int row = 0; row < 3000; row++)
        {
            builder.Add(new SparseRow<T>([row, row + 1], [T.CreateChecked(row), T.One]));
        }

        first.Rows.Indices.ToArray().Should().Equal(1);
        SparseRows<T> second = builder.ToMemory().Rows;
        second.Count.Should().Be(3000);
        second[2999].Indices.ToArray().Should().Equal(2999, 3000);
        second[2999].Values.ToArray().Should().Equal(T.CreateChecked(2999), T.One);
    }

    [Fact]
    public void More_numbers_than_an_array_holds_are_refused_with_the_cure()
    {
        T[] values = [T.One];
        FluentActions.Invoking(() => Growth.MakeRoom(ref values, Array.MaxLength, 1)).Should().Throw<InvalidOperationException>().WithMessage("*batches of a source*");
        values.Should().Equal(T.One);
        Growth.MakeRoom(ref values, 1, 1);
        values.Should().HaveCount(2).And.StartWith(T.One);
    }

    [Fact]
    public void Without_rows_there_are_none() => new SparseRowsBuilder<T>().ToMemory().Rows.Count.Should().Be(0);
}

public sealed class SparseRowsBuilderTestsInFloat : SparseRowsBuilderTests<float>;

public sealed class SparseRowsBuilderTestsInDouble : SparseRowsBuilderTests<double>;
