using System.Numerics;

namespace NeuralNet.Core.Persistence;

/// <summary>A tensor in memory.</summary>
internal sealed record TensorValues<T>(string Name, int[] Shape, T[] Values)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether the loaded network used the tensor.</summary>
    public bool IsRead { get; set; }
}
