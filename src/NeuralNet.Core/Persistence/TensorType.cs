namespace NeuralNet.Core.Persistence;

/// <summary>The types of tensors, by their names in a file.</summary>
internal enum TensorType
{
    F16,
    BF16,
    F32,
    F64,

    /// <summary>Positions, not numbers.</summary>
    I32,
}
