namespace NeuralNet.Core.Kernels;

/// <summary>
/// A random number generator with 64 bits of state, by integer arithmetic only (G. L. Steele, D. Lea and C. H. Flood, Fast
/// Splittable Pseudorandom Number Generators, 2014). Passing it two numbers starts an independent stream for each pair.
/// </summary>
internal struct SplitMix64(ulong seed, ulong stream)
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    // An odd factor: different streams begin at different states.
    private ulong _state = Mix(seed) + (stream * 0xD1342543DE82EF95);

    public ulong Next() => Mix(_state += GoldenGamma);

    /// <summary>
    /// A number in [0, bound), each as likely as the others to within bound / 2^64: the upper 64 bits of a product of 128.
    /// </summary>
    public int Next(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>A number in [0, 1), a multiple of 2^-53.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
