using System.Xml.Linq;

namespace NeuralNet.Site;

/// <summary>The packages with their documentation, as docfx reads them.</summary>
internal static class Assemblies
{
    /// <summary>Copies the packages and what they need.</summary>
    public static void CopyTo(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (string file in Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll").Where(file => !Path.GetFileName(file).StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        foreach (string file in Directory.EnumerateFiles(AppContext.BaseDirectory, "NeuralNet.*.xml"))
        {
            XDocument documentation = XDocument.Load(file, LoadOptions.PreserveWhitespace);
            foreach (XElement inherited in documentation.Descendants("inheritdoc").Where(element => element.Parent!.Name == "member"))
            {
                InheritOnlyTheRest(inherited);
            }

            documentation.Save(Path.Combine(folder, Path.GetFileName(file)), SaveOptions.DisableFormatting);
        }
    }

    /// <summary>What a member says itself replaces what it inherits; docfx has both and warns of two parameters with one name.</summary>
    private static void InheritOnlyTheRest(XElement inherited)
    {
        string[] own = [.. inherited.ElementsBeforeSelf().Concat(inherited.ElementsAfterSelf())
            .Where(element => element.Name != "exception")
            .Select(element => element.Attribute("name") is { } name ? $"self::{element.Name}[@name='{name.Value}']" : $"self::{element.Name}")];
        if (own.Length > 0 && inherited.Attribute("path") is null)
        {
            inherited.SetAttributeValue("path", $"/node()[not({string.Join(" or ", own)})]");
        }
    }
}
