namespace NeuralNet.Core.Initializers;

/// <summary>
/// MT19937 (M. Matsumoto and T. Nishimura, Mersenne Twister, 1998), seeded and read as NumPy's legacy generator does it:
/// <c>numpy.random.seed(n)</c>, <c>numpy.random.random()</c>.
/// </summary>
internal sealed class MersenneTwister
{
    private const int Size = 624;
    private const int Offset = 397;

    private readonly uint[] _state = new uint[Size];
    private int _index = Size;

    public MersenneTwister(uint seed)
    {
        _state[0] = seed;
        for (uint index = 1; index < Size; index++)
        {
            uint previous = _state[index - 1];
            _state[index] = (1812433253u * (previous ^ (previous >> 30))) + index;
        }
    }

    /// <summary>A number in [0, 1) of 53 random bits, from two draws of 32.</summary>
    public double NextDouble()
    {
        uint high = Next() >> 5;
        uint low = Next() >> 6;
        return ((high * 67108864.0) + low) / 9007199254740992.0;
    }

    private uint Next()
    {
        if (_index == Size)
        {
            Twist();
        }

        uint value = _state[_index++];
        value ^= value >> 11;
        value ^= (value << 7) & 0x9D2C5680;
        value ^= (value << 15) & 0xEFC60000;
        return value ^ (value >> 18);
    }

    private void Twist()
    {
        for (int index = 0; index < Size; index++)
        {
            uint bits = (_state[index] & 0x80000000) | (_state[(index + 1) % Size] & 0x7FFFFFFF);
            _state[index] = _state[(index + Offset) % Size] ^ (bits >> 1) ^ ((bits & 1) * 0x9908B0DF);
        }

        _index = 0;
    }
}
