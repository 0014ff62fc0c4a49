namespace NeuralNet.Common;

/// <summary>The column and sign of a hashed text, by the rule of scikit-learn.</summary>
internal readonly struct ColumnHash(int inputs, uint seed, bool alternateSign)
{
    private readonly uint _inputs = (uint)inputs;

    public int InputCount => (int)_inputs;

    public uint Seed { get; } = seed;

    public bool AlternateSign { get; } = alternateSign;

    /// <summary>Returns |hash| mod inputs, and whether the value changes its sign.</summary>
    public int Column(ReadOnlySpan<byte> utf8, out bool isNegative)
    {
        int hash = (int)Murmur3.Hash(utf8, Seed);
        isNegative = AlternateSign && hash < 0;

        // Unsigned, since -2^31 has no positive counterpart.
        uint distance = hash < 0 ? 0u - (uint)hash : (uint)hash;
        return (int)(distance % _inputs);
    }
}
