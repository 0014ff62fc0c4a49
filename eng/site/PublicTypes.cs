using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NeuralNet.Site;

/// <summary>The public types of all packages.</summary>
internal static partial class PublicTypes
{
    private static readonly string[] _visible = ["System.", "NeuralNet.", "Microsoft.Extensions."];

    /// <summary>The framework, the packages and what they bring, which is what a program that references them sees.</summary>
    public static IReadOnlyList<MetadataReference> References { get; } =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => _visible.Any(start => Path.GetFileName(path).StartsWith(start, StringComparison.Ordinal)))
            .Select(path => MetadataReference.CreateFromFile(path))];

    public static IReadOnlyList<PublicType> OfPackages()
    {
        var compilation = CSharpCompilation.Create("types", references: References);
        return [.. compilation.SourceModule.ReferencedAssemblySymbols
            .Where(IsPackage)
            .SelectMany(assembly => TypesOf(assembly.GlobalNamespace).Select(type => Describe(type, Summaries(assembly.Name))))
            .OrderBy(type => type.Package, StringComparer.Ordinal).ThenBy(type => type.Name, StringComparer.Ordinal)];
    }

    /// <summary>The documentation ID of a type of a package; null for others.</summary>
    public static string? IdOf(ITypeSymbol? type) =>
        type is INamedTypeSymbol { DeclaredAccessibility: Accessibility.Public, ContainingAssembly: { } assembly } named && IsPackage(assembly)
            ? named.OriginalDefinition.GetDocumentationCommentId()?[2..]
            : null;

    private static bool IsPackage(IAssemblySymbol assembly) =>
        assembly.Name.StartsWith("NeuralNet.", StringComparison.Ordinal) && assembly.Name != "NeuralNet.Site";

    private static IEnumerable<INamedTypeSymbol> TypesOf(INamespaceOrTypeSymbol symbol) => symbol.GetMembers()
        .OfType<INamespaceOrTypeSymbol>()
        .Where(member => member is INamespaceSymbol || (member.DeclaredAccessibility == Accessibility.Public && member.CanBeReferencedByName && !IsHidden(member)))
        .SelectMany(member => member is INamedTypeSymbol type ? TypesOf(type).Prepend(type) : TypesOf(member));

    /// <summary>A type that only the compiler names, which docfx leaves out too.</summary>
    private static bool IsHidden(ISymbol symbol) => symbol.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "EditorBrowsableAttribute");

    private static PublicType Describe(INamedTypeSymbol type, IReadOnlyDictionary<string, string> summaries)
    {
        string id = type.GetDocumentationCommentId()!;
        return new PublicType(
            id[2..],
            type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat),
            type.ContainingAssembly.Name,
            summaries.GetValueOrDefault(id, string.Empty));
    }

    private static Dictionary<string, string> Summaries(string assembly) => XDocument
        .Load(Path.Combine(AppContext.BaseDirectory, assembly + ".xml"))
        .Descendants("member")
        .Where(member => member.Attribute("name")!.Value.StartsWith("T:", StringComparison.Ordinal) && member.Element("summary") is not null)
        .ToDictionary(member => member.Attribute("name")!.Value, member => FirstSentence(member.Element("summary")!));

    private static string FirstSentence(XElement summary)
    {
        string text = Space().Replace(string.Concat(summary.Nodes().Select(TextOf)), " ").Trim();
        int end = text.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? text : text[..(end + 1)];
    }

    private static string TextOf(XNode node) => node switch
    {
        XText text => text.Value,
        XElement element when element.Attribute("cref") is { } cref => $"`{Name().Match(cref.Value).Value}`",
        XElement element when element.Attribute("langword") is { } word => word.Value,
        XElement element when element.Attribute("name") is { } name => name.Value,
        XElement { Name.LocalName: "c" } element => $"`{element.Value}`",
        XElement element => string.Concat(element.Nodes().Select(TextOf)) + " ",
        _ => string.Empty,
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    /// <summary>The last part of a documentation ID, without the number of type parameters and the parameters.</summary>
    [GeneratedRegex(@"\w+(?=(`+\d+)?(\(.*)?$)")]
    private static partial Regex Name();
}
