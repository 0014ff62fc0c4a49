using System.Diagnostics;
using System.Text.RegularExpressions;

namespace NeuralNet.Docs.Tests;

/// <summary>The READMEs as they are packed, where no file of the repository is beside them.</summary>
public sealed partial class PackageReadmeTests
{
    public static TheoryData<string> Packages =>
        [.. Directory.GetDirectories(Documents.PathOf("src")).Where(folder => File.Exists(Path.Combine(folder, "README.md"))).Select(folder => Path.GetFileName(folder)!)];

    [Fact]
    public void Every_package_has_one() => Packages.Should().HaveCount(Directory.GetFiles(Documents.PathOf("src"), "PublicAPI.Unshipped.txt", SearchOption.AllDirectories).Length);

    [Theory]
    [MemberData(nameof(Packages))]
    public void It_is_one_screen_with_install_and_alternatives(string package)
    {
        string text = Source(package);

        text.Split('\n').Length.Should().BeLessThanOrEqualTo(100);
        text.Should().Contain($"dotnet add package {package} --prerelease\n").And.Contain("hen rather another library").And.Contain("ML.NET").And.Contain("TorchSharp");
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_packed_one_has_only_absolute_links(string package)
    {
        string packed = File.ReadAllText(Documents.PathOf($"src/{package}/obj/package/README.md"));

        Link().Matches(packed).Select(match => match.Groups["link"].Value).Should().OnlyContain(link => link.StartsWith("https://", StringComparison.Ordinal));
        packed.Should().NotContain("<!--", "a package page shows comments as text");
        Code().Matches(packed).Select(match => match.Value).Should().Equal(Code().Matches(Source(package)).Select(match => match.Value));
    }

    [Fact]
    public void Links_are_made_from_the_address_of_the_repository()
    {
        string packed = Write("NeuralNet.Core", "https://example.org/owner/name/");

        packed.Should().MatchRegex(@"\[guide\]\(https://example\.org/owner/name/blob/(HEAD|[0-9a-f]{40,64})/docs/guide\.md\)");
        Regex.Replace(packed, @"https://example\.org/owner/name/blob/\w+/", "../../").Should().Be(Source("NeuralNet.Core"));
    }

    [Fact]
    public void Without_an_address_the_name_of_the_file_stays()
    {
        string packed = Write("NeuralNet.Core", string.Empty);

        packed.Should().Contain("guide (docs/guide.md)").And.NotContain("../");
    }

    private static string Source(string package) => File.ReadAllText(Documents.PathOf($"src/{package}/README.md"));

    /// <summary>Lets the build write the README of a package for a repository at an address.</summary>
    private static string Write(string package, string address)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.md");
        try
        {
            var start = new ProcessStartInfo(
                "dotnet",
                ["msbuild", Documents.PathOf($"src/{package}"), "-t:WritePackageReadme", "-nodeReuse:false", $"-p:PackageReadmePath={path}", $"-p:RepositoryUrl={address}"])
            {
                RedirectStandardOutput = true,
            };
            using Process process = Process.Start(start)!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            process.ExitCode.Should().Be(0, "{0}", output);
            return File.ReadAllText(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [GeneratedRegex(@"\]\((?<link>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^```csharp.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();
}
