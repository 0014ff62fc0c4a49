using System.Numerics;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Tests.Kernels;

public sealed class SoftmaxRowSingleTests : SoftmaxRowTests<float>;

public sealed class SoftmaxRowDoubleTests : SoftmaxRowTests<double>;

public abstract class SoftmaxRowTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly double _unit = typeof(T) == typeof(float) ? Math.ScaleB(1, -23) : Math.ScaleB(1, -52);

    [Fact]
    public void Exponentials_and_the_sum_of_all_but_the_largest_are_those_of_the_definition()
    {
        for (int outputs = 1; outputs <= 129; outputs++)
        {
            T[] logits = [.. Sample.Uniform<T>(outputs, seed: outputs).Select(value => value * T.CreateTruncating(20))];
            int expectedLargest = Array.IndexOf(logits, logits.Max());
            var exponentials = new T[outputs];

            T others = SoftmaxRow.Exponentials<T>(logits, exponentials, out int largest);

            largest.Should().Be(expectedLargest);
            exponentials[largest].Should().Be(T.One);
            double sum = 0;
            for (int output = 0; output < outputs; output++)
            {
                double expected = Math.Exp(double.CreateTruncating(logits[output] - logits[largest]));
                double.CreateTruncating(exponentials[output]).Should().BeApproximately(expected, 3 * _unit * expected);
                sum += output == largest ? 0 : expected;
            }

            double.CreateTruncating(others).Should().BeApproximately(sum, (outputs + 3) * _unit * sum);
        }
    }

    [Fact]
    public void Nothing_beside_the_spans_is_used_or_changed()
    {
        for (int outputs = 1; outputs <= 129; outputs++)
        {
            T[] logits = Sample.Uniform<T>(outputs, seed: outputs);
            var expected = new T[outputs];
            T expectedOthers = SoftmaxRow.Exponentials<T>(logits, expected, out _);
            T[] quotients = [.. expected.Select(value => value / (T.One + expectedOthers))];
            for (int offset = 0; offset < 16; offset++)
            {
                Guarded<T> destination = Guarded<T>.Output(outputs, 15 - offset);

                T others = SoftmaxRow.Exponentials<T>(Guarded<T>.Input(logits, offset).Span, destination.Span, out _);
                bool sameExponentials = Bits.Same<T>(destination.Span, expected);
                logits.CopyTo(destination.Span);
                SoftmaxRow.Apply(destination.Span);

                Bits.Same(others, expectedOthers).Should().BeTrue();
                sameExponentials.Should().BeTrue();
                Bits.Same<T>(destination.Span, quotients).Should().BeTrue();
                destination.IsIntact.Should().BeTrue();
            }
        }
    }

    [Fact]
    public void The_destination_may_be_the_memory_of_the_logits()
    {
        for (int outputs = 1; outputs <= 129; outputs++)
        {
            T[] logits = Sample.Uniform<T>(outputs, seed: outputs);
            var apart = new T[outputs];

            T others = SoftmaxRow.Exponentials<T>(logits, apart, out _);

            Bits.Same(SoftmaxRow.Exponentials<T>(logits, logits, out _), others).Should().BeTrue();
            Bits.Same<T>(logits, apart).Should().BeTrue();
        }
    }

    [Theory]
    [InlineData(1e4, -1e4)]
    [InlineData(-1e4, 1e4)]
    [InlineData(1e30, -1e30)]
    public void Logits_far_apart_give_one_and_zero(double first, double second)
    {
        T[] values = [T.CreateTruncating(first), T.CreateTruncating(second)];

        T others = SoftmaxRow.Exponentials<T>(values, values, out int largest);

        others.Should().Be(T.Zero);
        values[largest].Should().Be(T.One);
        values[1 - largest].Should().Be(T.Zero);
    }

    [Fact]
    public void Adding_the_same_to_all_logits_changes_nothing()
    {
        T[] small = [.. new[] { -3, 0, 5, 2.5, 5 }.Select(T.CreateTruncating)];
        T[] large = [.. small.Select(value => value + T.CreateTruncating(4096))];

        T others = SoftmaxRow.Exponentials<T>(small, small, out int largest);

        SoftmaxRow.Exponentials<T>(large, large, out int largestOfLarge).Should().Be(others);
        largestOfLarge.Should().Be(largest).And.Be(2);
        large.Should().Equal(small);
    }

    [Fact]
    public void A_logit_that_is_NaN_leaves_no_probability()
    {
        for (int outputs = 1; outputs <= 33; outputs++)
        {
            for (int culprit = 0; culprit < outputs; culprit++)
            {
                T[] row = Sample.Uniform<T>(outputs, seed: outputs);
                row[culprit] = T.NaN;

                SoftmaxRow.Apply<T>(row);

                row.Should().AllSatisfy(value => T.IsNaN(value).Should().BeTrue());
            }
        }
    }

    [Fact]
    public void The_largest_of_logits_that_are_all_NaN_is_the_first()
    {
        for (int outputs = 1; outputs <= 33; outputs++)
        {
            T[] row = [.. Enumerable.Repeat(T.NaN, outputs)];

            SoftmaxRow.Exponentials<T>(row, row, out int largest);

            largest.Should().Be(0);
        }
    }
}
