using System.Globalization;

namespace NeuralNet.Core.Tests.House;

/// <summary>The recipes of docs/guide.md do what it says. Its first block is the data that all others use.</summary>
[Collection(nameof(ConsoleOutput))]
public sealed class GuideExampleTests
{
    public static TheoryData<int> Examples => [.. MarkdownExamples.Read(Guide.Path).Skip(1).Select(example => example.Line)];

    [Theory]
    [MemberData(nameof(Examples))]
    public void A_recipe_compiles_and_prints_what_stands_beside_it(int line)
    {
        IReadOnlyList<(int Line, string Code, string? Output)> examples = MarkdownExamples.Read(Guide.Path);
        (_, string code, string? output) = examples.Single(example => example.Line == line);
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

        ExampleRunner.Run(code, examples[0].Code).Should().Be(output);
    }

    [Fact]
    public void There_are_recipes()
    {
        MarkdownExamples.Read(Guide.Path).Should().HaveCountGreaterThan(10);
    }
}
