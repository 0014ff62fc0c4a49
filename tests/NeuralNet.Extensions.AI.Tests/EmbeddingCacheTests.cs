using Microsoft.Extensions.AI;
using NeuralNet.Core;
using NeuralNet.Extensions.AI.Tests.Support;

namespace NeuralNet.Extensions.AI.Tests;

/// <summary>A cache spares calls of its generator, within its bounds, on any number of threads.</summary>
public sealed class EmbeddingCacheTests
{
    private readonly NGramGenerator _generator = new();

    [Fact]
    public async Task A_second_training_calls_the_generator_only_for_new_texts()
    {
        var cache = new EmbeddingCache(_generator, capacity: 100);
        TextClassifier first = await TextClassifier.FitAsync(_generator, Topics.TwoTexts, Topics.TwoLabels, new() { Cache = cache });
        TextClassifier second = await TextClassifier.FitAsync(_generator, Topics.TwoTexts, Topics.TwoLabels, new() { Cache = cache });
        _generator.Calls.Should().HaveCount(1);
        second.Network.Weights.SequenceEqual(first.Network.Weights).Should().BeTrue();

        _ = await TextClassifier.FitAsync(_generator, Topics.Texts, Topics.Labels, new() { Cache = cache });
        _generator.Calls.Should().HaveCount(2);
        _generator.Calls[1].Should().Equal(Topics.Texts[12..]);

        _ = await TextClassifier.CrossValidateAsync(_generator, Topics.Texts, Topics.Labels, Folds.Random(3), new() { Cache = cache });
        _ = await second.EvaluateAsync(Topics.TwoTexts, Topics.TwoLabels);
        _ = await second.PredictAsync(Topics.Texts);
        _generator.Calls.Should().HaveCount(2);
        cache.Count.Should().Be(18);
        cache.Dimension.Should().Be(64);
    }

    [Fact]
    public async Task Progress_counts_texts_of_the_cache_from_the_start()
    {
        var cache = new EmbeddingCache(_generator, capacity: 100);
        var progress = new ProgressList<TextTrainingProgress>();
        _ = await TextClassifier.FitAsync(_generator, Topics.TwoTexts, Topics.TwoLabels, new() { Cache = cache });

        _ = await TextClassifier.FitAsync(_generator, Topics.Texts, Topics.Labels, new() { Cache = cache }, progress);

        progress.Reports.TakeWhile(report => report.Training is null).Select(report => report.EmbeddedTexts).Should().Equal(12, 18);
    }

    [Fact]
    public async Task A_full_cache_forgets_the_text_that_was_not_used_for_the_longest_time()
    {
        var cache = new EmbeddingCache(_generator, capacity: 3);
        TextClassifier classifier = TextClassifier.FromNetwork(Network(), _generator, new() { Cache = cache });
        _ = await classifier.PredictAsync(["one", "two", "three"]);
        _ = await classifier.PredictAsync("one");
        _ = await classifier.PredictAsync("four");
        cache.Count.Should().Be(3);

        _ = await classifier.PredictAsync(["one", "three", "four"]);
        _generator.Calls.Should().HaveCount(2);
        _ = await classifier.PredictAsync("two");
        _generator.Calls.Should().HaveCount(3);
        cache.Count.Should().Be(3);
    }

    [Fact]
    public async Task A_call_may_have_more_texts_than_the_cache_holds()
    {
        var cache = new EmbeddingCache(_generator, capacity: 2);

        TextClassifier classifier = await TextClassifier.FitAsync(_generator, Topics.Texts, Topics.Labels, new() { Cache = cache, BatchSize = 4 });

        cache.Count.Should().Be(2);
        (await classifier.EvaluateAsync(Topics.Texts, Topics.Labels)).Accuracy.Should().Be(1);
    }

    [Fact]
    public async Task Many_threads_use_one_cache()
    {
        var cache = new EmbeddingCache(_generator, capacity: 5);
        TextClassifier alone = TextClassifier.FromNetwork(Network(), new NGramGenerator());
        TextClassifier classifier = TextClassifier.FromNetwork(Network(), _generator, new() { Cache = cache, BatchSize = 2 });
        IReadOnlyList<TextClass> expected = await alone.PredictAsync(Topics.Texts);

        await Parallel.ForAsync(0, 200, async (call, cancellationToken) =>
        {
            int row = call % Topics.Texts.Length;
            string[] texts = [.. Topics.Texts[row..], .. Topics.Texts[..row]];
            IReadOnlyList<TextClass> found = await classifier.PredictAsync(texts, cancellationToken);
            found.Select(it => it.Probability).Should().Equal(expected.Skip(row).Concat(expected.Take(row)).Select(it => it.Probability));
            cache.Count.Should().BeInRange(1, 5);
        });
    }

    [Fact]
    public async Task A_cleared_cache_is_empty()
    {
        var cache = new EmbeddingCache(_generator, capacity: 5);
        cache.Dimension.Should().BeNull();
        TextClassifier classifier = TextClassifier.FromNetwork(Network(), _generator, new() { Cache = cache });
        _ = await classifier.PredictAsync("one");

        cache.Clear();

        cache.Count.Should().Be(0);
        cache.Dimension.Should().BeNull();
        _ = await classifier.PredictAsync("one");
        _generator.Calls.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_cache_of_another_generator_is_rejected()
    {
        var cache = new EmbeddingCache(new NGramGenerator(), capacity: 5);

        Func<Task> fit = () => TextClassifier.FitAsync(_generator, Topics.Texts, Topics.Labels, new() { Cache = cache });

        (await fit.Should().ThrowAsync<ArgumentException>()).WithMessage("Cache is for another generator*Create an EmbeddingCache for this generator*");
    }

    [Fact]
    public async Task A_generator_that_changed_its_dimension_is_rejected()
    {
        var isNarrow = false;
        var generator = new NGramGenerator { Change = vectors => isNarrow ? vectors.Select(vector => new Embedding<float>(vector.Vector[..32])) : vectors };
        var cache = new EmbeddingCache(generator, capacity: 100);
        _ = await TextClassifier.FitAsync(generator, Topics.TwoTexts, Topics.TwoLabels, new() { Cache = cache });
        isNarrow = true;

        Func<Task> fit = () => TextClassifier.FitAsync(generator, Topics.Texts, Topics.Labels, new() { Cache = cache });

        (await fit.Should().ThrowAsync<InvalidOperationException>())
            .WithMessage("The vector of row 12 of texts has 32 numbers instead of 64, as the vectors in the cache. Clear the cache*");
        cache.Count.Should().Be(12);
    }

    [Fact]
    public async Task Two_first_calls_with_different_dimensions_can_not_both_fill_the_cache()
    {
        NGramGenerator? generator = null;
        EmbeddingCache? cache = null;
        TextClassifier? narrow = null;
        generator = new NGramGenerator
        {
            // While the first text is embedded, another call finishes first.
            OnCall = call =>
            {
                if (call == 0)
                {
                    narrow!.PredictAsync("inner").GetAwaiter().GetResult();
                }
            },
            Change = vectors => generator!.Calls.Count == 2 && vectors.Length == 1 && cache!.Count == 0 ? [new(vectors[0].Vector[..32])] : vectors,
        };
        cache = new EmbeddingCache(generator, capacity: 5);
        narrow = TextClassifier.FromNetwork(Network(32), generator, new() { Cache = cache });
        TextClassifier wide = TextClassifier.FromNetwork(Network(), generator, new() { Cache = cache });

        Func<Task> predict = () => wide.PredictAsync("outer");

        (await predict.Should().ThrowAsync<InvalidOperationException>()).WithMessage("*vectors of 64 numbers, and the cache has vectors of 32*");
        cache.Count.Should().Be(1);
    }

    [Fact]
    public async Task A_text_that_two_calls_embed_at_the_same_time_is_kept_once()
    {
        TextClassifier? classifier = null;
        var generator = new NGramGenerator
        {
            // While the text is embedded, another call with the same text finishes first.
            OnCall = call =>
            {
                if (call == 0)
                {
                    classifier!.PredictAsync("same").GetAwaiter().GetResult();
                }
            },
        };
        var cache = new EmbeddingCache(generator, capacity: 1);
        classifier = TextClassifier.FromNetwork(Network(), generator, new() { Cache = cache });

        _ = await classifier.PredictAsync("same");

        generator.Calls.Should().HaveCount(2);
        cache.Count.Should().Be(1);
        _ = await classifier.PredictAsync("same");
        generator.Calls.Should().HaveCount(2);
    }

    [Fact]
    public void Bad_arguments_are_rejected()
    {
        Action noGenerator = () => _ = new EmbeddingCache(null!, capacity: 1);
        Action noCapacity = () => _ = new EmbeddingCache(_generator, capacity: 0);

        noGenerator.Should().Throw<ArgumentNullException>();
        noCapacity.Should().Throw<ArgumentOutOfRangeException>().WithMessage("capacity is 0; it must be 1 or more*");
    }

    private static FrozenPerceptron<float> Network(int inputs = 64) => FrozenPerceptron.FromWeights<float>(
        inputs, [.. Enumerable.Range(0, inputs).Select(index => index - 20f)], [0f], Activation.Sigmoid, classNames: ["low", "high"]);
}
