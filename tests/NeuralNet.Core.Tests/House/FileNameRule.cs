using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NeuralNet.Core.Tests.House;

/// <summary>
/// A file holds one type and has its name: <c>Shape.cs</c>, <c>Perceptron{T}.cs</c> for a generic type, and
/// <c>Perceptron{T}.Training.cs</c> for one part of a partial type.
/// </summary>
internal static class FileNameRule
{
    public static IReadOnlyList<string> Violations(CSharpCompilation compilation) =>
        [.. compilation.Sources().Select(Violation).OfType<string>()];

    private static string? Violation(SyntaxTree tree)
    {
        MemberDeclarationSyntax[] types = [.. tree.GetRoot().DescendantNodes()
            .OfType<MemberDeclarationSyntax>()
            .Where(node => node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax &&
                node.Parent is BaseNamespaceDeclarationSyntax or CompilationUnitSyntax)];
        if (types.Length != 1)
        {
            return $"{tree.FilePath} declares {types.Length} types: {string.Join(", ", types.Select(Name))}";
        }

        string name = Name(types[0]);
        string file = Path.GetFileNameWithoutExtension(tree.FilePath);
        bool isPart = types[0].Modifiers.Any(SyntaxKind.PartialKeyword) && file.StartsWith(name + ".", StringComparison.Ordinal);
        return file == name || isPart ? null : $"{tree.FilePath} declares {name}";
    }

    private static string Name(MemberDeclarationSyntax type) => type switch
    {
        TypeDeclarationSyntax declaration => declaration.Identifier.Text + Parameters(declaration.TypeParameterList),
        BaseTypeDeclarationSyntax declaration => declaration.Identifier.Text,
        DelegateDeclarationSyntax declaration => declaration.Identifier.Text + Parameters(declaration.TypeParameterList),
        _ => throw new ArgumentException("This declares no type.", nameof(type)),
    };

    private static string Parameters(TypeParameterListSyntax? list) =>
        list is null ? string.Empty : $"{{{string.Join(',', list.Parameters.Select(parameter => parameter.Identifier.Text))}}}";
}
