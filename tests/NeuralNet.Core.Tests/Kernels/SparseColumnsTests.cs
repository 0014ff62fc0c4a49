using System.Numerics;
using NeuralNet.Core.Kernels;
using static NeuralNet.Core.Tests.Support.SmallData;

namespace NeuralNet.Core.Tests.Kernels;

/// <summary>Weights by column give the bits of weights by output.</summary>
public abstract class SparseColumnsTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Theory]
    [MemberData(nameof(ColumnShapes.Shapes), MemberType = typeof(ColumnShapes))]
    public void Logits_have_the_bits_of_products_output_by_output(int inputs, int outputs)
    {
        int stride = SparseColumns.Stride<T>(outputs);
        int between = stride + 3;
        T[] weights = Rows<T>(outputs, inputs);
        T[] bias = Rows<T>(1, outputs, seed: 2);
        T[] columns = Filled(inputs * between);
        SparseColumns.Gather(weights, outputs, columns, between);
        foreach (int count in (int[])[0, 1, 2, 7, 30])
        {
            (int[] indices, T[] values) = Row(inputs, count);
            foreach (T[] given in (T[][])[values, []])
            {
                T[] logits = Filled(outputs * 2);
                SparseColumns.Logits(indices, given, columns, between, bias, logits, apart: 2);

                for (int output = 0; output < outputs; output++)
                {
                    T expected = Sparse.Dot<T>(indices, given, weights.AsSpan(output * inputs, inputs)) + bias[output];
                    Bits<T>([logits[2 * output]]).Should().Be(Bits<T>([expected]), $"of output {output}, {count} values");
                    logits[(2 * output) + 1].Should().Be(Unwritten);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(ColumnShapes.Shapes), MemberType = typeof(ColumnShapes))]
    public void Sums_have_the_bits_of_sums_output_by_output(int inputs, int outputs)
    {
        T[] expected = Rows<T>(outputs, inputs);
        T[] factors = Rows<T>(1, outputs, seed: 4);
        T[] columns = new T[inputs * outputs];
        SparseColumns.Gather<T>(expected, outputs, columns, outputs);
        for (int count = 0; count < 30; count += 7)
        {
            (int[] indices, T[] values) = Row(inputs, count);
            foreach (T[] given in (T[][])[values, []])
            {
                SparseColumns.AddScaled(indices, given, factors, columns, outputs);
                for (int output = 0; output < outputs; output++)
                {
                    Sparse.AddScaled(indices, given, factors[output], expected.AsSpan(output * inputs, inputs));
                }
            }
        }

        T[] actual = new T[expected.Length];
        SparseColumns.Scatter<T>(columns, outputs, outputs, actual);
        Bits<T>(actual).Should().Be(Bits<T>(expected));
    }

    [Fact]
    public void The_sign_of_products_that_underflow_is_that_of_products_output_by_output()
    {
        // Each product is below the least number, so each partial sum is -0.
        const int Inputs = 40;
        T[] weights = [.. Enumerable.Repeat(T.Epsilon, 3 * Inputs)];
        int[] indices = [.. Enumerable.Range(0, 32)];
        T[] values = [.. Enumerable.Repeat(-T.Epsilon, 32)];
        T[] columns = new T[Inputs * SparseColumns.Stride<T>(3)];
        SparseColumns.Gather<T>(weights, 3, columns, SparseColumns.Stride<T>(3));
        T[] logits = new T[3];
        SparseColumns.Logits<T>(indices, values, columns, SparseColumns.Stride<T>(3), [-T.Zero, -T.Zero, -T.Zero], logits, 1);

        T expected = Sparse.Dot<T>(indices, values, weights.AsSpan(0, Inputs)) + -T.Zero;
        T.IsNegative(expected).Should().BeTrue();
        Bits<T>(logits).Should().Be(Bits<T>([expected, expected, expected]));
    }

    [Fact]
    public void What_fills_the_registers_of_a_column_is_0()
    {
        T[] columns = Filled(70 * 8);
        SparseColumns.Gather<T>(Rows<T>(3, 70), 3, columns, between: 8);
        for (int column = 0; column < 70; column++)
        {
            columns.AsSpan((column * 8) + 3, SparseColumns.Stride<T>(3) - 3).ToArray().Should().AllBeEquivalentTo(T.Zero);
            columns.AsSpan((column * 8) + SparseColumns.Stride<T>(3), 4).ToArray().Should().AllBeEquivalentTo(Unwritten);
        }
    }

    [Theory]
    [InlineData(1e6, 1000, 1, 1, false)]
    [InlineData(999, 1000, 20, 1, false)]
    [InlineData(1000, 1000, 20, 1, true)]
    [InlineData(1e6, 15, 20, 1, false)]
    [InlineData(1e12, 1 << 30, 2, 2, false)]
    [InlineData(1e12, int.MaxValue, 1000, 4, false)]
    public void A_copy_is_worth_it_from_a_value_for_each_column_on(double values, int inputs, int outputs, int parts, bool expected) =>
        SparseColumns.AreWorth<T>(values, inputs, outputs, parts).Should().Be(expected);

    [Fact]
    public void An_index_out_of_range_reaches_no_memory()
    {
        T[] columns = new T[40 * 4];
        foreach (int index in (int[])[-1, 40, int.MaxValue, int.MinValue + 40])
        {
            FluentActions.Invoking(() => SparseColumns.Logits<T>([index], [], columns, 4, new T[3], new T[3], 1))
                .Should().Throw<ArgumentOutOfRangeException>();
            FluentActions.Invoking(() => SparseColumns.AddScaled<T>([index], [], new T[3], columns, 4)).Should().Throw<ArgumentOutOfRangeException>();
        }
    }

    private static T Unwritten => T.CreateTruncating(-7654.5);

    private static T[] Filled(int length)
    {
        T[] result = new T[length];
        result.AsSpan().Fill(Unwritten);
        return result;
    }

    private static (int[] Indices, T[] Values) Row(int inputs, int count)
    {
        var random = new Random(count);
        int[] indices = [.. Enumerable.Range(0, inputs).OrderBy(_ => random.Next()).Take(count).Order()];
        return (indices, Rows<T>(1, count, seed: count));
    }
}

public static class ColumnShapes
{
    /// <summary>Outputs around each number of registers, and more than are summed at once; columns from the fewest on.</summary>
    public static TheoryData<int, int> Shapes
    {
        get
        {
            TheoryData<int, int> all = [];
            foreach (int outputs in (int[])[1, 2, 3, 4, 5, 8, 9, 16, 17, 20, 43, 64, 65, 130])
            {
                all.Add(33, outputs);
                all.Add(64, outputs);
                all.Add(1001, outputs);
            }

            return all;
        }
    }
}

public sealed class SparseColumnsTestsInFloat : SparseColumnsTests<float>;

public sealed class SparseColumnsTestsInDouble : SparseColumnsTests<double>;
