using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NeuralNet.Core.Tests.House;

/// <summary>
/// Same bits everywhere: the library computes with exactly rounded operations alone. The framework's transcendental
/// functions, estimates and reductions give other bits on other machines, and so does its fused multiply-add, which stands
/// in one file, beside the question whether the hardware has it. The native minimum and maximum differ in what they make
/// of NaN and of zeros of both signs: only the register types use them, where one side is a bound that is neither, and the
/// softmax of one x86 register, whose probabilities come to the same by either zero, and are all NaN by one NaN.
/// </summary>
internal static class ArithmeticRule
{
    private const string HomeOfFused = "Kernels/Fused.cs";

    private static readonly HashSet<string> _homesOfNative =
    [
        "Kernels/Scalar{T}.cs", "Kernels/Lanes128{T}.cs", "Kernels/Lanes256{T}.cs", "Kernels/Lanes512{T}.cs", "Kernels/SoftmaxRow.cs",
    ];

    /// <summary>Of the span operations only these, each exactly rounded element by element, or exact.</summary>
    private static readonly HashSet<string> _exactSpanOperations =
    [
        "Abs", "Add", "AsReadOnlyTensorSpan", "Ceiling", "Clamp", "ConvertChecked", "ConvertSaturating", "ConvertTruncating", "CopySign",
        "Divide", "Floor", "IndexOfMax", "IndexOfMin", "IsFinite", "IsFiniteAll", "IsFiniteAny", "IsNaN", "IsNaNAll",
        "IsNaNAny", "Max", "Min", "Multiply", "Negate", "Round", "Sqrt", "Subtract", "Truncate",
    ];

    /// <summary>Of all other operations on numbers and vectors none of these.</summary>
    private static readonly HashSet<string> _inexact =
    [
        "Exp", "Exp2", "Exp10", "ExpM1", "Exp2M1", "Exp10M1",
        "Log", "Log2", "Log10", "LogP1", "Log2P1", "Log10P1",
        "Pow", "Cbrt", "RootN", "Hypot",
        "Sin", "Cos", "Tan", "SinCos", "SinPi", "CosPi", "TanPi", "SinCosPi",
        "Asin", "Acos", "Atan", "Atan2", "AsinPi", "AcosPi", "AtanPi", "Atan2Pi",
        "Sinh", "Cosh", "Tanh", "Asinh", "Acosh", "Atanh",
        "Dot", "Sum", "Product", "Norm", "Length", "LengthSquared", "Distance", "DistanceSquared", "Normalize",
    ];

    /// <summary>Every use of such an operation, called or handed on as a function.</summary>
    public static IReadOnlyList<string> Violations(CSharpCompilation compilation) =>
        [.. compilation.Sources().SelectMany(tree => Violations(compilation.ModelOf(tree)))];

    private static IEnumerable<string> Violations(SemanticModel model) =>
        from name in model.SyntaxTree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
        let method = model.GetSymbolInfo(name).Symbol as IMethodSymbol
        let file = name.SyntaxTree.FilePath
        where method is not null && (IsFused(method) ? file != HomeOfFused
            : IsBound(method) ? !_homesOfNative.Contains(file)
            : IsInexact(method))
        select $"{name.Place()}: {method.ContainingType.Name}.{method.Name}";

    private static bool IsInexact(IMethodSymbol method)
    {
        string home = method.ContainingNamespace.ToDisplayString();
        string type = method.ContainingType.Name;
        bool hasEstimates = IsEstimate(method.Name);
        return home switch
        {
            "System" => type is "Math" or "MathF" or "Double" or "Single" or "Half" &&
                (hasEstimates || _inexact.Contains(method.Name)),
            "System.Numerics.Tensors" => type is "TensorPrimitives" or "Tensor" && !_exactSpanOperations.Contains(method.Name),
            _ when home.StartsWith("System.Numerics", StringComparison.Ordinal) ||
                home.StartsWith("System.Runtime.Intrinsics", StringComparison.Ordinal) =>
                type != "BitOperations" && (hasEstimates || _inexact.Contains(method.Name)),
            _ => false,
        };
    }

    /// <summary>Whether a product goes into a sum unrounded: by a function that any machine has, or by an instruction.</summary>
    private static bool IsFused(IMethodSymbol method)
    {
        string home = method.ContainingNamespace.ToDisplayString();
        return home.StartsWith("System", StringComparison.Ordinal) &&
            (method.Name.StartsWith("FusedMultiply", StringComparison.Ordinal) ||
                (method.ContainingType.Name == "Fma" && method.Name.StartsWith("Multiply", StringComparison.Ordinal)));
    }

    private static bool IsBound(IMethodSymbol method) => method.Name is "MinNative" or "MaxNative";

    /// <summary>Whether the machine decides how good the result is.</summary>
    private static bool IsEstimate(string name) =>
        name.EndsWith("Estimate", StringComparison.Ordinal) || name.EndsWith("Native", StringComparison.Ordinal) ||
        name.StartsWith("Reciprocal", StringComparison.Ordinal);
}
