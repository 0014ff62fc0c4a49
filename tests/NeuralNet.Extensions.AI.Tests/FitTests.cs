using NeuralNet.Core;
using NeuralNet.Extensions.AI.Tests.Support;

namespace NeuralNet.Extensions.AI.Tests;

/// <summary>A classifier learns topics, with the default network and with others.</summary>
public sealed class FitTests
{
    private readonly NGramGenerator _generator = new();

    [Fact]
    public async Task Two_topics_are_learned_by_one_sigmoid()
    {
        TextClassifier classifier = await TextClassifier.FitAsync(_generator, Topics.TwoTexts, Topics.TwoLabels);

        classifier.ClassNames.Should().Equal("cooking", "sport");
        classifier.Network.OutputCount.Should().Be(1);
        classifier.Network.OutputActivation.Should().Be(Activation.Sigmoid);
        (await classifier.EvaluateAsync(Topics.TwoTexts, Topics.TwoLabels)).Accuracy.Should().Be(1);
        foreach ((string text, string label) in Topics.New[..2])
        {
            TextClass found = await classifier.PredictAsync(text);
            found.Name.Should().Be(label);
            found.Probability.Should().BeInRange(0.5f, 1).And.Be(found.Probabilities[found.Index]);
            found.Probabilities.Should().HaveCount(2);
            found.Probabilities.Sum().Should().BeApproximately(1, 1e-6f);
        }
    }

    [Fact]
    public async Task Three_topics_are_learned_by_softmax()
    {
        TextClassifier classifier = await TextClassifier.FitAsync(_generator, Topics.Texts, Topics.Labels);

        classifier.ClassNames.Should().Equal("cooking", "software", "sport");
        classifier.Network.OutputActivation.Should().Be(Activation.Softmax);
        IReadOnlyList<TextClass> found = await classifier.PredictAsync([.. Topics.New.Select(topic => topic.Text)]);
        found.Select(it => it.Name).Should().Equal(Topics.New.Select(topic => topic.Label));
        found.Should().AllSatisfy(it =>
        {
            classifier.ClassNames[it.Index].Should().Be(it.Name);
            it.Probability.Should().Be(it.Probabilities.Max());
            it.Probabilities.Sum().Should().BeApproximately(1, 1e-6f);
            it.ToString().Should().StartWith($"{it.Name} 0.");
        });
    }

    [Fact]
    public async Task The_network_is_that_of_the_core_on_the_same_vectors()
    {
        ReadOnlyMemory<float>[] vectors = [.. Topics.Texts.Select(text => (ReadOnlyMemory<float>)_generator.Vector(text))];
        Perceptron<float> expected = Perceptron.Classifier<float>(64, 3)
            .WithOptimizer(Optimizer.Lbfgs()).WithPenalty(Penalty.L2(0.0003)).WithLearnedClassNames().Build();
        expected.Fit(vectors, Topics.Labels);

        TextClassifier classifier = await TextClassifier.FitAsync(_generator, Topics.Texts, Topics.Labels);

        classifier.Network.Weights.SequenceEqual(expected.Weights).Should().BeTrue();
        classifier.Network.Bias.SequenceEqual(expected.Bias).Should().BeTrue();
        IReadOnlyList<TextClass> found = await classifier.PredictAsync(Topics.Texts);
        var predictions = new float[vectors.Length * 3];
        expected.Predict(vectors, predictions);
        found.SelectMany(it => it.Probabilities).Should().Equal(predictions);
    }

    [Fact]
    public async Task The_default_network_converges()
    {
        TextClassifier classifier = await TextClassifier.FitAsync(_generator, Topics.Texts, Topics.Labels);

        classifier.Training!.StopReason.Should().Be(StopReason.Converged, classifier.Training.Message);
        PerceptronBuilder<float> description = classifier.Training.Network.Description;
        description.Penalty.Should().Be(Penalty.L2(0.0003));
        description.IsStandardized.Should().BeFalse();
    }

    [Theory]
    [InlineData(1000, 0.0003)]
    [InlineData(2000, 0.00015)]
    public async Task The_default_penalty_falls_with_more_than_a_thousand_texts(int texts, double strength)
    {
        string[] numbers = [.. Enumerable.Range(0, texts).Select(row => $"number {row}")];
        string[] labels = [.. numbers.Select((_, row) => row % 2 == 0 ? "even" : "odd")];

        TextClassifier classifier = await TextClassifier.FitAsync(_generator, numbers, labels, new() { Training = new() { Epochs = 1 } });

        classifier.Training!.Network.Description.Penalty.Should().Be(Penalty.L2(strength));
    }

    [Fact]
    public async Task The_network_and_the_training_can_be_configured()
    {
        TextClassifier classifier = await TextClassifier.FitAsync(_generator, Topics.TwoTexts, Topics.TwoLabels, new()
        {
            Configure = network => network.WithOptimizer(Optimizer.Adam()).WithLearningRate(0.1).WithMetadata("data", "two topics"),
            Training = new() { Epochs = 7 },
        });

        classifier.Training!.Epochs.Should().Be(7);
        classifier.Training.Network.Description.Optimizer.Name.Should().StartWith("adam");
        classifier.Network.Metadata["data"].Should().Be("two topics");
    }

    [Fact]
    public async Task Another_network_may_name_its_classes_itself()
    {
        TextClassifier classifier = await TextClassifier.FitAsync(_generator, Topics.TwoTexts, Topics.TwoLabels, new()
        {
            Configure = network => Perceptron.Classifier<float>(network.InputCount, 3).WithOptimizer(Optimizer.Lbfgs())
                .WithPenalty(Penalty.L2(0.01)).WithClassNames("sport", "cooking", "other"),
        });

        classifier.ClassNames.Should().Equal("sport", "cooking", "other");
        (await classifier.PredictAsync(Topics.New[0].Text)).Index.Should().Be(0);
    }

    [Fact]
    public async Task The_probability_of_a_class_chosen_by_a_threshold_may_be_below_a_half()
    {
        TextClassifier trained = await TextClassifier.FitAsync(_generator, Topics.TwoTexts, Topics.TwoLabels);
        Perceptron<float> network = trained.Training!.Network;
        network.SetThreshold(0.999_999);

        TextClass found = await TextClassifier.FromNetwork(network.Freeze(), _generator).PredictAsync(Topics.New[0].Text);

        found.Name.Should().Be("cooking");
        found.Probability.Should().BeLessThan(0.5f).And.Be(found.Probabilities[0]);
        (await trained.PredictAsync(Topics.New[0].Text)).Name.Should().Be("sport", "the classifier is immutable");
    }

    [Fact]
    public async Task The_caller_is_not_blocked_by_the_training()
    {
        var cache = new EmbeddingCache(_generator, capacity: 100);
        TextTrainingOptions options = new() { Cache = cache };
        _ = await TextClassifier.FitAsync(_generator, Topics.Texts, Topics.Labels, options);
        using var hasReturned = new ManualResetEventSlim();
        bool isOther = true;
        var progress = new ActionProgress(report => isOther = isOther && (report.Training is null || hasReturned.Wait(TimeSpan.FromSeconds(30))));

        // All vectors are in the cache, so no call of the generator leaves the thread.
        Task<TextClassifier> fit = TextClassifier.FitAsync(_generator, Topics.Texts, Topics.Labels, options, progress);
        hasReturned.Set();
        _ = await fit;

        isOther.Should().BeTrue();
    }

    [Fact]
    public async Task Progress_counts_texts_then_epochs()
    {
        var progress = new ProgressList<TextTrainingProgress>();

        TextClassifier classifier = await TextClassifier.FitAsync(
            _generator, [.. Topics.Texts, Topics.Texts[0]], [.. Topics.Labels, Topics.Labels[0]], new() { BatchSize = 8 }, progress);

        TextTrainingProgress[] embedding = [.. progress.Reports.TakeWhile(report => report.Training is null)];
        TextTrainingProgress[] training = [.. progress.Reports.Skip(embedding.Length)];
        embedding.Select(report => report.EmbeddedTexts).Should().Equal(0, 9, 17, 19);
        progress.Reports.Should().OnlyContain(report => report.Texts == 19);
        training.Select(report => report.Training!.Value.Epoch).Should().Equal(Enumerable.Range(1, classifier.Training!.Epochs));
        training.Should().OnlyContain(report => report.EmbeddedTexts == 19);
    }
}
