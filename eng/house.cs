#:package Microsoft.CodeAnalysis.CSharp
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false

// Measures the complexity of the code: dotnet run eng/house.cs [FOLDER OF A CLONE, default this one]
// Prints a table with one line per measure, for the sources of src/NeuralNet.Core that git tracks.

using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

string root = Path.GetFullPath(args.Length > 0 ? args[0] : Path.Combine(Here(), ".."));
string core = "src/NeuralNet.Core/";
string[] files = Git("ls-files", "src", "tests");
string[] sources = [.. files.Where(file => file.StartsWith(core, StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal))];
Dictionary<string, SyntaxNode> trees = sources.ToDictionary(file => file, file => CSharpSyntaxTree.ParseText(Text(file)).GetRoot());

int[] lengths = [.. sources.Select(file => File.ReadAllLines(Path.Combine(root, file)).Length).Order()];
string longest = sources.MaxBy(file => File.ReadAllLines(Path.Combine(root, file)).Length)!;
(int Length, string Name) method = trees
    .SelectMany(tree => tree.Value.DescendantNodes().OfType<BaseMethodDeclarationSyntax>().Select(node => (Lines(node), $"{Name(node)} of {Path.GetFileName(tree.Key)}")))
    .MaxBy(one => one.Item1);

Print("public members, accessors merged, without the generated members of records", PublicMembers());
Print("files in the root of src/NeuralNet.Core", sources.Count(file => !file[core.Length..].Contains('/')));
Print("lines of the median file", lengths[lengths.Length / 2]);
Print($"lines of the longest file ({Path.GetFileName(longest)})", lengths[^1]);
Print($"lines of the longest method ({method.Name})", method.Length);
Print("types that Perceptron<T> names", TypesNamedBy("Perceptron{T}"));
Print("types that PerceptronBuilder<T> names", TypesNamedBy("PerceptronBuilder{T}"));
Print("lines of PerceptronBuilder<T>", sources.Where(file => Path.GetFileName(file).StartsWith("PerceptronBuilder{T}", StringComparison.Ordinal)).Sum(file => File.ReadAllLines(Path.Combine(root, file)).Length));
Print("lines of comment inside methods, % of their lines of code", CommentShare());
Print("\"none of\" in src", files.Where(file => file.StartsWith("src/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal)).Sum(file => Regex.Count(Text(file), "none of", RegexOptions.IgnoreCase)));
Print("source files with a test of the same name, %", Mirrored());
return;

void Print(string what, double value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {value:0.#} |"));

string Text(string file) => File.ReadAllText(Path.Combine(root, file));

// Members as listed in PublicAPI.*.txt: get, set and init count once, and types are not counted.
int PublicMembers() => File.ReadLines(Path.Combine(root, core, "PublicAPI.Shipped.txt"))
    .Concat(File.ReadLines(Path.Combine(root, core, "PublicAPI.Unshipped.txt")))
    .Where(line => line.Length > 0 && line[0] != '#' && !line.StartsWith("override ", StringComparison.Ordinal))
    .Select(line => Regex.Replace(Regex.Replace(line.TrimStart('~'), " -> .*$", string.Empty), @"\.(get|set|init)$", string.Empty))
    .Where(line => !Regex.IsMatch(line, @"\.Equals\(|GetHashCode\(\)|\.ToString\(\)|operator (==|!=)|<Clone>\$|\.Deconstruct\("))
    .Where(line => !Regex.IsMatch(line, @"^NeuralNet\.Core\.(\w+)(<[^>]*>)?\.\1\(\)$"))
    .Where(line => !Regex.IsMatch(line, @"^(static |abstract )?NeuralNet(\.\w+)*\.\w+(<[^>]*>)?$") || Regex.IsMatch(line, @"^(static |abstract )?NeuralNet\.Core\.\w+(<[^>]*>)?\.\w+$"))
    .Distinct()
    .Count();

int Lines(SyntaxNode node)
{
    FileLinePositionSpan span = node.SyntaxTree.GetLineSpan(node.Span);
    return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
}

static string Name(BaseMethodDeclarationSyntax node) => node switch
{
    MethodDeclarationSyntax named => named.Identifier.Text,
    ConstructorDeclarationSyntax made => made.Identifier.Text,
    _ => "an operator",
};

// Counts the types of the project that are named in the parts of a class.
int TypesNamedBy(string type)
{
    HashSet<string> known = [.. trees.Values.SelectMany(tree => tree.DescendantNodes().OfType<BaseTypeDeclarationSyntax>().Select(node => node.Identifier.Text))];
    return trees
        .Where(tree => Regex.IsMatch(Path.GetFileName(tree.Key), $@"^{Regex.Escape(type)}(\.\w+)?\.cs$"))
        .SelectMany(tree => tree.Value.DescendantNodes().OfType<SimpleNameSyntax>().Select(node => node.Identifier.Text))
        .Where(known.Contains).Distinct().Count(name => name != type[..type.IndexOf('{')]);
}

double CommentShare()
{
    long comments = 0, code = 0;
    foreach (BlockSyntax body in trees.Values.SelectMany(tree => tree.DescendantNodes().OfType<BaseMethodDeclarationSyntax>().Select(node => node.Body).OfType<BlockSyntax>()))
    {
        string[] lines = body.ToString().Split('\n');
        comments += lines.Count(line => line.TrimStart().StartsWith("//", StringComparison.Ordinal));
        code += lines.Count(line => line.Trim().Length > 0 && !line.TrimStart().StartsWith("//", StringComparison.Ordinal));
    }

    return 100.0 * comments / code;
}

double Mirrored()
{
    string[] tests = [.. files.Where(file => file.StartsWith("tests/", StringComparison.Ordinal)).Select(file => Path.GetFileName(file))];
    return 100.0 * sources.Count(file => tests.Contains(Regex.Replace(Path.GetFileName(file), @"(\{.*\})?(\.\w+)?\.cs$", "Tests.cs"))) / sources.Length;
}

string[] Git(params string[] arguments)
{
    var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = root, RedirectStandardOutput = true };
    using Process git = Process.Start(start)!;
    string output = git.StandardOutput.ReadToEnd();
    git.WaitForExit();
    return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
