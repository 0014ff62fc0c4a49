namespace NeuralNet.Site;

/// <summary>A C# block of a document, which the tests compile and run.</summary>
/// <param name="Page">The document.</param>
/// <param name="Heading">The heading above it.</param>
/// <param name="Anchor">The anchor of the heading.</param>
/// <param name="Code">The program.</param>
/// <param name="Output">What it prints; null where the document does not say.</param>
/// <param name="Shared">Further files of the program.</param>
internal sealed record Example(Page Page, string Heading, string Anchor, string Code, string? Output, IReadOnlyList<string> Shared);
