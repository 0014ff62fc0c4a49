using System.Text.RegularExpressions;

namespace NeuralNet.Docs.Tests;

/// <summary>What the solution builds by default, for the tests, and what in Release.</summary>
public sealed partial class SolutionTests
{
    private static readonly string[] _lines = File.ReadAllLines(Documents.PathOf("NeuralNet.Core.sln"));

    /// <summary>The service under load is beside the others, but a test starts it.</summary>
    [Theory]
    [InlineData("NeuralNet.Core.Benchmarks")]
    [InlineData("NeuralNet.Core.PeerBenchmarks")]
    public void Tests_build_no_benchmarks_and_a_release_does(string project)
    {
        string id = _lines.Select(line => Project().Match(line)).Single(match => match.Groups["name"].Value == project).Groups["id"].Value;
        string[] builds = [.. _lines.Where(line => line.Contains(id, StringComparison.Ordinal) && line.Contains(".Build.0", StringComparison.Ordinal))];

        builds.Should().Contain(line => line.Contains("Release|Any CPU.Build.0", StringComparison.Ordinal));
        builds.Should().NotContain(line => line.Contains("Debug|", StringComparison.Ordinal));
    }

    [GeneratedRegex("^Project\\(.*\\) = \"(?<name>[^\"]*)\", .*, \"(?<id>\\{[^\"]*\\})\"$")]
    private static partial Regex Project();
}
