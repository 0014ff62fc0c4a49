using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using NeuralNet.Core.Analyzers;

namespace NeuralNet.Core.Tests.Analyzers;

/// <summary>The warning that the package brings: a call of what never changes, whose result is lost.</summary>
public sealed class LostResultTests
{
    private static readonly CSharpCompilation _empty = CSharpCompilation.Create(
        "App",
        references: ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path)),
        options: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    [Theory]
    [InlineData("builder.WithStandardization();", "WithStandardization")]
    [InlineData("builder.WithoutBias().WithSeed(1);", "WithSeed")]
    [InlineData("(builder).WithSeed(1);", "WithSeed")]
    [InlineData("builder!.WithSeed(1);", "WithSeed")]
    [InlineData("maybe?.WithStandardization();", "WithStandardization")]
    [InlineData("maybe?.WithStandardization()?.WithBias();", "WithBias")]
    [InlineData("if (maybe is not null) maybe.WithBias();", "WithBias")]
    [InlineData("for (int i = 0; i < 3; builder.WithSeed(i++)) { }", "WithSeed")]
    [InlineData("Action action = () => builder.WithStandardization();", "WithStandardization")]
    [InlineData("Func<Task> action = async () => (await later).WithStandardization();", "WithStandardization")]
    [InlineData("new List<PerceptronBuilder<double>> { builder }.ForEach(each => each.WithSeed(1));", "WithSeed")]
    [InlineData("void Local() => builder.WithStandardization();", "WithStandardization")]
    [InlineData("(await later).WithStandardization();", "WithStandardization")]
    [InlineData("Perceptron.Regressor<double>(2).WithStandardization();", "WithStandardization")]
    public async Task Is_warned_of_wherever_it_is_lost(string statement, string method)
    {
        Diagnostic warning = (await Warnings(statement)).Should().ContainSingle().Which;

        warning.Id.Should().Be("NN0001");
        warning.Severity.Should().Be(DiagnosticSeverity.Warning);
        warning.GetMessage(null).Should().Be($"The builder is not changed by '{method}'; it returns a new one. Use the returned builder.");
    }

    [Theory]
    [InlineData("LearningRate.Constant(0.1).WithWarmUp(3);", "The learning rate is not changed by 'WithWarmUp'")]
    [InlineData("network.Clone();", "The network is not changed by 'Clone'")]
    [InlineData("network.Freeze();", "The network is not changed by 'Freeze'")]
    [InlineData("frozen.Calibrate(new double[4], new int[2]);", "The predictor is not changed by 'Calibrate'")]
    public async Task Other_things_that_do_not_change_are_called_by_their_name(string statement, string words) =>
        (await Warnings(statement)).Should().ContainSingle().Which.GetMessage(null).Should().StartWith(words);

    [Theory]
    [InlineData("builder = builder.WithStandardization();")]
    [InlineData("_ = builder.WithStandardization();")]
    [InlineData("_ = maybe?.WithStandardization();")]
    [InlineData("var other = builder.WithStandardization(); other.Build();")]
    [InlineData("builder.WithStandardization().Build();")]
    [InlineData("Func<PerceptronBuilder<double>> make = () => builder.WithStandardization();")]
    [InlineData("PerceptronBuilder<double> Local() => builder.WithStandardization();")]
    [InlineData("Use(builder.WithStandardization());")]
    [InlineData("network.Fit(new double[4], new double[2]).EnsureSucceeded();")]
    [InlineData("network.Learn(new double[2], 1);")]
    [InlineData("network.Predict(new double[2]);")]
    [InlineData("network.SetWeights(new double[2], new double[1]);")]
    public async Task Is_not_warned_of_where_it_is_used_or_something_has_changed(string statement) =>
        (await Warnings(statement)).Should().BeEmpty();

    /// <summary>A method that is added to a builder is one more line of this.</summary>
    [Theory]
    [InlineData("NeuralNet.Core.PerceptronBuilder`1", "builder", 19)]
    [InlineData("NeuralNet.Core.LearningRate", "rate", 2)]
    public async Task Every_method_that_returns_a_new_one_is_included(string type, string variable, int least)
    {
        INamedTypeSymbol symbol = _empty.GetTypeByMetadataName(type)!;
        INamedTypeSymbol made = symbol.IsGenericType ? symbol.Construct(_empty.GetSpecialType(SpecialType.System_Double)) : symbol;
        IMethodSymbol[] methods = [.. made.GetMembers().OfType<IMethodSymbol>().Where(method =>
            !method.IsStatic && method.DeclaredAccessibility == Accessibility.Public && SymbolEqualityComparer.Default.Equals(method.ReturnType, made))];
        methods.Length.Should().BeGreaterThanOrEqualTo(least);

        foreach (IMethodSymbol method in methods)
        {
            string arguments = string.Join(", ", method.Parameters.Select(parameter =>
                $"default({parameter.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)})!"));
            (await Warnings($"{variable}.{method.Name}({arguments});")).Should().ContainSingle(method.ToDisplayString());
        }
    }

    /// <summary>The analyzer knows the type of the other package by its name alone.</summary>
    [Fact]
    public async Task A_column_that_is_lost_is_warned_of() =>
        (await Of("""
            namespace NeuralNet.Data
            {
                public sealed class RowEncoder<TRecord>
                {
                    public RowEncoder<TRecord> Flag() => this;

                    public static void Use(RowEncoder<int> encoder) => encoder.Flag();
                }
            }
            """)).Should().ContainSingle().Which.GetMessage(null).Should().StartWith("The encoder is not changed by 'Flag'");

    /// <summary>An app of other names, and one that has a builder of its own.</summary>
    [Fact]
    public async Task Types_of_others_are_left_alone() =>
        (await Of("""
            public sealed class PerceptronBuilder<T>
            {
                public PerceptronBuilder<T> WithStandardization() => this;

                public static void Use(PerceptronBuilder<T> builder) => builder.WithStandardization();
            }
            """)).Should().BeEmpty();

    private static Task<ImmutableArray<Diagnostic>> Warnings(string statement) => Of($$"""
        using System;
        using System.Collections.Generic;
        using System.Threading.Tasks;
        using NeuralNet.Core;

        public static class App
        {
            public static async Task Run(
                PerceptronBuilder<double> builder, PerceptronBuilder<double>? maybe, Task<PerceptronBuilder<double>> later, LearningRate rate,
                Perceptron<double> network, FrozenPerceptron<double> frozen)
            {
                await Task.Yield();
                {{statement}}
            }

            private static void Use(object value)
            {
            }
        }
        """);

    private static async Task<ImmutableArray<Diagnostic>> Of(string source)
    {
        CSharpCompilation compilation = _empty.AddSyntaxTrees(CSharpSyntaxTree.ParseText(source, cancellationToken: TestContext.Current.CancellationToken));
        compilation.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Should().BeEmpty(source);
        return await compilation.WithAnalyzers([new LostResultAnalyzer()]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
    }
}
