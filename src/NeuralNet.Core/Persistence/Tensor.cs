namespace NeuralNet.Core.Persistence;

/// <summary>The location of a tensor in the data of a file.</summary>
/// <param name="name">Its name.</param>
/// <param name="type">The type of its numbers.</param>
/// <param name="shape">Its dimensions, at most two, row-major.</param>
/// <param name="start">Its first byte, counted from the start of the data.</param>
/// <param name="count">The number of its numbers.</param>
internal sealed class Tensor(string name, TensorType type, IReadOnlyList<int> shape, long start, int count)
{
    public string Name { get; } = name;

    public TensorType Type { get; } = type;

    public IReadOnlyList<int> Shape { get; } = shape;

    public long Start { get; set; } = start;

    public int Count { get; } = count;

    /// <summary>The numbers of the network that a writer takes it from; null for a reader.</summary>
    public Array? Source { get; init; }

    public long Bytes => (long)Count * SizeOf(Type);

    public static int SizeOf(TensorType type) => type switch
    {
        TensorType.F64 => sizeof(double),
        TensorType.F32 or TensorType.I32 => sizeof(float),
        _ => 2,
    };
}
