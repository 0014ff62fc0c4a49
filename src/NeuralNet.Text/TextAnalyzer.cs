namespace NeuralNet.Text;

/// <summary>What an n-gram of a <see cref="HashingVectorizer{T}"/> is made of.</summary>
public enum TextAnalyzer
{
    /// <summary>Words: runs of letters, numbers and underscores. scikit-learn's <c>word</c>.</summary>
    Word,

    /// <summary>Characters, also across words. Several white spaces count as one space. scikit-learn's <c>char</c>.</summary>
    Character,

    /// <summary>
    /// Characters of one word between white spaces, with a space before and after it; a word shorter than n counts once. scikit-learn's
    /// <c>char_wb</c>.
    /// </summary>
    CharacterInWord,
}
