using System.Globalization;

namespace NeuralNet.Docs.Tests;

/// <summary>The churn example: its program, its data and its length.</summary>
[Collection(nameof(ConsoleOutput))]
public sealed class ChurnTests
{
    [Fact]
    public void The_page_shows_the_program_that_is_run()
    {
        string program = File.ReadAllText(Documents.PathOf("docs/churn/churn.cs"));

        MarkdownExamples.Read(Documents.PathOf("docs/from-your-data.md"))[0].Code
            .Should().Be(program[program.IndexOf("using NeuralNet.Core;", StringComparison.Ordinal)..]);
    }

    [Fact]
    public void The_program_has_at_most_25_lines_of_code() =>
        File.ReadLines(Documents.PathOf("docs/churn/churn.cs"))
            .Count(line => line.Trim() is { Length: > 0 } code && !code.StartsWith("//", StringComparison.Ordinal) && !code.StartsWith("#:", StringComparison.Ordinal))
            .Should().BeLessThanOrEqualTo(25);

    [Fact]
    public void The_data_is_what_its_generator_writes()
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

        ExampleRunner.Run(File.ReadAllText(Documents.PathOf("docs/churn/generate.cs")))
            .Should().Be(File.ReadAllText(Documents.PathOf("docs/data/churn.csv")));
    }
}
