using System.Collections.Concurrent;
using Microsoft.Extensions.AI;

namespace NeuralNet.Extensions.AI.Tests.Support;

/// <summary>
/// A deterministic generator: it counts the groups of three characters of a text, each in the column of its hash, and divides the counts
/// by the length of the vector. It records its calls, and can be made to misbehave.
/// </summary>
internal sealed class NGramGenerator(int dimension = 64, string? model = "n-grams", string? provider = "tests")
    : IEmbeddingGenerator<string, Embedding<float>>
{
    private const int Letters = 3;
    private readonly ConcurrentQueue<string[]> _calls = new();

    /// <summary>The texts of each call.</summary>
    public IReadOnlyList<string[]> Calls => [.. _calls];

    /// <summary>Runs at the start of each call, with the number of calls before it.</summary>
    public Action<int>? OnCall { get; init; }

    /// <summary>Changes the result of a call.</summary>
    public Func<Embedding<float>[], IEnumerable<Embedding<float>>>? Change { get; init; }

    /// <summary>The vector of a text <c>[dimension]</c>.</summary>
    public float[] Vector(string text)
    {
        var counts = new float[dimension];
        string padded = $" {text.ToLowerInvariant()} ";
        for (int start = 0; start + Letters <= padded.Length; start++)
        {
            counts[Hash(padded.AsSpan(start, Letters)) % (uint)dimension]++;
        }

        float length = MathF.Sqrt(counts.Sum(count => count * count));
        return [.. counts.Select(count => count / length)];
    }

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        string[] texts = [.. values];
        int before = _calls.Count;
        _calls.Enqueue(texts);
        OnCall?.Invoke(before);
        Embedding<float>[] vectors = [.. texts.Select(text => new Embedding<float>(Vector(text)))];
        return Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(Change?.Invoke(vectors) ?? vectors));
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(EmbeddingGeneratorMetadata) && (model ?? provider) is not null
            ? new EmbeddingGeneratorMetadata(provider, defaultModelId: model)
            : null;

    public void Dispose()
    {
    }

    /// <summary>The hash FNV-1a: that of strings differs between processes.</summary>
    private static uint Hash(ReadOnlySpan<char> letters)
    {
        uint hash = 2166136261;
        foreach (char letter in letters)
        {
            hash = unchecked((hash ^ letter) * 16777619);
        }

        return hash;
    }
}
