using Microsoft.Extensions.AI;
using static System.FormattableString;

namespace NeuralNet.Extensions.AI;

/// <summary>Turns texts into vectors: each different text once, in batches, in order, with the cache if there is one.</summary>
internal sealed class TextEmbedder
{
    private readonly IEmbeddingGenerator<string, Embedding<float>> _generator;
    private readonly int _batchSize;
    private readonly EmbeddingCache? _cache;

    public TextEmbedder(IEmbeddingGenerator<string, Embedding<float>> generator, TextClassifierOptions options)
    {
        ArgumentNullException.ThrowIfNull(generator);
        if (options.Cache is { } cache && !ReferenceEquals(cache.Generator, generator))
        {
            throw new ArgumentException(
                "Cache is for another generator object, whose vectors may have another meaning. Create an EmbeddingCache for this generator.", nameof(options));
        }

        _generator = generator;
        _batchSize = options.BatchSize;
        _cache = options.Cache;
        Model = GeneratorModel.Of(generator, options);
    }

    public GeneratorModel Model { get; }

    /// <summary>Returns the vectors of texts for a training, which determine its number of inputs.</summary>
    public Task<ReadOnlyMemory<float>[]> EmbedAsync(
        string parameter, string[] texts, IProgress<TextTrainingProgress>? progress, CancellationToken cancellationToken) =>
        EmbedAsync(
            texts,
            new VectorCheck(parameter, _cache?.Dimension, "the vectors in the cache. Clear the cache, or create another one for each dimension"),
            progress,
            cancellationToken);

    /// <summary>Returns the vectors of texts for a trained network.</summary>
    public Task<ReadOnlyMemory<float>[]> EmbedAsync(
        string parameter, string[] texts, int inputs, CancellationToken cancellationToken) =>
        EmbedAsync(
            texts,
            new VectorCheck(parameter, inputs, "those that the classifier was trained with. Use the same model with the same number of dimensions, or train a new classifier"),
            progress: null,
            cancellationToken);

    private async Task<ReadOnlyMemory<float>[]> EmbedAsync(
        string[] texts, VectorCheck check, IProgress<TextTrainingProgress>? progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var plan = new EmbeddingPlan(texts, _cache, check);
        progress?.Report(plan.Progress);
        while (plan.Next(_batchSize) is { Length: > 0 } batch)
        {
            cancellationToken.ThrowIfCancellationRequested();
            GeneratedEmbeddings<Embedding<float>>? generated =
                await _generator.GenerateAsync(batch, options: null, cancellationToken).ConfigureAwait(false);
            if (generated?.Count != batch.Length)
            {
                throw new InvalidOperationException(Invariant(
                    $"The generator returned {generated?.Count ?? 0} vectors for {batch.Length} texts. It must return one for each text, in order; if it takes fewer texts in one call, lower BatchSize."));
            }

            ReadOnlyMemory<float>[] vectors = [.. generated.Select(embedding => embedding?.Vector ?? default)];
            plan.Accept(vectors, check);
            _cache?.Add(batch, vectors);
            progress?.Report(plan.Progress);
        }

        return plan.Vectors();
    }
}
