using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NeuralNet.Docs.Tests;

/// <summary>Compiles a program as a newcomer would type it, runs it in the repository's folder and tells what it printed.</summary>
internal static class ExampleRunner
{
    private static readonly string[] _visible = ["System.", "NeuralNet.", "Microsoft.Extensions.", "Microsoft.AspNetCore.", "Microsoft.Data.", "Sylvan."];

    /// <summary>That a package was built against an older framework is no warning for MSBuild either.</summary>
    private static readonly Dictionary<string, ReportDiagnostic> _unified = new()
    {
        ["CS1701"] = ReportDiagnostic.Suppress,
        ["CS1702"] = ReportDiagnostic.Suppress,
    };

    /// <param name="code">The program.</param>
    /// <param name="files">Further files of it.</param>
    public static string Run(string code, params ReadOnlySpan<string> files)
    {
        var compilation = CSharpCompilation.Create(
            "Example" + Guid.NewGuid().ToString("N"),
            [.. files.ToArray().Prepend(code).Prepend(ExampleText.Usings).Select(text => CSharpSyntaxTree.ParseText(text))],
            References(),
            new CSharpCompilationOptions(
                OutputKind.ConsoleApplication,
                optimizationLevel: OptimizationLevel.Release,
                nullableContextOptions: NullableContextOptions.Enable,
                generalDiagnosticOption: ReportDiagnostic.Error,
                specificDiagnosticOptions: _unified));
        using var image = new MemoryStream();
        compilation.Emit(image).Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Should().BeEmpty("the example is to compile without warnings");

        image.Position = 0;
        MethodInfo main = AssemblyLoadContext.Default.LoadFromStream(image).EntryPoint!;
        TextWriter console = Console.Out;
        string folder = Environment.CurrentDirectory;
        using var printed = new StringWriter { NewLine = "\n" };
        try
        {
            Console.SetOut(printed);
            Environment.CurrentDirectory = Documents.Root;
            main.Invoke(null, [Array.Empty<string>()]);
        }
        finally
        {
            Console.SetOut(console);
            Environment.CurrentDirectory = folder;
        }

        return printed.ToString();
    }

    /// <summary>The framework, the packages and what they bring, which is what a program that references them sees.</summary>
    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name
                && _visible.Any(start => name.StartsWith(start, StringComparison.Ordinal)) && !name.Contains("Tests", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
}
