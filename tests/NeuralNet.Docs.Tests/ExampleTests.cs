using System.Globalization;

namespace NeuralNet.Docs.Tests;

/// <summary>Every C# block of every document compiles as it stands, runs, and prints what stands beside it.</summary>
[Collection(nameof(ConsoleOutput))]
public sealed class ExampleTests
{
    public static TheoryData<string, int> Examples
    {
        get
        {
            var examples = new TheoryData<string, int>();
            foreach (string document in Documents.All)
            {
                foreach (MarkdownExample example in MarkdownExamples.Read(Documents.PathOf(document)).Where(example => !example.IsShared))
                {
                    examples.Add(document, example.Line);
                }
            }

            return examples;
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_compiles_and_prints_what_stands_beside_it(string document, int line)
    {
        IReadOnlyList<MarkdownExample> examples = MarkdownExamples.Read(Documents.PathOf(document));
        MarkdownExample example = examples.Single(it => it.Line == line);
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

        string printed = ExampleRunner.Run(example.Code, [.. examples.Where(it => it.IsShared).Select(it => it.Code)]);

        printed.Should().Be(example.Output ?? string.Empty, "that is what {0} says at line {1}", document, line);
    }

    [Theory]
    [InlineData("docs/services.md")]
    [InlineData("src/NeuralNet.Extensions.Hosting/README.md")]
    public void A_program_to_copy_names_the_namespace_of_the_library(string document) =>
        MarkdownExamples.Read(Documents.PathOf(document)).Should()
            .OnlyContain(example => example.Code.Contains("using NeuralNet.Core;", StringComparison.Ordinal));

    [Theory]
    [InlineData("README.md", 4)]
    [InlineData("docs/getting-started.md", 3)]
    [InlineData("docs/guide.md", 10)]
    [InlineData("docs/services.md", 3)]
    [InlineData("docs/sparse-text.md", 3)]
    [InlineData("src/NeuralNet.Core/README.md", 1)]
    [InlineData("src/NeuralNet.Data/README.md", 1)]
    [InlineData("src/NeuralNet.Onnx/README.md", 1)]
    [InlineData("src/NeuralNet.Text/README.md", 1)]
    [InlineData("src/NeuralNet.Extensions.AI/README.md", 1)]
    [InlineData("src/NeuralNet.Extensions.Hosting/README.md", 1)]
    public void There_are_examples(string document, int least) =>
        MarkdownExamples.Read(Documents.PathOf(document)).Should().HaveCountGreaterThanOrEqualTo(least);
}
