namespace NeuralNet.Onnx;

/// <summary>The numbers of a tensor, by the numbers of the schema.</summary>
internal static class ElementType
{
    public const int Float = 1;

    public const int Int64 = 7;

    public const int Bool = 9;

    public const int Float16 = 10;

    public const int Double = 11;

    public const int BFloat16 = 16;
}
