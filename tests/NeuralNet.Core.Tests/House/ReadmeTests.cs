using System.Globalization;

namespace NeuralNet.Core.Tests.House;

/// <summary>What the README says is what happens.</summary>
[Collection(nameof(ConsoleOutput))]
public sealed class ReadmeTests
{
    public static TheoryData<int> Examples => [.. MarkdownExamples.Read(Readme).Select(example => example.Line)];

    private static string Readme => Repository.PathOf("README.md");

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_compiles_and_prints_what_stands_beside_it(int line)
    {
        (_, string code, string? output) = MarkdownExamples.Read(Readme).Single(example => example.Line == line);
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

        ExampleRunner.Run(code).Should().Be(output);
    }

    [Fact]
    public void There_are_examples()
    {
        MarkdownExamples.Read(Readme).Should().HaveCountGreaterThan(5);
    }
}
