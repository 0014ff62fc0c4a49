using System.Numerics;
using static NeuralNet.Core.Tests.Support.SmallData;
using static NeuralNet.Core.Tests.Support.SparseData;

namespace NeuralNet.Core.Tests.Optimizers;

/// <summary>FTRL-Proximal is algorithm 1 of McMahan and others (2013), whose weights are made from z and n when a row needs them.</summary>
public abstract class FtrlTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Count = 200;
    private const int Inputs = 90;

    [Theory]
    [InlineData(0.1, 1, 0, 0)]
    [InlineData(0.5, 0.1, 0.3, 0)]
    [InlineData(1, 0.5, 0, 2)]
    [InlineData(0.3, 1, 0.5, 0.5)]
    public void Weights_are_those_of_the_paper(double alpha, double beta, double l1, double l2)
    {
        T[] rows = WrittenOut<T>(Count, Inputs, perRow: 5);
        int[] labels = Labels(Count, 2);
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(Inputs)
            .WithOptimizer(Optimizer.Ftrl(alpha, beta, l1, l2)).Build();
        network.SetWeights(new T[Inputs], new T[1]);
        network.Fit(Sparse(rows, Inputs).Rows, labels, new() { Epochs = 3, BatchSize = 1, Shuffle = false });

        double[] expected = Paper(rows, labels, epochs: 3, alpha, beta, l1, l2);

        double tolerance = typeof(T) == typeof(float) ? 2e-5 : 1e-12;
        for (int input = 0; input < Inputs; input++)
        {
            double.CreateTruncating(network.Weights[input]).Should().BeApproximately(expected[input], tolerance);
        }

        double.CreateTruncating(network.Bias[0]).Should().BeApproximately(expected[Inputs], tolerance);
        int zeros = network.Weights.ToArray().Count(weight => weight == T.Zero);
        zeros.Should().Be(expected.Take(Inputs).Count(weight => weight == 0));
        (zeros > 0).Should().Be(l1 > 0 || expected.Take(Inputs).Contains(0));
    }

    [Fact]
    public void A_training_begins_at_given_weights()
    {
        T[] rows = WrittenOut<T>(Count, Inputs, perRow: 5);
        T half = T.CreateTruncating(0.5);
        T[] weights = [.. Enumerable.Repeat(half, Inputs)];
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(Inputs).WithOptimizer(Optimizer.Ftrl(alpha: 1e-3, l1: 0.2)).Build();
        network.SetWeights(weights, [half]);
        network.Learn(Sparse(rows, Inputs).Rows[0], true);

        double[] moves = [.. network.Weights.ToArray().Select(weight => double.CreateTruncating(weight) - 0.5)];
        moves.Should().AllSatisfy(move => Math.Abs(move).Should().BeLessThan(0.01));
        moves.Index().Where(move => move.Item != 0).Select(move => move.Index)
            .Should().BeEquivalentTo(rows[..Inputs].Index().Where(value => value.Item != T.Zero).Select(value => value.Index));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5, 1)]
    [InlineData(0.1, 0.25)]
    public void Sparse_rows_give_the_bits_of_dense_ones_from_any_weights(double start, double l1)
    {
        // So many rows that an epoch has more values than columns, and so few that some columns have none.
        T[] rows = WrittenOut<T>(Count, Inputs, perRow: 5);
        for (int row = 0; row < Count; row++)
        {
            rows[((row + 1) * Inputs) - 1] = T.Zero;
        }

        int[] labels = Labels(Count, 2);
        T[] weights = [.. Enumerable.Range(0, Inputs).Select(input => T.CreateTruncating(start * (input % 3)))];
        Perceptron<T> expected = Perceptron.BinaryClassifier<T>(Inputs).WithOptimizer(Optimizer.Ftrl(0.3, 0.7, l1, 0.1)).Build();
        expected.SetWeights(weights, [T.One]);
        Perceptron<T> network = expected.Clone();
        foreach (bool shuffle in (bool[])[false, true])
        {
            var options = new TrainingOptions { Epochs = 2, BatchSize = 1, Shuffle = shuffle };
            expected.Fit(rows, labels, options);
            network.Fit(Sparse(rows, Inputs).Rows, labels, options);
            Bits(network).Should().Be(Bits(expected));
            network.ToBytes().Should().Equal(expected.ToBytes(), "the states too");
            network.Weights[^1].Should().Be(weights[^1]);
        }
    }

    [Fact]
    public void The_bias_has_no_penalty()
    {
        int[] labels = [1, 1, 1, 0];
        T[] rows = WrittenOut<T>(4, 3, perRow: 1);
        Perceptron<T> network = Perceptron.BinaryClassifier<T>(3).WithOptimizer(Optimizer.Ftrl(alpha: 1, l1: 1e6, l2: 1e6)).Build();
        network.SetWeights(new T[3], new T[1]);
        network.Fit(rows, labels, new() { Epochs = 300, BatchSize = 1 });

        network.Weights.ToArray().Should().AllBeEquivalentTo(T.Zero);
        double.CreateTruncating(network.Bias[0]).Should().BeApproximately(Math.Log(3), 0.2);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Arguments_out_of_their_interval_are_refused(double value)
    {
        FluentActions.Invoking(() => Optimizer.Ftrl(alpha: value)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("alpha");
        FluentActions.Invoking(() => Optimizer.Ftrl(beta: value)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("beta");
        if (value != 0)
        {
            FluentActions.Invoking(() => Optimizer.Ftrl(l1: value)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("l1");
            FluentActions.Invoking(() => Optimizer.Ftrl(l2: value)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("l2");
        }
    }

    private static double[] Paper(T[] rows, int[] labels, int epochs, double alpha, double beta, double l1, double l2)
    {
        var z = new double[Inputs + 1];
        var n = new double[Inputs + 1];
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            for (int row = 0; row < Count; row++)
            {
                double logit = Weight(Inputs);
                for (int input = 0; input < Inputs; input++)
                {
                    logit += Weight(input) * double.CreateTruncating(rows[(row * Inputs) + input]);
                }

                double error = (1 / (1 + Math.Exp(-logit))) - labels[row];
                for (int input = 0; input <= Inputs; input++)
                {
                    double gradient = error * (input == Inputs ? 1 : double.CreateTruncating(rows[(row * Inputs) + input]));
                    double sigma = (Math.Sqrt(n[input] + (gradient * gradient)) - Math.Sqrt(n[input])) / alpha;
                    z[input] += gradient - (sigma * Weight(input));
                    n[input] += gradient * gradient;
                }
            }
        }

        return [.. Enumerable.Range(0, Inputs + 1).Select(Weight)];

        double Weight(int input)
        {
            (double one, double two) = input == Inputs ? (0, 0) : (l1, l2);
            return Math.Abs(z[input]) <= one ? 0 : -(z[input] - (Math.Sign(z[input]) * one)) / (((beta + Math.Sqrt(n[input])) / alpha) + two);
        }
    }
}

public sealed class FtrlTestsInFloat : FtrlTests<float>;

public sealed class FtrlTestsInDouble : FtrlTests<double>;
