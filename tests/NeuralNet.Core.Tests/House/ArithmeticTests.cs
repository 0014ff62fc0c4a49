namespace NeuralNet.Core.Tests.House;

public sealed class ArithmeticTests
{
    [Fact]
    public void The_library_uses_exactly_rounded_operations_alone() =>
        string.Join('\n', ArithmeticRule.Violations(LibraryCompilation.Library)).Should().BeEmpty();

    [Theory]
    [InlineData("Math.Exp(x)")]
    [InlineData("Math.Log(x)")]
    [InlineData("Math.Pow(x, x)")]
    [InlineData("Math.Tanh(x)")]
    [InlineData("Math.Cos(x)")]
    [InlineData("Math.ReciprocalEstimate(x)")]
    [InlineData("Math.ReciprocalSqrtEstimate(x)")]
    [InlineData("MathF.Exp(1)")]
    [InlineData("MathF.Log2(1)")]
    [InlineData("double.Exp(x)")]
    [InlineData("double.LogP1(x)")]
    [InlineData("double.Pow(x, x)")]
    [InlineData("double.MultiplyAddEstimate(x, x, x)")]
    [InlineData("float.Tanh(1)")]
    [InlineData("Half.Sinh(Half.One)")]
    [InlineData("T.Exp(t)")]
    [InlineData("T.Log(t)")]
    [InlineData("T.Log10(t)")]
    [InlineData("T.Pow(t, t)")]
    [InlineData("T.Tanh(t)")]
    [InlineData("T.Cbrt(t)")]
    [InlineData("T.Hypot(t, t)")]
    [InlineData("T.ReciprocalEstimate(t)")]
    [InlineData("T.MultiplyAddEstimate(t, t, t)")]
    [InlineData("Vector128.Exp(Vector128.Create(x))")]
    [InlineData("Vector256.Log(Vector256.Create(x))")]
    [InlineData("Vector512.Sum(Vector512.Create(x))")]
    [InlineData("Vector512.Dot(Vector512.Create(x), Vector512.Create(x))")]
    [InlineData("Vector128.MultiplyAddEstimate(Vector128.Create(x), Vector128.Create(x), Vector128.Create(x))")]
    [InlineData("Vector128.MinNative(Vector128.Create(x), Vector128.Create(x))")]
    [InlineData("Vector.Sum(new Vector<double>(x))")]
    [InlineData("System.Runtime.Intrinsics.X86.Sse.Reciprocal(Vector128.Create(1f))")]
    [InlineData("TensorPrimitives.Dot<double>(xs, xs)")]
    [InlineData("TensorPrimitives.Sum<double>(xs)")]
    [InlineData("TensorPrimitives.SumOfSquares<double>(xs)")]
    [InlineData("TensorPrimitives.SumOfMagnitudes<double>(xs)")]
    [InlineData("TensorPrimitives.Norm<double>(xs)")]
    [InlineData("TensorPrimitives.Product<double>(xs)")]
    [InlineData("TensorPrimitives.ProductOfSums<double>(xs, xs)")]
    [InlineData("TensorPrimitives.Distance<double>(xs, xs)")]
    [InlineData("TensorPrimitives.CosineSimilarity<double>(xs, xs)")]
    [InlineData("TensorPrimitives.Average<double>(xs)")]
    [InlineData("TensorPrimitives.StdDev<double>(xs)")]
    [InlineData("Do(() => TensorPrimitives.Exp<double>(xs, xs))")]
    [InlineData("Do(() => TensorPrimitives.Log<double>(xs, xs))")]
    [InlineData("Do(() => TensorPrimitives.Sigmoid<double>(xs, xs))")]
    [InlineData("Do(() => TensorPrimitives.Tanh<double>(xs, xs))")]
    [InlineData("Do(() => TensorPrimitives.SoftMax<double>(xs, xs))")]
    [InlineData("Do(() => TensorPrimitives.Sinh<double>(xs, xs))")]
    [InlineData("Do(() => TensorPrimitives.Pow<double>(xs, xs, xs))")]
    [InlineData("Do(() => TensorPrimitives.MultiplyAddEstimate<double>(xs, xs, xs, xs))")]
    [InlineData("Do(() => TensorPrimitives.ReciprocalSqrtEstimate<double>(xs, xs))")]
    [InlineData("Math.FusedMultiplyAdd(x, x, x)")]
    [InlineData("MathF.FusedMultiplyAdd(1, 1, 1)")]
    [InlineData("double.FusedMultiplyAdd(x, x, x)")]
    [InlineData("T.FusedMultiplyAdd(t, t, t)")]
    [InlineData("Vector128.FusedMultiplyAdd(Vector128.Create(x), Vector128.Create(x), Vector128.Create(x))")]
    [InlineData("Vector512.FusedMultiplyAdd(Vector512.Create(x), Vector512.Create(x), Vector512.Create(x))")]
    [InlineData("Vector.FusedMultiplyAdd(new Vector<double>(x), new Vector<double>(x), new Vector<double>(x))")]
    [InlineData("System.Runtime.Intrinsics.X86.Fma.MultiplyAdd(Vector128.Create(x), Vector128.Create(x), Vector128.Create(x))")]
    [InlineData("Do(() => TensorPrimitives.FusedMultiplyAdd<double>(xs, xs, xs, xs))")]
    [InlineData("xs.Aggregate((a, b) => double.FusedMultiplyAdd(a, b, x))")]
    [InlineData("xs.Select(Math.Exp)")]
    [InlineData("Sqrt(Log10(x))")]
    public void An_inexact_operation_is_found_with_file_and_line(string expression) =>
        ArithmeticRule.Violations(LibraryCompilation.Of(("Training/Made.cs", Source(expression))))
            .Should().ContainSingle().Which.Should().StartWith("Training/Made.cs:8: ");

    [Theory]
    [InlineData("Math.Sqrt(Math.Abs(x)) + Math.Min(x, Math.Round(x))")]
    [InlineData("T.Sqrt(t) * T.Abs(t) + T.Max(t, t)")]
    [InlineData("System.Numerics.BitOperations.Log2(8u)")]
    [InlineData("TensorPrimitives.IsFiniteAll<double>(xs)")]
    [InlineData("Do(() => TensorPrimitives.Divide<double>(xs, xs, xs))")]
    [InlineData("Vector512.Sqrt(Vector512.Create(x)) * Vector512.Create(x)")]
    [InlineData("Exp(1)")]
    public void An_exact_operation_is_none_to_complain_of(string expression) =>
        ArithmeticRule.Violations(LibraryCompilation.Of(("Training/Made.cs", Source(expression)))).Should().BeEmpty();

    [Theory]
    [InlineData("T.FusedMultiplyAdd(t, t, t)", 0)]
    [InlineData("Vector512.FusedMultiplyAdd(Vector512.Create(x), Vector512.Create(x), Vector512.Create(x))", 0)]
    [InlineData("Math.Exp(x)", 1)]
    public void The_home_of_the_fused_multiply_add_may_use_that_alone(string expression, int violations) =>
        ArithmeticRule.Violations(LibraryCompilation.Of(("Kernels/Fused.cs", Source(expression)))).Should().HaveCount(violations);

    [Theory]
    [InlineData("Vector256.MaxNative(Vector256.Create(1.0), Vector256.Create(x))", 0)]
    [InlineData("Vector256.Exp(Vector256.Create(x))", 1)]
    public void The_registers_may_use_the_native_minimum_and_maximum_alone(string expression, int violations) =>
        ArithmeticRule.Violations(LibraryCompilation.Of(("Kernels/Lanes256{T}.cs", Source(expression)))).Should().HaveCount(violations);

    private static string Source(string expression) => $$"""
        using System.Numerics;
        using System.Numerics.Tensors;
        using System.Runtime.Intrinsics;
        using static System.Math;
        class Made
        {
            object Compute<T>(T t, double x, double[] xs) where T : IBinaryFloatingPointIeee754<T> =>
                {{expression}};
            static object Do(Action action) => action;
            static double Exp(int own) => own;
        }
        """;
}
