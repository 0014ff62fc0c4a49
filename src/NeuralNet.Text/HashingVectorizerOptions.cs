namespace NeuralNet.Text;

/// <summary>What a <see cref="HashingVectorizer{T}"/> counts and how. The defaults are scikit-learn's, except for <see cref="AlternateSign"/>.</summary>
public sealed record HashingVectorizerOptions
{
    /// <summary>The number of columns, [1, inf), and so of the inputs of the network. Default 2^20. A power of two spreads the words evenly.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are no columns.</exception>
    public int InputCount
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(InputCount));
            field = value;
        }
    } = 1 << 20;

    /// <summary>The seed of the hash. Default 0, which scikit-learn always has.</summary>
    public uint Seed { get; init; }

    /// <summary>
    /// Whether an n-gram with a negative hash counts -1, so that those that share a column cancel rather than add up. Default false;
    /// scikit-learn's default is true.
    /// </summary>
    public bool AlternateSign { get; init; }

    /// <summary>What an n-gram is made of. Default words.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such analyzer.</exception>
    public TextAnalyzer Analyzer
    {
        get;
        init
        {
            if (!Enum.IsDefined(value))
            {
                throw new ArgumentOutOfRangeException(nameof(Analyzer), value, "Pass one of the values of TextAnalyzer.");
            }

            field = value;
        }
    }

    /// <summary>
    /// The shortest and the longest n-grams: the words or characters that follow each other, [1, inf) and not below the shortest. Default
    /// (1, 1): each alone.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public (int Min, int Max) NgramRange
    {
        get;
        init
        {
            if (value.Min < 1 || value.Max < value.Min)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(NgramRange), value, "N-grams have 1 word or more, and the longest are not shorter than the shortest. Pass (1, 2) for words and pairs of words.");
            }

            field = value;
        }
    } = (1, 1);

    /// <summary>
    /// Whether letters become lower case before anything else, by <see cref="MemoryExtensions.ToLowerInvariant"/>: each letter by itself, so a
    /// final Greek sigma does not differ from others, and U+0130, a capital I with a dot, stays. Letters added to Unicode of late may have no
    /// lower case on an older system, unless the app sets InvariantGlobalization. Default true.
    /// </summary>
    public bool Lowercase { get; init; } = true;

    /// <summary>
    /// The number of characters of the shortest words that count with <see cref="TextAnalyzer.Word"/>, [1, inf). Default 2: words of one
    /// character are left out.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    public int MinWordLength
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(MinWordLength));
            field = value;
        }
    } = 2;

    /// <summary>Whether a column that is given counts as 1, however often it occurs. Default false.</summary>
    public bool Binary { get; init; }

    /// <summary>The length to which a row is scaled. Default <see cref="RowNorm.L2"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such norm.</exception>
    public RowNorm Norm
    {
        get;
        init
        {
            if (!Enum.IsDefined(value))
            {
                throw new ArgumentOutOfRangeException(nameof(Norm), value, "Pass one of the values of RowNorm.");
            }

            field = value;
        }
    } = RowNorm.L2;
}
