using Microsoft.Extensions.AI;
using static System.FormattableString;

namespace NeuralNet.Extensions.AI;

/// <summary>
/// The vectors of texts embedded before, in memory, for one embedding generator, so a second training, a cross-validation or a larger set
/// does not embed the same texts again. Pass it in <see cref="TextClassifierOptions.Cache"/>. Safe on any number of threads.
/// </summary>
/// <remarks>
/// A vector takes 4 bytes for each of its numbers, so 10,000 vectors of 1,536 numbers take 61 MB. Vectors are those that the generator
/// returned, not copies: don't change them. Texts are compared exactly, including case and white space.
/// </remarks>
public sealed class EmbeddingCache
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<(string Text, ReadOnlyMemory<float> Vector)>> _entries = new(StringComparer.Ordinal);

    /// <summary>The entries, the last used one first.</summary>
    private readonly LinkedList<(string Text, ReadOnlyMemory<float> Vector)> _byUse = new();
    private int? _dimension;

    /// <summary>Creates an empty cache.</summary>
    /// <param name="generator">The generator whose vectors it holds; a classifier with another generator is refused.</param>
    /// <param name="capacity">
    /// The largest number of texts, [1, inf). If it is full, the text that was not used for the longest time makes room. For trainings it
    /// should be at least the number of texts, otherwise each training may remove the texts that the next one needs first.
    /// </param>
    /// <exception cref="ArgumentNullException">The generator is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is below 1.</exception>
    public EmbeddingCache(IEmbeddingGenerator<string, Embedding<float>> generator, int capacity)
    {
        ArgumentNullException.ThrowIfNull(generator);
        if (capacity < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(capacity), capacity, Invariant(
                $"capacity is {capacity}; it must be 1 or more, at least the number of texts of a training."));
        }

        Generator = generator;
        Capacity = capacity;
    }

    /// <summary>The largest number of texts, [1, inf).</summary>
    public int Capacity { get; }

    /// <summary>The number of texts, [0, <see cref="Capacity"/>].</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>The number of numbers in each vector, [1, inf); null as long as no vector was added.</summary>
    public int? Dimension
    {
        get
        {
            lock (_lock)
            {
                return _dimension;
            }
        }
    }

    internal IEmbeddingGenerator<string, Embedding<float>> Generator { get; }

    /// <summary>Removes all texts and forgets the dimension, for example after the generator changed it.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
            _byUse.Clear();
            _dimension = null;
        }
    }

    /// <summary>Returns the vector of a text; null if it is not in the cache.</summary>
    internal ReadOnlyMemory<float>? Find(string text)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(text, out LinkedListNode<(string Text, ReadOnlyMemory<float> Vector)>? entry))
            {
                return null;
            }

            _byUse.Remove(entry);
            _byUse.AddFirst(entry);
            return entry.Value.Vector;
        }
    }

    /// <summary>Adds the vectors of a batch of texts, all of them or none.</summary>
    internal void Add(ReadOnlySpan<string> texts, ReadOnlySpan<ReadOnlyMemory<float>> vectors)
    {
        lock (_lock)
        {
            // Another call may have added the first vectors after this one looked.
            int dimension = vectors[0].Length;
            if (_dimension is { } known && known != dimension)
            {
                throw new InvalidOperationException(Invariant(
                    $"The generator returned vectors of {dimension} numbers, and the cache has vectors of {known}. A cache is for one dimension: clear it, or create another one for each dimension."));
            }

            _dimension = dimension;
            for (int index = 0; index < texts.Length; index++)
            {
                Add(texts[index], vectors[index]);
            }
        }
    }

    private void Add(string text, ReadOnlyMemory<float> vector)
    {
        // Two calls at the same time may embed the same text; the first vector stays.
        if (_entries.ContainsKey(text))
        {
            return;
        }

        if (_entries.Count == Capacity)
        {
            _entries.Remove(_byUse.Last!.Value.Text);
            _byUse.RemoveLast();
        }

        _entries.Add(text, _byUse.AddFirst((text, vector)));
    }
}
