namespace NeuralNet.Docs.Tests;

/// <summary>What the README of the repository repeats stays true.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public void Its_ratios_are_those_of_the_document_about_performance()
    {
        string[] measured = File.ReadAllLines(Documents.PathOf("docs/performance.md"));

        string[] rows = [.. File.ReadLines(Documents.PathOf("README.md"))
            .SkipWhile(line => line != "## Speed").Skip(1)
            .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Where(line => line.StartsWith('|'))];

        rows.Should().HaveCountGreaterThan(3).And.BeSubsetOf(measured);
    }

    [Fact]
    public void It_is_in_the_order_of_someone_who_chooses()
    {
        string[] headings = [.. File.ReadLines(Documents.PathOf("README.md")).Where(line => line.StartsWith("## ", StringComparison.Ordinal))];

        headings.Should().ContainInOrder("## Install", "## A first program", "## How it compares", "## Speed", "## Promises", "## Examples");
    }
}
