using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;

namespace NeuralNet.Core.Tests.House;

/// <summary>What the package of the core says of itself, as it is packed.</summary>
public sealed class PackageTests : IDisposable
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    private readonly string _folder = Directory.CreateTempSubdirectory("package").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_package_has_one_dependency_and_all_that_a_user_looks_for()
    {
        await PackAsync();
        string path = Directory.GetFiles(_folder, "*.nupkg").Should().ContainSingle().Which;
        Directory.GetFiles(_folder, "*.snupkg").Should().ContainSingle("people step into the source");
        await using ZipArchive package = await ZipFile.OpenReadAsync(path, TestContext.Current.CancellationToken);
        string[] files = [.. package.Entries.Select(entry => entry.FullName)];
        XDocument nuspec = await ReadAsync(package.Entries.Single(entry => entry.Name.EndsWith(".nuspec", StringComparison.Ordinal)));

        Values(nuspec, "dependency", "id").Should().Equal("System.Numerics.Tensors");
        Value(nuspec, "id").Should().Be("NeuralNet.Core");
        nuspec.Descendants().Single(element => element.Name.LocalName == "license").Should().HaveAttribute("type", "expression").And.HaveValue("MIT");
        files.Should().Contain([Value(nuspec, "readme"), Value(nuspec, "icon"), "CHANGELOG.md", "LICENSE", "lib/net10.0/NeuralNet.Core.dll", "lib/net10.0/NeuralNet.Core.xml", "analyzers/dotnet/cs/NeuralNet.Core.Analyzers.dll", "buildTransitive/NeuralNet.Core.targets"]);
        Value(nuspec, "tags").Split(' ').Should().Contain(["perceptron", "machine-learning"]);
        Value(nuspec, "description").Length.Should().BeGreaterThan(50);
        Value(nuspec, "releaseNotes").Should().Contain("CHANGELOG.md");
    }

    private static async Task<XDocument> ReadAsync(ZipArchiveEntry entry)
    {
        await using Stream stream = await entry.OpenAsync(TestContext.Current.CancellationToken);
        return await XDocument.LoadAsync(stream, LoadOptions.None, TestContext.Current.CancellationToken);
    }

    private static string Value(XDocument nuspec, string name) => nuspec.Descendants().Single(element => element.Name.LocalName == name).Value;

    private static IEnumerable<string> Values(XDocument nuspec, string element, string attribute) =>
        nuspec.Descendants().Where(it => it.Name.LocalName == element).Select(it => it.Attribute(attribute)!.Value);

    /// <summary>Packs what the tests were built with: nothing is built or restored.</summary>
    private async Task PackAsync()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, WorkingDirectory = Repository.Root };
        string[] arguments = ["pack", Path.Combine("src", "NeuralNet.Core"), "--no-build", "-c", Configuration, "-o", _folder, "-nodeReuse:false", "-p:EnablePackageValidation=false"];
        Array.ForEach(arguments, start.ArgumentList.Add);
        using Process pack = Process.Start(start)!;
        string printed = await pack.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await pack.WaitForExitAsync(TestContext.Current.CancellationToken);
        pack.ExitCode.Should().Be(0, printed);
    }
}
