using NeuralNet.Extensions.AI.Tests.Support;

namespace NeuralNet.Extensions.AI.Tests;

/// <summary>The generator is called in batches, in order, with each different text once.</summary>
public sealed class BatchTests
{
    private readonly NGramGenerator _generator = new();

    [Theory]
    [InlineData(1, 18)]
    [InlineData(7, 3)]
    [InlineData(18, 1)]
    [InlineData(1000, 1)]
    public async Task Texts_are_embedded_in_batches_in_order(int batchSize, int calls)
    {
        TextClassifier expected = await TextClassifier.FitAsync(new NGramGenerator(), Topics.Texts, Topics.Labels);

        TextClassifier classifier = await TextClassifier.FitAsync(_generator, Topics.Texts, Topics.Labels, new() { BatchSize = batchSize });

        _generator.Calls.Should().HaveCount(calls);
        _generator.Calls.SkipLast(1).All(call => call.Length == batchSize).Should().BeTrue();
        _generator.Calls.SelectMany(call => call).Should().Equal(Topics.Texts);
        classifier.Network.Weights.SequenceEqual(expected.Network.Weights).Should().BeTrue();
    }

    [Fact]
    public async Task The_default_batch_has_64_texts()
    {
        string[] texts = [.. Enumerable.Range(0, 130).Select(index => $"text {index}")];

        _ = await TextClassifier.FitAsync(_generator, texts, [.. texts.Select((_, index) => index % 2 == 0 ? "even" : "odd")]);

        _generator.Calls.Select(call => call.Length).Should().Equal(64, 64, 2);
    }

    [Fact]
    public async Task Equal_texts_are_embedded_once()
    {
        TextClassifier classifier = await TextClassifier.FitAsync(
            _generator, [.. Topics.TwoTexts, .. Topics.TwoTexts], [.. Topics.TwoLabels, .. Topics.TwoLabels]);
        IReadOnlyList<TextClass> found = await classifier.PredictAsync(["a goal", "boil", "a goal"]);

        _generator.Calls.Select(call => call.Length).Should().Equal(12, 2);
        found[0].Probabilities.Should().Equal(found[2].Probabilities).And.NotEqual(found[1].Probabilities);
    }

    [Fact]
    public async Task Predictions_are_those_of_single_texts_in_batches_of_any_size()
    {
        TextClassifier classifier = await TextClassifier.FitAsync(_generator, Topics.Texts, Topics.Labels, new() { BatchSize = 5 });

        IReadOnlyList<TextClass> found = await classifier.PredictAsync(Topics.Texts);

        _generator.Calls.Skip(4).Select(call => call.Length).Should().Equal(5, 5, 5, 3);
        foreach ((int row, string text) in Topics.Texts.Index())
        {
            TextClass alone = await classifier.PredictAsync(text);
            alone.Should().BeEquivalentTo(found[row]);
        }
    }

    [Fact]
    public async Task A_list_that_changes_during_the_call_is_not_read_again()
    {
        List<string> texts = [.. Topics.Texts];
        var generator = new NGramGenerator { OnCall = _ => texts.Clear() };

        TextClassifier classifier = await TextClassifier.FitAsync(generator, texts, Topics.Labels, new() { BatchSize = 4 }, new ProgressList<TextTrainingProgress>());

        generator.Calls.SelectMany(call => call).Should().Equal(Topics.Texts);
        classifier.ClassNames.Should().HaveCount(3);
    }
}
