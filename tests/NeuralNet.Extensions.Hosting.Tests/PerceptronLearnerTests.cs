using NeuralNet.Core;
using NeuralNet.Core.UserCode;

namespace NeuralNet.Extensions.Hosting.Tests;

/// <summary>A learner in a unit test: created by its constructor, it learns in <c>LearnWaiting</c> and raises events.</summary>
public sealed class PerceptronLearnerTests
{
    [Fact]
    public void LearnWaiting_learns_into_the_network_itself()
    {
        Perceptron<float> network = Binary();
        Perceptron<float> alone = Binary();
        var learner = new PerceptronLearner<float>(network);
        for (int example = 0; example < 1_000; example++)
        {
            learner.TryEnqueue(Row(example), example & 1).Should().BeTrue();
            alone.Learn(Row(example), example & 1);
        }

        (learner.Waiting, learner.Learned, learner.CompletedSteps).Should().Be((1_000, 0, 0));
        learner.LearnWaiting().Should().Be(1_000);

        network.ToBytes().Should().Equal(alone.ToBytes());
        (learner.Waiting, learner.Learned, learner.CompletedSteps).Should().Be((0, 1_000, 1_000));
        learner.LearnWaiting().Should().Be(0, "the queue is empty");
    }

    [Fact]
    public void Offsets_of_logits_are_learned_as_by_the_network_alone()
    {
        Perceptron<float> network = Binary();
        Perceptron<float> alone = Binary();
        var learner = new PerceptronLearner<float>(network);
        var told = new List<float>();
        learner.ExampleLearned += (_, example) => told.Add(example.LogitOffsets.IsEmpty ? 0 : example.LogitOffsets[0]);
        float[] predictions = new float[1];
        for (int example = 0; example < 50; example++)
        {
            float offset = example % 5;
            learner.TryEnqueue(Row(example), example & 1, logitOffsets: [offset]).Should().BeTrue();
            alone.Learn(new Examples<float>(Row(example), new[] { example & 1 }) { Offsets = new[] { offset } }, predictions);
        }

        learner.LearnWaiting().Should().Be(50);

        network.ToBytes().Should().Equal(alone.ToBytes());
        network.HasOffsets.Should().BeTrue();
        told.Should().Equal(Enumerable.Range(0, 50).Select(example => (float)(example % 5)));
    }

    [Fact]
    public void Offsets_of_logits_are_checked_before_they_wait()
    {
        var learner = new PerceptronLearner<float>(Binary());

        learner.Invoking(it => it.TryEnqueue(Row(1), 1, logitOffsets: [1, 2])).Should().Throw<ArgumentException>().WithMessage("*2 value*1 output*");
        learner.Invoking(it => it.TryEnqueue(Row(1), 1, logitOffsets: [float.NaN])).Should().Throw<ArgumentException>().WithMessage("*NaN at output 0*finite*");
        learner.Waiting.Should().Be(0);
    }

    [Fact]
    public void ExampleLearned_has_the_prediction_from_before_learning()
    {
        Perceptron<float>[] networks =
        [
            Binary(),
            Perceptron.Classifier<float>(inputs: 2, classes: 3).WithLearningRate(0.3).Build(),
            Perceptron.Regressor<float>(inputs: 2).WithLearningRate(0.1).Build(),
            Perceptron.Regressor<float>(inputs: 2, outputs: 2).WithLearningRate(0.1).Build(),
        ];
        foreach (Perceptron<float> network in networks)
        {
            var learner = new PerceptronLearner<float>(network);
            Perceptron<float> alone = Perceptron.Load<float>(network.ToBytes());
            long told = 0;
            learner.ExampleLearned += (sender, example) =>
            {
                int number = (int)told++;
                float[] before = new float[network.OutputCount];
                alone.Predict(Row(number), before);
                sender.Should().BeSameAs(learner);
                example.Row.ToArray().Should().Equal(Row(number));
                example.Prediction.ToArray().Should().Equal(before);
                example.Offset.Should().Be(number % 3 == 0 ? null : $"{number}");
                example.Step.Should().Be(told);
                learner.Learned.Should().Be(told, "it is counted before the event");
                if (network.ClassCount > 0)
                {
                    int label = number % network.ClassCount;
                    example.Label.Should().Be(label);
                    example.Targets.ToArray().Should().Equal(Enumerable.Range(0, network.OutputCount).Select(output => (network.OutputCount == 1 ? label == 1 : output == label) ? 1f : 0));
                    example.Loss.Should().BeApproximately(-Math.Log(network.OutputCount == 1 ? (label == 1 ? before[0] : 1 - before[0]) : before[label]), 1e-5);
                    alone.Learn(Row(number), label);
                }
                else
                {
                    example.Label.Should().BeNull();
                    example.Targets.ToArray().Should().Equal(Targets(network, number));
                    alone.Learn(Row(number), Targets(network, number));
                }
            };
            for (int number = 0; number < 60; number++)
            {
                string? offset = number % 3 == 0 ? null : $"{number}";
                bool isTaken = network.ClassCount > 0
                    ? learner.TryEnqueue(Row(number), number % network.ClassCount, offset)
                    : learner.TryEnqueue(Row(number), Targets(network, number), offset);
                isTaken.Should().BeTrue();
            }

            learner.LearnWaiting().Should().Be(60);
            told.Should().Be(60);
        }
    }

    [Fact]
    public void Predictions_before_learning_work_with_progressive_evaluation()
    {
        var learner = new PerceptronLearner<float>(Binary());
        var metrics = new ProgressiveClassification(classes: 2);
        learner.ExampleLearned += (_, example) => metrics.Add(example.Prediction[0], example.Label!.Value);
        for (int number = 0; number < 500; number++)
        {
            learner.TryEnqueue(Row(number), Row(number)[0] > 0 ? 1 : 0);
        }

        learner.LearnWaiting();

        metrics.Accuracy.Should().BeInRange(0.8, 1);
    }

    [Fact]
    public void A_handler_that_throws_stops_neither_other_handlers_nor_learning()
    {
        Perceptron<float> network = Binary();
        Perceptron<float> alone = Binary();
        var learner = new PerceptronLearner<float>(network);
        int told = 0;
        learner.ExampleLearned += (_, _) => throw new ArgumentException("bad");
        learner.ExampleLearned += (_, _) => told++;
        for (int number = 0; number < 3; number++)
        {
            learner.TryEnqueue(Row(number), 1);
            alone.Learn(Row(number), 1);
        }

        for (int number = 1; number <= 3; number++)
        {
            learner.Invoking(it => it.LearnWaiting()).Should().Throw<ArgumentException>().WithMessage("bad");
            (told, learner.Learned, learner.Waiting).Should().Be((number, number, 3 - number));
        }

        network.ToBytes().Should().Equal(alone.ToBytes());
    }

    [Fact]
    public void Throws_for_a_rejected_or_diverging_example_and_keeps_the_rest()
    {
        var learner = new PerceptronLearner<float>(
            Perceptron.Regressor<float>(inputs: 2).WithInitialWeights([1e30f, 1e30f], [0]).Build());
        learner.TryEnqueue([1e30f, 1e30f], 1f).Should().BeTrue();
        learner.TryEnqueue([1, 1], 1f).Should().BeTrue();

        learner.Invoking(it => it.LearnWaiting()).Should().Throw<ArgumentException>().WithMessage("*overflows*");

        (learner.Learned, learner.Waiting).Should().Be((0, 1));
        learner.LearnWaiting().Should().Be(1);
    }

    [Fact]
    public void A_network_with_custom_parts_needs_no_further_setup()
    {
        Perceptron<float> network = Perceptron.WithInputs<float>(2).WithLoss(Loss.From(new LogCosh(), Activation.Identity))
            .WithOptimizer(Optimizer.From(new HeavyBall(0.9))).Build();
        var learner = new PerceptronLearner<float>(network);

        learner.TryEnqueue([1, 2], 3f);

        learner.LearnWaiting().Should().Be(1);
        network.Weights.ToArray().Should().NotContain(0);
    }

    [Fact]
    public void Rejects_invalid_arguments()
    {
        FluentActions.Invoking(() => new PerceptronLearner<float>(null!)).Should().Throw<ArgumentNullException>().WithParameterName("network");
        FluentActions.Invoking(() => new PerceptronLearner<float>(Binary(), capacity: 0)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("Capacity is 0; it must lie in [1, 10000000].*");
        FluentActions.Invoking(() => new PerceptronLearner<float>(Perceptron.Regressor<float>(1).WithOptimizer(Optimizer.Lbfgs()).Build()))
            .Should().Throw<InvalidOperationException>().WithMessage("*no single steps*");
        FluentActions.Invoking(() => new PerceptronLearner<float>(Perceptron.Regressor<float>(1).WithStandardization().Build()))
            .Should().Throw<InvalidOperationException>().WithMessage("*Call Fit first*");
        new PerceptronLearner<float>(Binary()).Should().NotBeNull();
    }

    [Fact]
    public async Task Rejects_an_offset_that_a_file_can_not_hold_when_it_is_enqueued()
    {
        var learner = new PerceptronLearner<float>(Binary());

        learner.Invoking(it => it.TryEnqueue([1, 2], 1, "\uD800")).Should().Throw<ArgumentException>().WithMessage("*offset has half of a surrogate pair*").WithParameterName("offset");
        learner.Invoking(it => it.TryEnqueue([1, 2], [1f], new string('9', 10_001))).Should().Throw<ArgumentException>().WithMessage("*10001 characters; 10000 are possible*");
        await FluentActions.Awaiting(async () => await learner.EnqueueAsync([1, 2], 1f, "\uDC00")).Should().ThrowAsync<ArgumentException>();
        learner.Waiting.Should().Be(0);

        learner.TryEnqueue([1, 2], 1, new string('狐', 10_000)).Should().BeTrue();
        learner.LearnWaiting();
        learner.Offset.Should().HaveLength(10_000);
    }

    private static float[] Targets(Perceptron<float> network, int number) =>
        [.. Enumerable.Range(0, network.OutputCount).Select(output => MathF.Sin(number + output))];

    private static float[] Row(int number) => [MathF.Sin(number), MathF.Cos(number * 3)];

    private static Perceptron<float> Binary() => Perceptron.BinaryClassifier<float>(inputs: 2).WithOptimizer(Optimizer.Adam()).WithLearningRate(0.05).Build();
}
