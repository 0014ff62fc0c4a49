namespace NeuralNet.Core.FileChecks;

/// <summary>Bytes that are to be refused.</summary>
/// <param name="Name">What is wrong with them.</param>
/// <param name="Bytes">The bytes.</param>
/// <param name="Says">What the refusal has to say.</param>
internal sealed record HostileFile(string Name, byte[] Bytes, string Says);
