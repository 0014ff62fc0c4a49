using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NeuralNet.Core.Tests.House;

/// <summary>Arrows go down only: which folder of the library may use which.</summary>
internal static class LayerRule
{
    private const string Root = "";

    private static readonly string[] _ground = ["Kernels", "Foundation"];
    private static readonly string[] _siblings = ["Losses", "Activations", "Optimizers", "Initializers", "Rates"];
    private static readonly string[] _loops = ["Training", "Prediction", "Data", .. _siblings, .. _ground];
    private static readonly string[] _network = ["Networks", "Description", "Evaluation", "Persistence", .. _loops];

    /// <summary>What each folder may use besides itself. There is no folder that may use everything, and no file outside of them.</summary>
    private static readonly Dictionary<string, string[]> _below = new()
    {
        ["Kernels"] = [],
        ["Foundation"] = ["Kernels"],
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
        ["Description"] = [.. _loops, "Persistence"],
        ["Networks"] = ["Description", "Evaluation", "Persistence", .. _loops],
        ["Selection"] = _network,
        ["Serving"] = _network,
    };

    /// <summary>Every use of a type or its members that a folder may not use; and every folder the rule does not know.</summary>
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
                // What a generator adds to a type has no file.
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
