namespace NeuralNet.Onnx;

/// <summary>The element types of tensors, with the numbers of the ONNX specification.</summary>
internal static class ElementType
{
    public const int Float = 1;
    public const int Int64 = 7;
    public const int Bool = 9;
    public const int Float16 = 10;
    public const int Double = 11;
    public const int BFloat16 = 16;

    private static readonly string[] _names =
    [
        "UNDEFINED", "FLOAT", "UINT8", "INT8", "UINT16", "INT16", "INT32", "INT64", "STRING", "BOOL", "FLOAT16", "DOUBLE",
        "UINT32", "UINT64", "COMPLEX64", "COMPLEX128", "BFLOAT16",
    ];

    /// <summary>Returns the element type of the numbers of a network.</summary>
    /// <exception cref="NotSupportedException">T is neither float nor double.</exception>
    public static int Get<T>() =>
        typeof(T) == typeof(float) ? Float
        : typeof(T) == typeof(double) ? Double
        : throw new NotSupportedException($"{typeof(T).Name} is not supported; use float or double.");

    /// <summary>Checks whether a tensor of this type can hold weights.</summary>
    public static bool IsReal(int type) => type is Float or Double or Float16 or BFloat16;

    /// <summary>Returns the name in the specification, or the number if this library does not know the type.</summary>
    public static string Name(int type) =>
        type >= 0 && type < _names.Length ? _names[type] : FormattableString.Invariant($"type {type}");
}
