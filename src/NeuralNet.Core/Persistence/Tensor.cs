namespace NeuralNet.Core.Persistence;

/// <summary>Where the numbers of a tensor lie in the data of a file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What its numbers are.</param>
/// <param name="Shape">Its dimensions, at most two, row-major.</param>
/// <param name="Start">The first byte, counted from the beginning of the data.</param>
/// <param name="Count">How many numbers there are.</param>
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
