using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NeuralNet.Core.Tests.House;

/// <summary>Dependencies point down only: the folders of the library that each folder may use.</summary>
internal static class LayerRule
{
    private const string Root = "";

    private static readonly string[] _ground = ["Kernels", "Foundation", "Common"];
    private static readonly string[] _siblings = ["Losses", "Activations", "Optimizers", "Initializers", "Rates"];
    private static readonly string[] _loops = ["Training", "Prediction", "Data", .. _siblings, .. _ground];
    private static readonly string[] _network = ["Networks", "Description", "Evaluation", "Statistics", "Persistence", .. _loops];

    /// <summary>The folders that each folder may use besides itself. No folder may use all others, and every file is in a folder.</summary>
    private static readonly Dictionary<string, string[]> _below = new()
    {
        ["Kernels"] = [],
        ["Common"] = [],
        ["Foundation"] = ["Kernels", "Common"],
        ["Data"] = _ground,
        ["Losses"] = _ground,
        ["Activations"] = _ground,
        ["Optimizers"] = _ground,
        ["Initializers"] = _ground,
        ["Rates"] = _ground,
        ["Training"] = ["Data", .. _siblings, .. _ground],
        ["Prediction"] = ["Data", .. _siblings, .. _ground],
        ["Persistence"] = _ground,
        ["Evaluation"] = _loops,
        ["Statistics"] = _loops,
        ["Description"] = [.. _loops, "Persistence"],
        ["Networks"] = ["Description", "Evaluation", "Statistics", "Persistence", .. _loops],
        ["Selection"] = _network,
        ["Serving"] = _network,
    };

    /// <summary>Returns every use of a type or member that a folder must not use, and every unknown folder.</summary>
    public static IReadOnlyList<string> Violations(CSharpCompilation compilation) =>
        [.. compilation.Sources().SelectMany(tree => Violations(compilation.ModelOf(tree))).Distinct()];

    private static IEnumerable<string> Violations(SemanticModel model)
    {
        string path = model.SyntaxTree.FilePath;
        string folder = Folder(path);
        if (!_below.TryGetValue(folder, out string[]? below))
        {
            yield return folder == Root ? $"{path}: a file of the root has no layer" : $"{path}: the folder {folder} has no layer";
            yield break;
        }

        // Documentation is trivia, and no descendant: only real code counts.
        foreach (SyntaxNode node in model.SyntaxTree.GetRoot().DescendantNodes())
        {
            if (node is not (ExpressionSyntax or ConstructorInitializerSyntax or AttributeSyntax))
            {
                continue;
            }

            INamedTypeSymbol[] types =
                [.. TypesOf(model.GetSymbolInfo(node).Symbol), .. TypesOf(model.GetTypeInfo(node).Type)];
            foreach (INamedTypeSymbol type in types)
            {
                // Generated parts of a type have no file.
                string used = type.DeclaringSyntaxReferences
                    .Where(part => part.SyntaxTree.FilePath.Length > 0)
                    .Select(part => Folder(part.SyntaxTree.FilePath)).FirstOrDefault(folder);
                if (used != folder && !below.Contains(used))
                {
                    yield return $"{node.Place()}: {folder} uses {type.Name} of {used}";
                }
            }
        }
    }

    /// <summary>The types that a symbol is, is a member of, or is made of.</summary>
    private static IEnumerable<INamedTypeSymbol> TypesOf(ISymbol? symbol) => symbol switch
    {
        INamedTypeSymbol type => [type.OriginalDefinition, .. type.TypeArguments.SelectMany(TypesOf)],
        IArrayTypeSymbol array => TypesOf(array.ElementType),
        IPointerTypeSymbol pointer => TypesOf(pointer.PointedAtType),
        IMethodSymbol method => [.. TypesOf(method.ContainingType), .. method.TypeArguments.SelectMany(TypesOf)],
        IPropertySymbol or IFieldSymbol or IEventSymbol => TypesOf(symbol.ContainingType),
        _ => [],
    };

    private static string Folder(string path) => path.Split('/') is [string folder, _, ..] ? folder : Root;
}
