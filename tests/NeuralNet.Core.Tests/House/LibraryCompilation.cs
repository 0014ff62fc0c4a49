using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NeuralNet.Core.Tests.House;

/// <summary>Compiles sources as the library's project does, so that rules can ask what a name in them means.</summary>
internal static class LibraryCompilation
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    /// <summary>What the generator of JSON makes of the context, as far as the sources name it.</summary>
    private const string Generated = """
        namespace NeuralNet.Core.Persistence;

        internal sealed partial class ModelJson
        {
            private ModelJson() : base(null) { }

            public static ModelJson Default { get; } = new();

            public System.Text.Json.Serialization.Metadata.JsonTypeInfo<ModelRecord> ModelRecord => null!;

            public System.Text.Json.Serialization.Metadata.JsonTypeInfo<TrainingRecord> TrainingRecord => null!;

            public System.Text.Json.Serialization.Metadata.JsonTypeInfo<StateRecord> StateRecord => null!;

            public System.Text.Json.Serialization.Metadata.JsonTypeInfo<MetricsRecord> MetricsRecord => null!;

            protected override System.Text.Json.JsonSerializerOptions? GeneratedSerializerOptions => null;

            public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(System.Type type) => null;
        }
        """;

    private static readonly CSharpParseOptions _parsing = new(LanguageVersion.CSharp14);

    // Every compilation starts from this one and so shares what it knows of the framework. The references are what the
    // running test was given, without the library itself: its sources are compiled anew.
    private static readonly CSharpCompilation _empty = CSharpCompilation.Create(
        "NeuralNet.Core",
        [CSharpSyntaxTree.ParseText(ImplicitUsings, _parsing)],
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("NeuralNet.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));

    private static readonly ConditionalWeakTable<SyntaxTree, SemanticModel> _models = [];

    private static readonly Lazy<CSharpCompilation> _library = new(() => Of(
        _empty.AddSyntaxTrees(CSharpSyntaxTree.ParseText(Generated, _parsing)), Sources()));

    public static CSharpCompilation Library => _library.Value;

    /// <summary>The sources with their paths from the project's folder; they must compile.</summary>
    public static CSharpCompilation Of(params (string Path, string Text)[] sources) => Of(_empty, sources);

    private static CSharpCompilation Of(CSharpCompilation start, (string Path, string Text)[] sources)
    {
        CSharpCompilation compilation = start.AddSyntaxTrees(
            sources.Select(source => CSharpSyntaxTree.ParseText(source.Text, _parsing, source.Path)));
        compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Should().BeEmpty();
        return compilation;
    }

    /// <summary>The trees of the sources themselves.</summary>
    public static IEnumerable<SyntaxTree> Sources(this CSharpCompilation compilation) =>
        compilation.SyntaxTrees.Where(tree => tree.FilePath.Length > 0);

    /// <summary>What a tree means, found out once for all rules.</summary>
    public static SemanticModel ModelOf(this CSharpCompilation compilation, SyntaxTree tree) =>
        _models.GetValue(tree, each => compilation.GetSemanticModel(each));

    /// <summary>The place of a node as <c>file:line</c>.</summary>
    public static string Place(this SyntaxNode node) =>
        $"{node.SyntaxTree.FilePath}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}";

    /// <summary>The files of the library's project: its own, and those it shares with the other packages.</summary>
    private static (string Path, string Text)[] Sources()
    {
        string project = Repository.PathOf("src", "NeuralNet.Core");
        string shared = Repository.PathOf("src", "Common");
        return [.. Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories)
            .Select(file => (Path: Path.GetRelativePath(project, file).Replace('\\', '/'), File: file))
            .Concat(Directory.EnumerateFiles(shared, "*.cs").Select(file => (Path: $"Common/{Path.GetFileName(file)}", File: file)))
            .Where(file => !file.Path.StartsWith("bin/", StringComparison.Ordinal) &&
                !file.Path.StartsWith("obj/", StringComparison.Ordinal))
            .Select(file => (file.Path, File.ReadAllText(file.File)))];
    }
}
