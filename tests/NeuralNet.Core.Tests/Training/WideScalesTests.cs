using System.Numerics;
using NeuralNet.Core.Training;

namespace NeuralNet.Core.Tests.Training;

/// <summary>Mean and standard deviation of many inputs, whose rows are mostly sparse.</summary>
public abstract class WideScalesTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Wide = 1500;

    // A few percent are enough for the shape of a step: see InputScales.
    private static double FewDigits => Numbers.For<T>(1e-7, 1e-6);

    [Theory]
    [InlineData(300, true)]
    [InlineData(300, false)]
    [InlineData(511, true)]
    public void Few_rows_give_mean_and_standard_deviation(int rowCount, bool hasBias)
    {
        T[] rows = Rows(rowCount);
        T[] weights = Numbers.Of<T>([.. new Random(3).Values(rowCount, 0.5, 3)]);

        InputScales<T> scales = Learned(rows, rowCount, hasBias, weights);

        for (int input = 0; input < Wide; input++)
        {
            (double mean, double scale) = Expected(rows, weights, input, hasBias);
            scales.Means[input].Should().BeApproximately(mean, FewDigits * Math.Max(Math.Abs(mean), scale), $"input {input}");
            scales.Scales[input].Should().BeApproximately(scale, FewDigits * scale, $"input {input}");
        }
    }

    [Theory]
    [InlineData(40)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(1700)]
    public void Sparse_rows_give_the_bits_of_the_same_dense_rows(int rowCount)
    {
        foreach (bool hasBias in (bool[])[true, false])
        {
            T[] rows = Rows(rowCount);
            T[] weights = Numbers.Of<T>([.. Enumerable.Range(0, rowCount).Select(row => row % 5 * 0.5)]);

            InputScales<T> dense = Learned(rows, rowCount, hasBias, weights);
            InputScales<T> sparse = Learned(SparseData.Sparse(rows, Wide), rowCount, hasBias, weights);

            sparse.Means.Should().Equal(dense.Means);
            sparse.Scales.Should().Equal(dense.Scales);
        }
    }

    [Fact]
    public void An_input_that_is_rare_is_learned_from_all_rows()
    {
        const int RowCount = 3000;
        var rows = new T[RowCount * Wide];
        int[] setIn = [7, 2049, 2999];
        foreach (int row in setIn)
        {
            rows[(row * Wide) + 1200] = T.One;
        }

        InputScales<T> scales = Learned(SparseData.Sparse(rows, Wide), RowCount, hasBias: true);

        double share = setIn.Length / (double)RowCount;
        scales.Means[1200].Should().BeApproximately(share, 1e-12);
        scales.Scales[1200].Should().BeApproximately(Math.Sqrt(share * (1 - share)), 1e-12);
        scales.Scales.Where((_, input) => input != 1200).Should().OnlyContain(scale => scale == 1);
    }

    [Fact]
    public void Weight_2_is_the_row_twice()
    {
        T[] rows = Rows(200);
        T[] twice = [.. Enumerable.Range(0, 200).SelectMany(row => (T[])[.. Row(rows, row), .. Row(rows, row)])];
        T[] two = [.. Enumerable.Repeat(T.One + T.One, 200)];

        InputScales<T> weighted = Learned(SparseData.Sparse(rows, Wide), 200, hasBias: true, two);
        InputScales<T> repeated = Learned(SparseData.Sparse(twice, Wide), 400, hasBias: true);

        for (int input = 0; input < Wide; input++)
        {
            weighted.Scales[input].Should().BeApproximately(repeated.Scales[input], FewDigits * repeated.Scales[input]);
        }
    }

    [Fact]
    public void A_unit_of_a_power_of_two_changes_no_digit()
    {
        T[] rows = Rows(700);
        T unit = T.CreateTruncating(Math.ScaleB(1, (int)Numbers.For<T>(500, 40)));
        T[] large = [.. rows.Select(value => value * unit)];

        InputScales<T> scales = Learned(SparseData.Sparse(rows, Wide), 700, hasBias: true);
        InputScales<T> ofLarge = Learned(SparseData.Sparse(large, Wide), 700, hasBias: true);

        double factor = double.CreateTruncating(unit);
        for (int input = 0; input < Wide; input++)
        {
            ofLarge.Means[input].Should().Be(scales.Means[input] * factor);
            bool isZero = scales.Scales[input] == 1 && scales.Means[input] == 0;
            ofLarge.Scales[input].Should().Be(isZero ? 1 : scales.Scales[input] * factor);
        }
    }

    [Fact]
    public void A_stream_gives_the_bits_of_rows_in_memory()
    {
        T[] rows = Rows(1300);
        T[] targets = [.. Enumerable.Range(0, 1300).Select(row => T.CreateTruncating(row % 3 == 0 ? 1 : 0))];
        var options = new TrainingOptions { Epochs = 4, Threads = 1 };
        Perceptron<T> memory = Network(Wide), stream = Network(Wide), dense = Network(Wide);

        memory.Fit(new Examples<T>(SparseData.Sparse(rows, Wide), targets), options);
        dense.Fit(rows, targets, options);
        stream.Fit(
            Enumerable.Range(0, 13).Select(part => new Examples<T>(
                SparseData.Sparse(rows[(part * 100 * Wide)..((part + 1) * 100 * Wide)], Wide), targets.AsMemory(part * 100, 100))),
            options);

        memory.Weights.ToArray().Should().Equal(dense.Weights.ToArray());
        stream.Weights.ToArray().Should().Equal(memory.Weights.ToArray());
    }

    [Fact]
    public void A_stream_of_sparse_rows_is_not_written_out()
    {
        const int Inputs = 1 << 18;
        Examples<T>[] batches = [.. Enumerable.Range(0, 60).Select(batch => new Examples<T>(
            new SparseRowMemory<T>(
                Enumerable.Range(0, 11).ToArray(), Enumerable.Range(0, 10).Select(row => (row * 999) + batch).ToArray()),
            (T[])[.. Enumerable.Range(0, 10).Select(row => T.CreateTruncating(row % 2))]))];
        Perceptron<T> network = Network(Inputs);
        long before = GC.GetAllocatedBytesForCurrentThread();

        network.Fit(batches, new TrainingOptions { Epochs = 1, Threads = 1 });

        // The 512 rows of the sample alone would take 512 x 2^18 numbers.
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        allocated.Should().BeLessThan(60L * Inputs * sizeof(double));
    }

    [Fact]
    public void A_cancelled_pass_learns_nothing()
    {
        T[] rows = Rows(100);
        var scales = new InputScales<T>(Wide, hasBias: true);

        bool isLearned = TryLearn(scales, SparseData.Sparse(rows, Wide), 100, [], new CancellationToken(canceled: true));

        isLearned.Should().BeFalse();
    }

    private static Perceptron<T> Network(int inputs) => Perceptron.BinaryClassifier<T>(inputs)
        .WithOptimizer(Optimizer.Lbfgs()).WithPenalty(Penalty.L2(1e-3)).WithInitialWeights(InitialWeights.Zeros).Build();

    /// <summary>
    /// Sparse rows with inputs that are hard: 0 and 3 in all rows, far from 0 with a small spread, with a first row far from all others,
    /// and of other units.
    /// </summary>
    private static T[] Rows(int count)
    {
        T[] rows = SparseData.WrittenOut<T>(count, Wide, 20);
        var random = new Random(8);
        for (int row = 0; row < count; row++)
        {
            Span<T> values = rows.AsSpan(row * Wide, Wide);
            values[11] = T.Zero;
            values[12] = T.CreateTruncating(3);
            values[13] = T.CreateTruncating(1000 + random.NextDouble());
            values[14] = T.CreateTruncating(row == 1 ? 1e6 : random.NextDouble());
            values[1400] = T.CreateTruncating(random.NextDouble() * 1e-12);
        }

        return rows;
    }

    private static ReadOnlySpan<T> Row(T[] rows, int row) => rows.AsSpan(row * Wide, Wide);

    /// <summary>In two passes.</summary>
    private static (double Mean, double Scale) Expected(T[] rows, T[] weights, int input, bool hasBias)
    {
        double[] values = [.. Enumerable.Range(0, weights.Length).Select(row => double.CreateTruncating(rows[(row * Wide) + input]))];
        double[] shares = Numbers.ToDoubles<T>(weights);
        double total = shares.Sum();
        double mean = hasBias ? values.Zip(shares, (value, share) => value * share).Sum() / total : 0;
        double scale = Math.Sqrt(values.Zip(shares, (value, share) => share * (value - mean) * (value - mean)).Sum() / total);
        bool varies = scale > 1e-7 * Math.Abs(mean);
        return varies ? (mean, scale) : (0, mean == 0 ? 1 : Math.Abs(mean));
    }

    private static InputScales<T> Learned(RowMemory<T> rows, int count, bool hasBias, T[]? weights = null)
    {
        var scales = new InputScales<T>(Wide, hasBias);
        TryLearn(scales, rows, count, weights ?? [], default).Should().BeTrue();
        return scales;
    }

    private static bool TryLearn(InputScales<T> scales, RowMemory<T> rows, int count, T[] weights, CancellationToken cancellationToken)
    {
        var examples = new ExampleSpan<T>(rows.Rows, new T[count], [], count) { Weights = weights };
        return scales.TryLearn(new(examples), new SampleWeights<T>(default, 1), cancellationToken);
    }
}

public sealed class WideScalesTestsInDouble : WideScalesTests<double>;

public sealed class WideScalesTestsInFloat : WideScalesTests<float>;
