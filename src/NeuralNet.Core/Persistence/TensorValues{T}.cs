using System.Numerics;

namespace NeuralNet.Core.Persistence;

/// <summary>A tensor in memory.</summary>
internal sealed class TensorValues<T>(string name, int[] shape, T[] values)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public string Name { get; } = name;

    public int[] Shape { get; } = shape;

    public T[] Values { get; } = values;

    /// <summary>Whether the loaded network used the tensor.</summary>
    public bool IsRead { get; set; }
}
