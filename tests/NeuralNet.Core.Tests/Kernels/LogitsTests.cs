using System.Numerics;
using NeuralNet.Core.Kernels;

namespace NeuralNet.Core.Tests.Kernels;

public sealed class LogitsSingleTests : LogitsTests<float>;

public sealed class LogitsDoubleTests : LogitsTests<double>;

public abstract class LogitsTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    [InlineData(10, false)]
    [InlineData(17, false)]
    public void Every_logit_has_the_bits_of_its_inner_product_in_either_layout(int outputs, bool underflows)
    {
        // Products that underflow may be -0, and so may be their sum. The bias is -0 too: then the sign can be seen.
        int least = typeof(T) == typeof(float) ? -149 : -1074;
        var failures = new List<string>();
        int[] sizes = [.. Enumerable.Range(1, 129), 511, 512, 513];
        foreach (int inputs in sizes)
        {
            T[] weights = underflows
                ? Sample.Exponents<T>(outputs * inputs, seed: inputs, least, least + 2)
                : Sample.Exponents<T>(outputs * inputs, seed: inputs, -8, 8);
            T[] bias = underflows
                ? [.. Enumerable.Repeat(T.NegativeZero, outputs)]
                : Sample.Uniform<T>(outputs, seed: 500 + inputs);
            foreach (int count in (int[])[1, 3, 4, 7, 8, 15, 16, 17, 35])
            {
                int offset = (inputs + count) % 16;
                T[] rows = Sample.Exponents<T>(count * inputs, seed: 1000 + inputs, -8, 8);
                var byRow = new T[count * outputs];
                var byOutput = new T[count * outputs];
                for (int place = 0; place < byRow.Length; place++)
                {
                    (int row, int output) = Math.DivRem(place, outputs);
                    byRow[place] = bias[output] + Dot.Compute(
                        rows.AsSpan(row * inputs, inputs), weights.AsSpan(output * inputs, inputs));
                    byOutput[(output * count) + row] = byRow[place];
                }

                var logits = new T[count * outputs];
                Logits.Compute(rows, weights, bias, inputs, logits);
                if (!Bits.Same<T>(logits, byRow))
                {
                    failures.Add($"{inputs} inputs, {count} rows");
                }

                foreach (bool streams in (bool[])[false, true])
                {
                    Guarded<T> tile = Guarded<T>.Output(byOutput.Length, 15 - offset);
                    Logits.OfTile(
                        Guarded<T>.Input(rows, offset).Span,
                        Guarded<T>.Input(weights, offset / 2).Span,
                        Guarded<T>.Input(bias, offset).Span,
                        inputs,
                        streams,
                        tile.Span);
                    if (!tile.IsIntact || !Bits.Same<T>(tile.Span, byOutput))
                    {
                        failures.Add($"{inputs} inputs, a tile of {count} rows, streams: {streams}");
                    }
                }
            }
        }

        failures.Should().BeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_row_in_a_batch_has_the_bits_of_the_row_alone(int outputs)
    {
        var failures = new List<string>();
        for (int inputs = 1; inputs <= 129; inputs++)
        {
            T[] weights = Sample.Exponents<T>(outputs * inputs, seed: inputs, -8, 8);
            T[] bias = Sample.Uniform<T>(outputs, seed: 500 + inputs);
            for (int count = 1; count <= 9; count++)
            {
                T[] rows = Sample.Exponents<T>(count * inputs, seed: 1000 + inputs, -8, 8);
                var batch = new T[count * outputs];
                var alone = new T[count * outputs];

                Logits.Compute(rows, weights, bias, inputs, batch);
                for (int row = 0; row < count; row++)
                {
                    Logits.Compute(rows.AsSpan(row * inputs, inputs), weights, bias, inputs, alone.AsSpan(row * outputs, outputs));
                }

                int difference = Bits.IndexOfDifference<T>(batch, alone);
                if (difference >= 0)
                {
                    failures.Add($"{inputs} inputs, row {difference / outputs} of {count}");
                }
            }
        }

        failures.Should().BeEmpty();
    }

    [Fact]
    public void A_logit_is_the_inner_product_plus_the_bias()
    {
        const int Outputs = 3;
        const int Count = 5;
        var failures = new List<string>();
        for (int inputs = 1; inputs <= 129; inputs++)
        {
            T[] weights = Sample.Uniform<T>(Outputs * inputs, seed: inputs);
            T[] bias = Sample.Uniform<T>(Outputs, seed: 500 + inputs);
            T[] rows = Sample.Uniform<T>(Count * inputs, seed: 1000 + inputs);
            var logits = new T[Count * Outputs];

            Logits.Compute(rows, weights, bias, inputs, logits);

            for (int place = 0; place < logits.Length; place++)
            {
                (int row, int output) = Math.DivRem(place, Outputs);
                Exact sum = Exact.Of(bias[output]);
                Exact magnitude = sum.Abs();
                for (int input = 0; input < inputs; input++)
                {
                    Exact product = Exact.Product(rows[(row * inputs) + input], weights[(output * inputs) + input]);
                    sum += product;
                    magnitude += product.Abs();
                }

                if (!((Exact.Of(logits[place]) - sum).Abs() <= magnitude.Roundings<T>((inputs / 16) + 12)))
                {
                    failures.Add($"{inputs} inputs, row {row}, output {output}");
                }
            }
        }

        failures.Should().BeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Nothing_beside_the_spans_is_used_or_changed(int outputs)
    {
        var failures = new List<string>();
        for (int inputs = 1; inputs <= 129; inputs++)
        {
            T[] weights = Sample.Uniform<T>(outputs * inputs, seed: inputs);
            T[] bias = Sample.Uniform<T>(outputs, seed: 500 + inputs);
            for (int count = 1; count <= 9; count++)
            {
                int offset = (inputs + count) % 16;
                T[] rows = Sample.Uniform<T>(count * inputs, seed: 1000 + inputs);
                var expected = new T[count * outputs];
                Guarded<T> destination = Guarded<T>.Output(expected.Length, 15 - offset);

                Logits.Compute(rows, weights, bias, inputs, expected);
                Logits.Compute(
                    Guarded<T>.Input(rows, offset).Span,
                    Guarded<T>.Input(weights, offset / 2).Span,
                    Guarded<T>.Input(bias, offset).Span,
                    inputs,
                    destination.Span);

                if (!destination.IsIntact || !Bits.Same<T>(destination.Span, expected))
                {
                    failures.Add($"{inputs} inputs, {count} rows from {offset}");
                }
            }
        }

        failures.Should().BeEmpty();
    }

    [Fact]
    public void NaN_in_one_row_stays_in_that_row()
    {
        const int Inputs = 37;
        for (int bad = 0; bad < 9; bad++)
        {
            T[] rows = Sample.Uniform<T>(9 * Inputs, seed: 1);
            rows[(bad * Inputs) + (4 * bad)] = T.NaN;
            var logits = new T[9];

            Logits.Compute(rows, Sample.Uniform<T>(Inputs, seed: 2), [T.One], Inputs, logits);

            logits.Select(T.IsNaN).Should().Equal(Enumerable.Range(0, 9).Select(row => row == bad));
        }
    }
}
