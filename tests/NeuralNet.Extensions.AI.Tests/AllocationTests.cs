using Microsoft.Extensions.AI;

namespace NeuralNet.Extensions.AI.Tests;

/// <summary>Vectors are used where the generator put them.</summary>
[Collection(nameof(Alone))]
public sealed class AllocationTests
{
    private const int Rows = 2000;
    private const int Dimension = 512;

    [Fact]
    public async Task A_training_does_not_copy_the_vectors()
    {
        string[] texts = [.. Enumerable.Range(0, Rows).Select(row => $"text {row}")];
        string[] labels = [.. texts.Select((_, row) => row % 2 == 0 ? "even" : "odd")];
        var generator = new ReadyGenerator(texts.Index().ToDictionary(text => text.Item, text => Vector(text.Index)));
        var cache = new EmbeddingCache(generator, capacity: Rows);
        TextTrainingOptions options = new() { Cache = cache, Training = new() { Epochs = 3 } };
        TextClassifier classifier = await TextClassifier.FitAsync(generator, texts, labels, options);

        long before = GC.GetTotalAllocatedBytes(precise: true);
        classifier = await TextClassifier.FitAsync(generator, texts, labels, new() { Training = options.Training });
        _ = await TextClassifier.FitAsync(generator, texts, labels, options);
        _ = await classifier.EvaluateAsync(texts, labels);
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        // Lists and results take some bytes for each text, a copy would take 2,048.
        allocated.Should().BeLessThan(Rows * Dimension * sizeof(float) / 2);
        generator.Returned.Should().Be(3 * Rows);
    }

    private static Embedding<float> Vector(int row)
    {
        var vector = new float[Dimension];
        vector[row % Dimension] = 1;
        vector[(row * 7) % Dimension] += 0.5f;
        return new(vector);
    }

    /// <summary>A generator whose vectors exist before.</summary>
    private sealed class ReadyGenerator(Dictionary<string, Embedding<float>> vectors) : IEmbeddingGenerator<string, Embedding<float>>
    {
        public int Returned { get; private set; }

        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
        {
            var found = new GeneratedEmbeddings<Embedding<float>>(values.Select(text => vectors[text]));
            Returned += found.Count;
            return Task.FromResult(found);
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
