namespace NeuralNet.Docs.Tests;

/// <summary>A C# block of a document.</summary>
/// <param name="Line">Where it begins.</param>
/// <param name="Code">The program.</param>
/// <param name="Output">What it prints; null where the document does not say.</param>
/// <param name="IsShared">Whether it is a file of every program in the document, and no program itself.</param>
internal sealed record MarkdownExample(int Line, string Code, string? Output, bool IsShared);
