using System.Numerics;

namespace NeuralNet.Core.Persistence;

/// <summary>A tensor in memory.</summary>
/// <param name="name">Its name.</param>
/// <param name="shape">Its dimensions; of no meaning if it has indices, which is why the reader states them.</param>
/// <param name="values">Its numbers, or those at the indices.</param>
/// <param name="indices">The positions of the values, ascending, as <see cref="SparseTensor"/> has them; null if no number is left out.</param>
internal sealed class TensorValues<T>(string name, int[] shape, T[] values, int[]? indices = null)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public string Name { get; } = name;

    public int[] Shape { get; } = shape;

    public T[] Values { get; } = values;

    public int[]? Indices { get; } = indices;

    /// <summary>Whether the loaded network used the tensor.</summary>
    public bool IsRead { get; set; }
}
