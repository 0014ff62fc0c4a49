using System.Text;

namespace NeuralNet.Site;

/// <summary>The first page of the API reference, and the examples on the page of each type.</summary>
internal static class ApiPages
{
    private const int MostLinks = 6;

    public static void Write(IReadOnlyList<PublicType> types, ILookup<string, Use> uses, string work)
    {
        Directory.CreateDirectory(Path.Combine(work, "api"));
        Directory.CreateDirectory(Path.Combine(work, "examples"));
        File.WriteAllText(Path.Combine(work, "api", "index.md"), Index(types));
        foreach (PublicType type in types.Where(type => uses.Contains(type.Id)))
        {
            string file = type.Id.Replace('`', '-') + ".md";
            File.WriteAllText(Path.Combine(work, "examples", file), ExampleOf(type, [.. uses[type.Id].Select(use => use.Example)]));
        }
    }

    private static string Index(IReadOnlyList<PublicType> types)
    {
        var text = new StringBuilder("# API reference\n\nThe public types of each package. The page of a type has an example, and links to the documents that use it.\n");
        foreach (IGrouping<string, PublicType> package in types.GroupBy(type => type.Package))
        {
            text.Append("\n## ").Append(package.Key).Append("\n\nNamespaces: ");
            text.AppendJoin(", ", package.Select(NamespaceOf).Distinct().Select(name => $"<xref:{name}>")).Append(". [About the package](../src/").Append(package.Key).Append("/README.md).\n");
            text.Append("\n| type | |\n|---|---|\n");
            foreach (PublicType type in package)
            {
                text.Append("| [").Append(type.Name.Replace("<", "\\<", StringComparison.Ordinal)).Append("](xref:").Append(type.Id.Replace("`", "%60", StringComparison.Ordinal)).Append(") | ")
                    .Append(type.Summary.Replace("|", "\\|", StringComparison.Ordinal)).Append(" |\n");
            }
        }

        return text.ToString();
    }

    private static string NamespaceOf(PublicType type) => type.Id[..type.Id.LastIndexOf('.')];

    /// <summary>A file that docfx lays over the page of a type: the shortest example, and where it and others stand.</summary>
    private static string ExampleOf(PublicType type, IReadOnlyList<Example> examples)
    {
        var text = new StringBuilder($"---\nuid: {type.Id}\nexample:\n- *content\n---\n\n```csharp\n").Append(examples[0].Code).Append("```\n");
        if (examples[0].Output is { } output)
        {
            text.Append("\n```text\n").Append(output).Append("```\n");
        }

        text.Append("\nFrom ").Append(Link(examples[0]));
        string[] others = [.. examples.Select(Link).Distinct().Skip(1).Take(MostLinks)];
        if (others.Length > 0)
        {
            text.Append("; more in ").AppendJoin(", ", others);
        }

        return text.Append(".\n").ToString();
    }

    private static string Link(Example example)
    {
        string title = example.Heading == example.Page.Title ? example.Heading : $"{example.Page.Title}: {example.Heading}";
        string anchor = example.Heading == example.Page.Title ? string.Empty : "#" + example.Anchor;
        return $"[{title}](~/{example.Page.SitePath}{anchor})";
    }
}
