using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NeuralNet.Docs.Tests;

namespace NeuralNet.Site;

/// <summary>The C# blocks of the documents, and the public types in them.</summary>
internal static partial class Examples
{
    public static IEnumerable<Example> Of(Page page)
    {
        IReadOnlyList<MarkdownExample> examples = MarkdownExamples.Of(page.Text);
        string[] shared = [.. examples.Where(example => example.IsShared).Select(example => example.Code)];
        return examples.Where(example => !example.IsShared).Select(example =>
        {
            string heading = Heading().Matches(AnyBlock().Replace(page.Text[..example.Start], string.Empty))[^1].Groups["text"].Value.Trim();
            string anchor = NotInAnchor().Replace(heading.ToLowerInvariant(), string.Empty).Replace(' ', '-');
            return new Example(page, heading, anchor, example.Code, example.Output, shared);
        });
    }

    /// <summary>Where each type is used, by its documentation ID; the clearest examples first.</summary>
    public static ILookup<string, Use> UsesOf(IReadOnlyList<PublicType> types, IReadOnlyList<Example> examples)
    {
        HashSet<string> known = [.. types.Select(type => type.Id)];
        return examples.SelectMany(UsesIn)
            .Where(use => known.Contains(use.Id))
            .OrderBy(use => use.IsNamed ? 0 : 1).ThenBy(use => use.Example.Code.Length)
            .ToLookup(use => use.Id);
    }

    private static IEnumerable<Use> UsesIn(Example example)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(example.Code);
        var compilation = CSharpCompilation.Create(
            "example",
            [tree, .. example.Shared.Prepend(ExampleText.Usings).Select(text => CSharpSyntaxTree.ParseText(text))],
            PublicTypes.References,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication));
        SemanticModel model = compilation.GetSemanticModel(tree);
        var uses = new Dictionary<string, bool>();
        foreach (SyntaxNode node in tree.GetRoot().DescendantNodes().Where(node => node is SimpleNameSyntax or BaseObjectCreationExpressionSyntax))
        {
            ISymbol? symbol = model.GetSymbolInfo(node).Symbol;
            bool isNamed = symbol is ITypeSymbol && node is SimpleNameSyntax { IsVar: false };
            ITypeSymbol? type = symbol as ITypeSymbol ?? symbol?.ContainingType;
            if (PublicTypes.IdOf(type) is { } id)
            {
                uses[id] = isNamed || uses.GetValueOrDefault(id);
            }
        }

        return uses.Select(use => new Use(use.Key, example, use.Value));
    }

    [GeneratedRegex(@"^```.*?^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex AnyBlock();

    [GeneratedRegex(@"^#+ (?<text>.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();
}
