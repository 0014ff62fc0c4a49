namespace NeuralNet.Core.Persistence;

/// <summary>The number types of tensors, by their names in a file.</summary>
internal enum TensorType
{
    F16,
    BF16,
    F32,
    F64,
}
