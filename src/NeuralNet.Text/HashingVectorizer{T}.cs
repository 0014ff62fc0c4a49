using System.Numerics;
using NeuralNet.Common;
using NeuralNet.Core;
using static System.FormattableString;

namespace NeuralNet.Text;

/// <summary>
/// Makes sparse rows of texts: counts words, characters or n-grams of them, each in the column of its hash, so nothing is learned or stored.
/// Equal to scikit-learn's <c>HashingVectorizer(alternate_sign=False)</c>. For texts by their meaning see the package
/// NeuralNet.Extensions.AI.
/// </summary>
/// <remarks>
/// <para><c>network.Predict(vectorizer.Row("cheap watches"))</c>. After the first texts nothing is allocated. A vectorizer has the memory of
/// one text: use one for each thread.</para>
/// <para>Half of a surrogate pair is no part of a word, and as a character it counts as U+FFFD.</para>
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class HashingVectorizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TextUnits _units = new();
    private readonly ColumnBuffer<T> _columns = new();
    private readonly ColumnHash _hash;
    private readonly Utf8Buffer _ngram = new();
    private char[] _lower = new char[256];

    /// <summary>Creates a vectorizer.</summary>
    /// <param name="options">What to count and how. Default as in scikit-learn, but without signs.</param>
    public HashingVectorizer(HashingVectorizerOptions? options = null)
    {
        Options = options ?? new();
        _hash = new(Options.InputCount, Options.Seed, Options.AlternateSign);
    }

    /// <summary>What is counted and how.</summary>
    public HashingVectorizerOptions Options { get; }

    /// <summary>The number of columns: the inputs of the network.</summary>
    public int InputCount => _hash.InputCount;

    /// <summary>Returns the row of a text <c>[1 x <see cref="InputCount"/>]</c>.</summary>
    /// <param name="text">The text. Without a word the row has no columns.</param>
    /// <returns>A view, valid until the next call.</returns>
    public SparseRow<T> Row(ReadOnlySpan<char> text)
    {
        _columns.Clear();
        _units.Clear();
        Count(Options.Lowercase ? Lower(text) : text);
        _columns.Sort();
        if (Options.Binary)
        {
            _columns.Values.Fill(T.One);
        }

        // Counts are whole numbers, so their sums are exact in any order.
        Scaling.Scale(_columns.Values, Options.Norm);
        return new(_columns.Indices, _columns.Values);
    }

    /// <summary>Returns the column of a word or n-gram: that of its weight.</summary>
    /// <param name="ngram">
    /// The word, the characters, or the words with a space between each two; characters in words (<see cref="TextAnalyzer.CharacterInWord"/>)
    /// with the space before or after their word. It is converted to lowercase if texts are (<see cref="HashingVectorizerOptions.Lowercase"/>).
    /// </param>
    /// <returns>The column, [0, <see cref="InputCount"/>).</returns>
    public int Column(ReadOnlySpan<char> ngram)
    {
        _ngram.Clear();
        _ngram.Append(Options.Lowercase ? Lower(ngram) : ngram);
        return _hash.Column(_ngram.Written, out _);
    }

    /// <summary>Returns the rows of many texts. They are copied, so they stay valid.</summary>
    /// <param name="texts">The texts, one or more.</param>
    /// <returns>A row for each text <c>[texts x <see cref="InputCount"/>]</c>.</returns>
    /// <exception cref="ArgumentNullException">The texts are null.</exception>
    /// <exception cref="ArgumentException">A text is null.</exception>
    public SparseRowMemory<T> Rows(IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var rows = new SparseRowsBuilder<T>();
        foreach (string text in texts)
        {
            rows.Add(Row(text ?? throw new ArgumentException(Invariant($"The text of row {rows.RowCount} is null. Pass an empty text, or leave it out."), nameof(texts))));
        }

        return rows.ToMemory();
    }

    private ReadOnlySpan<char> Lower(ReadOnlySpan<char> text)
    {
        if (_lower.Length < text.Length)
        {
            Growth.MakeRoom(ref _lower, 0, text.Length);
        }

        return _lower.AsSpan(0, text.ToLowerInvariant(_lower));
    }

    private void Count(ReadOnlySpan<char> text)
    {
        (int min, int max) = Options.NgramRange;
        switch (Options.Analyzer)
        {
            case TextAnalyzer.Word:
                _units.AddWords(text, Options.MinWordLength);
                for (int n = min; n <= Math.Min(max, _units.Count); n++)
                {
                    CountNgrams(0, _units.Count, n, without: 1);
                }

                break;
            case TextAnalyzer.Character:
                _units.AddCharacters(text);
                for (int n = min; n <= Math.Min(max, _units.Count); n++)
                {
                    CountNgrams(0, _units.Count, n);
                }

                break;
            default:
                while (!text.IsEmpty)
                {
                    int first = _units.Count;
                    text = _units.AddPaddedWord(text);
                    CountWordNgrams(first, _units.Count - first, min, max);
                }

                break;
        }
    }

    /// <summary>Counts the n-grams of one padded word. A word that is not longer than n counts once, and no longer n-grams count.</summary>
    private void CountWordNgrams(int first, int count, int min, int max)
    {
        for (int n = min; n <= max && count > 0; n++)
        {
            CountNgrams(first, count, Math.Min(n, count));
            if (n >= count)
            {
                break;
            }
        }
    }

    /// <param name="first">The first unit.</param>
    /// <param name="count">The number of units.</param>
    /// <param name="n">The units of an n-gram.</param>
    /// <param name="without">The bytes at its end that do not count.</param>
    private void CountNgrams(int first, int count, int n, int without = 0)
    {
        for (int unit = first; unit <= first + count - n; unit++)
        {
            int column = _hash.Column(_units.Span(unit, n)[..^without], out bool isNegative);
            _columns.Add(column, isNegative ? -T.One : T.One);
        }
    }
}
