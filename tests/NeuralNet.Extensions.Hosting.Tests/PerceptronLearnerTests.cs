using NeuralNet.Core;
using NeuralNet.Core.UserCode;

namespace NeuralNet.Extensions.Hosting.Tests;

/// <summary>A learner in a unit test: made by its constructor, it learns when it is told to, and tells what it learned.</summary>
public sealed class PerceptronLearnerTests
{
    [Fact]
    public void What_waits_is_learned_when_told_into_the_network_itself()
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
        learner.LearnWaiting().Should().Be(0, "nothing waits");
    }

    [Fact]
    public void Each_example_is_told_with_the_prediction_before_it_was_learned()
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
                learner.Learned.Should().Be(told, "it counts when it is told");
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
    public void Predictions_before_learning_are_what_progressive_evaluation_takes()
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
    public void A_bad_handler_keeps_neither_the_others_nor_the_learning_from_going_on()
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
    public void What_a_network_refuses_or_diverges_by_is_thrown_and_the_rest_waits()
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
    public void A_network_with_parts_of_a_user_needs_nothing_more()
    {
        Perceptron<float> network = Perceptron.WithInputs<float>(2).WithLoss(Loss.From(new LogCosh(), Activation.Identity))
            .WithOptimizer(Optimizer.From(new HeavyBall(0.9))).Build();
        var learner = new PerceptronLearner<float>(network);

        learner.TryEnqueue([1, 2], 3f);

        learner.LearnWaiting().Should().Be(1);
        network.Weights.ToArray().Should().NotContain(0);
    }

    [Fact]
    public void What_it_can_not_be_made_of_is_refused()
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
    public async Task An_offset_that_no_file_could_hold_is_refused_at_the_door()
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
