namespace NeuralNet.Docs.Tests;

/// <summary>A C# block of a document, with the blocks that continue it.</summary>
/// <param name="Start">The characters before it.</param>
/// <param name="Line">Where it begins.</param>
/// <param name="Code">The program.</param>
/// <param name="Output">What it prints; null where the document does not say.</param>
/// <param name="IsShared">Whether it is a file of every program in the document, and no program itself.</param>
internal sealed record MarkdownExample(int Start, int Line, string Code, string? Output, bool IsShared);
