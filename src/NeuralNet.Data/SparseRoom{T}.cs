using System.Numerics;
using System.Runtime.InteropServices;

namespace NeuralNet.Data;

/// <summary>Room for some sparse rows, each with as many values as a row of the encoder may have.</summary>
/// <param name="indices">The inputs of each row <c>[rows x most]</c>.</param>
/// <param name="values">Their values <c>[rows x most]</c>.</param>
/// <param name="lengths">How many values each row has so far <c>[rows]</c>, all 0.</param>
/// <param name="most">The most values of a row.</param>
internal readonly ref struct SparseRoom<T>(Span<int> indices, Span<T> values, Span<int> lengths, int most)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Span<int> _indices = indices;
    private readonly Span<T> _values = values;

    /// <summary>How many values each row has so far.</summary>
    public Span<int> Lengths { get; } = lengths;

    /// <summary>Adds an input after all others of its row.</summary>
    public void Add(int row, int input, T value)
    {
        int place = (row * most) + Lengths[row]++;
        _indices[place] = input;
        _values[place] = value;
    }

    /// <summary>Returns the same room as that of a type, which must be T.</summary>
    public SparseRoom<TOther> As<TOther>()
        where TOther : unmanaged, IBinaryFloatingPointIeee754<TOther> => new(_indices, MemoryMarshal.Cast<T, TOther>(_values), Lengths, most);
}
