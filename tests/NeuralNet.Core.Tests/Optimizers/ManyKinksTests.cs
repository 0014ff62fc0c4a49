namespace NeuralNet.Core.Tests.Optimizers;

/// <summary>Of more rows than are kept in memory, epochs on a smoothed loss find those near a kink.</summary>
public sealed class ManyKinksTests
{
    private const int RowCount = 300_000;
    private const int Part = 50_000;

    private static readonly double[] _rows = new Random(31).Values(RowCount, -2, 2);
    private static readonly double[] _targets = [.. new Random(32).Values(RowCount, -1, 1).Select((noise, row) => 1 + (2 * _rows[row]) + (noise * noise * noise))];

    [Fact]
    public void The_optimum_is_that_of_a_smaller_set_of_which_each_row_is_repeated()
    {
        double[] rows = [.. Enumerable.Range(0, RowCount).Select(row => _rows[row / 30])];
        double[] targets = [.. Enumerable.Range(0, RowCount).Select(row => _targets[row / 30])];
        double[] few = _rows[..(RowCount / 30)];
        TrainingResult<double> expected = Build(Loss.Quantile(0.3)).Fit(few, _targets[..few.Length], new());

        TrainingResult<double> result = Build(Loss.Quantile(0.3)).Fit(rows, targets, new());

        result.StopReason.Should().Be(StopReason.Converged, result.Message);
        result.Epochs.Should().BeGreaterThan(1);
        result.LossHistory[^1].Should().BeApproximately(expected.LossHistory[^1], 1e-9 * expected.LossHistory[^1]);
        result.Network.Weights[0].Should().BeApproximately(expected.Network.Weights[0], 1e-9);
    }

    [Fact]
    public void A_training_that_goes_on_gives_the_same_bits_from_a_stream_and_on_any_number_of_threads()
    {
        Perceptron<double> expected = Build(Loss.EpsilonInsensitive(0.05));
        TrainingResult<double> whole = expected.Fit(_rows, _targets, new());
        whole.StopReason.Should().Be(StopReason.Converged, whole.Message);
        Perceptron<double> actual = Build(Loss.EpsilonInsensitive(0.05));
        for (int epoch = 0; epoch < whole.Epochs; epoch++)
        {
            var file = new MemoryStream();
            actual.Fit(
                Enumerable.Range(0, RowCount / Part).Select(part => new Examples<double>(_rows.AsMemory(part * Part, Part), _targets.AsMemory(part * Part, Part))),
                new() { Epochs = 1, Threads = 1 + (2 * epoch % 5) });
            actual.Save(file, withState: true);
            file.Position = 0;
            actual = Perceptron.Load<double>(file);
        }

        actual.Weights.ToArray().Should().Equal(expected.Weights.ToArray());
        actual.Bias.ToArray().Should().Equal(expected.Bias.ToArray());
    }

    [Fact]
    public void A_training_that_is_cut_short_says_that_there_is_no_bound_yet()
    {
        TrainingResult<double> result = Build(Loss.Quantile()).Fit(_rows, _targets, new() { Epochs = 2 });

        result.StopReason.Should().Be(StopReason.MaxEpochs);
        result.Message.Should().StartWith("All epochs were run: 2. A lower bound of the loss is not known yet: allow more epochs.");
    }

    private static Perceptron<double> Build(Loss loss) =>
        Perceptron.WithInputs<double>(1).WithLoss(loss).WithOptimizer(Optimizer.Newton()).WithInitialWeights(InitialWeights.Zeros).Build();
}
