using NeuralNet.Core;

namespace NeuralNet.Extensions.Hosting.Tests;

/// <summary>Examples with sparse rows wait in the queue as they are, and are learned with the bits of the network alone.</summary>
public sealed class SparseLearningTests
{
    private const int Inputs = 1 << 20;

    [Fact]
    public async Task Sparse_examples_are_learned_as_by_the_network_alone()
    {
        Perceptron<float> network = Clicks();
        Perceptron<float> alone = Clicks();
        var learner = new PerceptronLearner<float>(network);
        var told = new List<string>();
        learner.ExampleLearned += (_, example) => told.Add($"{string.Join(' ', example.Indices.ToArray())}:{string.Join(' ', example.Row.ToArray())} {example.Label} {example.Targets[0]}");
        for (int example = 0; example < 60; example++)
        {
            int[] indices = [example, 1000 + (example % 7), Inputs - 1];
            float[] values = example % 3 == 0 ? [] : [0.5f, example, 1];
            int label = example & 1;
            bool isWritten = (example % 4) switch
            {
                0 => learner.TryEnqueue(new SparseRow<float>(indices, values), label),
                1 => learner.TryEnqueue(new SparseRow<float>(indices, values), (float)label),
                2 => await learner.EnqueueAsync(new SparseRow<float>(indices, values), label, cancellationToken: TestContext.Current.CancellationToken),
                _ => await learner.EnqueueAsync(new SparseRow<float>(indices, values), [label], cancellationToken: TestContext.Current.CancellationToken),
            };
            isWritten.Should().BeTrue();
            alone.Learn(new SparseRow<float>(indices, values), label);
            Array.Fill(indices, -1);
        }

        learner.LearnWaiting().Should().Be(60);

        network.ToBytes().Should().Equal(alone.ToBytes());
        told[0].Should().Be($"0 1000 {Inputs - 1}:1 1 1 0 0");
        told[1].Should().Be($"1 1001 {Inputs - 1}:0.5 1 1  1");
    }

    [Fact]
    public void Dense_and_sparse_examples_may_take_turns()
    {
        Perceptron<float> network = Perceptron.Classifier<float>(100, 3).Build();
        Perceptron<float> alone = Perceptron.Classifier<float>(100, 3).Build();
        var learner = new PerceptronLearner<float>(network);
        var widths = new List<(int Row, int Indices)>();
        learner.ExampleLearned += (_, example) => widths.Add((example.Row.Length, example.Indices.Length));
        float[] dense = new float[100];
        dense[7] = 2;

        learner.TryEnqueue(dense, 1).Should().BeTrue();
        learner.TryEnqueue(new SparseRow<float>([7], [2]), 1).Should().BeTrue();
        learner.TryEnqueue(new SparseRow<float>([]), 2, logitOffsets: [0, 1, 2]).Should().BeTrue();
        learner.TryEnqueue(new SparseRow<float>([7], [2]), [0, 0, 1]).Should().BeTrue();
        learner.LearnWaiting().Should().Be(4);

        alone.Learn(dense, 1);
        alone.Learn(dense, 1);
        int[] label = [2];
        alone.Learn(new Examples<float>(new float[100], label) { Offsets = new float[] { 0, 1, 2 } }, new float[3]);
        alone.Learn(dense, [0f, 0, 1], new float[3]);
        network.ToBytes().Should().Equal(alone.ToBytes());
        widths.Should().Equal((100, 0), (1, 1), (0, 0), (1, 1));
    }

    [Fact]
    public void Wrong_sparse_examples_are_refused_before_they_wait()
    {
        var learner = new PerceptronLearner<float>(Clicks());

        learner.Invoking(it => it.TryEnqueue(new SparseRow<float>([Inputs]), 1)).Should().Throw<ArgumentException>().WithMessage($"*index {Inputs} at position 0*").WithParameterName("input");
        learner.Invoking(it => it.TryEnqueue(new SparseRow<float>([5, 5]), 1)).Should().Throw<ArgumentException>().WithMessage("*twice*SparseRow.Sort*").WithParameterName("input");
        learner.Invoking(it => it.TryEnqueue(new SparseRow<float>([5], [float.NaN]), 1f)).Should().Throw<ArgumentException>().WithMessage("*NaN*column 5*").WithParameterName("input");
        learner.Invoking(it => it.TryEnqueue(new SparseRow<float>([5]), 2)).Should().Throw<ArgumentException>().WithMessage("*label*");
        learner.Invoking(it => it.TryEnqueue(new SparseRow<float>([5]), [1, 1])).Should().Throw<ArgumentException>().WithMessage("*targets*");
        learner.Invoking(it => it.TryEnqueue(new SparseRow<float>([5]), 1, new string('9', 10_001))).Should().Throw<ArgumentException>().WithMessage("*10000 are possible*");
        new PerceptronLearner<float>(Perceptron.Regressor<float>(9, 2).Build()).Invoking(it => it.TryEnqueue(new SparseRow<float>([5]), 1)).Should().Throw<InvalidOperationException>();
        new PerceptronLearner<float>(Perceptron.Regressor<float>(9).Build()).TryEnqueue(new SparseRow<float>([5]), 17).Should().BeTrue();
        learner.Waiting.Should().Be(0);
    }

    [Fact]
    public void A_network_whose_steps_move_every_weight_refuses_sparse_examples_with_the_cure()
    {
        var learner = new PerceptronLearner<float>(Perceptron.BinaryClassifier<float>(9).WithOptimizer(Optimizer.Adam()).Build());

        learner.Invoking(it => it.TryEnqueue(new SparseRow<float>([5]), 1)).Should().Throw<ArgumentException>()
            .WithMessage("The input is a sparse row*'adam*moves in every step the weights of all columns*or pass dense rows*");
        learner.TryEnqueue(new float[9], 1).Should().BeTrue();
    }

    private static Perceptron<float> Clicks() => Perceptron.BinaryClassifier<float>(Inputs).WithOptimizer(Optimizer.Ftrl(l1: 0.01)).Build();
}
