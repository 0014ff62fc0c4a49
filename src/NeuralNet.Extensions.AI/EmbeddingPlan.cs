namespace NeuralNet.Extensions.AI;

/// <summary>Which texts of a call still need a vector: those that are not in the cache, each different text once.</summary>
internal sealed class EmbeddingPlan
{
    private readonly string[] _texts;
    private readonly ReadOnlyMemory<float>[] _vectors;

    /// <summary>For each text the row of the first text equal to it <c>[texts]</c>.</summary>
    private readonly int[] _firstRows;

    /// <summary>The number of texts equal to each text, at the row of the first <c>[texts]</c>.</summary>
    private readonly int[] _copies;

    /// <summary>The first rows of the texts without a vector, in order.</summary>
    private readonly List<int> _missing = [];
    private int _accepted;
    private int _known;

    public EmbeddingPlan(string[] texts, EmbeddingCache? cache, VectorCheck check)
    {
        _texts = texts;
        _vectors = new ReadOnlyMemory<float>[texts.Length];
        _firstRows = new int[texts.Length];
        _copies = new int[texts.Length];
        var rows = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int row = 0; row < texts.Length; row++)
        {
            if (rows.TryAdd(texts[row], row))
            {
                Look(row, cache, check);
            }

            _firstRows[row] = rows[texts[row]];
            _copies[_firstRows[row]]++;
        }

        _known = texts.Length - _missing.Sum(row => _copies[row]);
    }

    public TextTrainingProgress Progress => new() { EmbeddedTexts = _known, Texts = _texts.Length };

    /// <summary>Returns the next texts to embed; none if every text has a vector.</summary>
    public string[] Next(int batchSize) =>
        [.. _missing.Skip(_accepted).Take(batchSize).Select(row => _texts[row])];

    /// <summary>Takes the vectors of the texts that <see cref="Next"/> returned, if all of them are valid.</summary>
    public void Accept(ReadOnlyMemory<float>[] vectors, VectorCheck check)
    {
        for (int index = 0; index < vectors.Length; index++)
        {
            int row = _missing[_accepted + index];
            check.Check(row, vectors[index].Span);
            _vectors[row] = vectors[index];
            _known += _copies[row];
        }

        _accepted += vectors.Length;
    }

    /// <summary>Returns the vector of each text; equal texts share one.</summary>
    public ReadOnlyMemory<float>[] Vectors()
    {
        for (int row = 0; row < _vectors.Length; row++)
        {
            _vectors[row] = _vectors[_firstRows[row]];
        }

        return _vectors;
    }

    private void Look(int row, EmbeddingCache? cache, VectorCheck check)
    {
        if (cache?.Find(_texts[row]) is not { } vector)
        {
            _missing.Add(row);
            return;
        }

        check.Check(row, vector.Span);
        _vectors[row] = vector;
    }
}
