using NeuralNet.Site;

// Writes the pages, the tables of contents and the examples of the API reference to artifacts/site-work, where docfx finds them.
// Ends with 1 if a public type has no example.
string work = Path.Combine(Repository.Root, "artifacts", "site-work");
if (Directory.Exists(work))
{
    Directory.Delete(work, recursive: true);
}

Directory.CreateDirectory(work);
File.Copy(Path.Combine(Repository.Root, "eng", "site", "docfx.json"), Path.Combine(work, "docfx.json"));
File.Copy(Path.Combine(Repository.Root, "eng", "icon", "icon.svg"), Path.Combine(work, "icon.svg"));

Page[] pages = [.. Repository.Pages()];
new PageWriter(pages, work).Write();
TableOfContents.Write(pages, work);

Assemblies.CopyTo(Path.Combine(work, "bin"));

var types = PublicTypes.OfPackages();
Example[] examples = [.. pages.SelectMany(Examples.Of)];
ILookup<string, Use> uses = Examples.UsesOf(types, examples);
ApiPages.Write(types, uses, work);

string[] missing = [.. types.Where(type => !uses.Contains(type.Id)).Select(type => type.Id)];
Console.WriteLine($"{pages.Length} pages, {types.Count} public types, {examples.Length} examples, {missing.Length} types without one");
foreach (string id in missing)
{
    Console.Error.WriteLine($"error: no C# block of a document names {id} or uses one of its members. Add one, for example to docs/examples.md.");
}

return missing.Length == 0 ? 0 : 1;
