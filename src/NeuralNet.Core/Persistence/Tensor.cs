namespace NeuralNet.Core.Persistence;

/// <summary>The location of a tensor in the data of a file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its numbers.</param>
/// <param name="Shape">Its dimensions, at most two, row-major.</param>
/// <param name="Start">Its first byte, counted from the start of the data.</param>
/// <param name="Count">The number of its numbers.</param>
internal sealed record Tensor(string Name, TensorType Type, IReadOnlyList<int> Shape, long Start, int Count)
{
    public long Bytes => (long)Count * SizeOf(Type);

    public static int SizeOf(TensorType type) => type switch
    {
        TensorType.F64 => sizeof(double),
        TensorType.F32 => sizeof(float),
        _ => 2,
    };
}
