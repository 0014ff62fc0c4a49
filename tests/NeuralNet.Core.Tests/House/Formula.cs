using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NeuralNet.Core.Tests.House;

/// <summary>
/// Compiles what a document writes as code, so that a test can compare it with what the library does. The functions are those
/// of mathematics, by their short names, of numbers and of lists of numbers (element by element).
/// </summary>
internal static class Formula
{
    private const string Functions = """
        using System;
        using System.Linq;
        using NeuralNet.Core;
        using static Functions;

        public readonly struct Numbers(double[] all)
        {
            private double[] All => all;

            public double this[int index] => all[index];

            public static implicit operator Numbers(double[] all) => new(all);

            public static Numbers operator -(Numbers left) => left.Each(value => -value);
            public static Numbers operator -(Numbers left, Numbers right) => left.With(right, (a, b) => a - b);
            public static Numbers operator -(Numbers left, double right) => left.Each(value => value - right);
            public static Numbers operator *(Numbers left, Numbers right) => left.With(right, (a, b) => a * b);
            public static Numbers operator *(Numbers left, double right) => left.Each(value => value * right);
            public static Numbers operator /(Numbers left, double right) => left.Each(value => value / right);

            public Numbers Each(Func<double, double> function) => all.Select(function).ToArray();
            public double Sum() => all.Sum();

            private Numbers With(Numbers other, Func<double, double, double> function) =>
                all.Zip(other.All, function).ToArray();
        }

        public static class Functions
        {
            public const double pi = Math.PI;

            public static double abs(double x) => Math.Abs(x);
            public static double cos(double x) => Math.Cos(x);
            public static double exp(double x) => Math.Exp(x);
            public static double floor(double x) => Math.Floor(x);
            public static double ln(double x) => Math.Log(x);
            public static double max(double x, double y) => Math.Max(x, y);
            public static double min(double x, double y) => Math.Min(x, y);
            public static double pow(double x, double y) => Math.Pow(x, y);
            public static double sign(double x) => Math.Sign(x);
            public static double sqrt(double x) => Math.Sqrt(x);
            public static double square(double x) => x * x;
            public static double tanh(double x) => Math.Tanh(x);
            public static Numbers abs(Numbers x) => x.Each(Math.Abs);
            public static Numbers exp(Numbers x) => x.Each(Math.Exp);
            public static Numbers ln(Numbers x) => x.Each(Math.Log);
            public static Numbers square(Numbers x) => x.Each(square);
            public static double sum(Numbers x) => x.Sum();
        }

        public static class Formulas
        {
        """;

    /// <summary>Each expression or list of statements as a method with these parameters, separated by commas.</summary>
    /// <returns>For each code a function of its arguments; a number among <see cref="double"/>s is a double[].</returns>
    public static Func<object[], object>[] Compile(string result, IReadOnlyList<(string Parameters, string Code)> codes)
    {
        string methods = string.Concat(codes.Select((code, index) =>
            $"public static {result} F{index}({code.Parameters}) {{ {code.Code} }}\n"));
        var compilation = CSharpCompilation.Create(
            "Formulas" + Guid.NewGuid().ToString("N"),
            [CSharpSyntaxTree.ParseText($"{Functions}{methods}}}")],
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var image = new MemoryStream();
        compilation.Emit(image).Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Should().BeEmpty($"formulas are to compile:\n{methods}");

        image.Position = 0;
        Type type = AssemblyLoadContext.Default.LoadFromStream(image).GetType("Formulas")!;
        return [.. codes.Select((_, index) => Function(type.GetMethod($"F{index}")!))];
    }

    private static Func<object[], object> Function(MethodInfo method)
    {
        Type[] types = [.. method.GetParameters().Select(parameter => parameter.ParameterType)];
        return arguments => method.Invoke(null, [.. arguments.Zip(types, (argument, type) =>
            argument is double[] ? Activator.CreateInstance(type, argument)! : argument)])!;
    }
}
