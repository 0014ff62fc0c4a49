using Microsoft.Extensions.AI;
using NeuralNet.Core;

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

    [Theory]
    [InlineData("fit")]
    [InlineData("cross-validate")]
    [InlineData("evaluate")]
    [InlineData("predict")]
    public async Task A_further_text_allocates_a_fraction_of_its_vector(string call)
    {
        string[] texts = [.. Enumerable.Range(0, Rows).Select(row => $"text {row}")];
        string[] labels = [.. texts.Select((_, row) => row % 2 == 0 ? "even" : "odd")];
        var generator = new ReadyGenerator(texts.Index().ToDictionary(text => text.Item, text => Vector(text.Index)));
        TextTrainingOptions options = new() { Training = new() { Epochs = 3 } };
        TextClassifier classifier = await TextClassifier.FitAsync(generator, texts, labels, options);
        Func<int, Task> run = call switch
        {
            "fit" => rows => TextClassifier.FitAsync(generator, texts[..rows], labels[..rows], options),
            "cross-validate" => rows => TextClassifier.CrossValidateAsync(generator, texts[..rows], labels[..rows], Folds.Random(4), options),
            "evaluate" => rows => classifier.EvaluateAsync(texts[..rows], labels[..rows]),
            _ => rows => classifier.PredictAsync(texts[..rows]),
        };

        long half = await LeastAllocationOf(() => run(Rows / 2));
        long all = await LeastAllocationOf(() => run(Rows));

        // The weights and the memory of L-BFGS do not grow with the texts, so they are in both. A copy would take 2,048 bytes.
        ((all - half) / (Rows / 2)).Should().BeLessThan(Dimension * sizeof(float) / 3);
    }

    private static async Task<long> LeastAllocationOf(Func<Task> action)
    {
        long least = long.MaxValue;
        for (int run = 0; run < 5; run++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            await action();
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        return least;
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
