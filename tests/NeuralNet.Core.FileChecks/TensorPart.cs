namespace NeuralNet.Core.FileChecks;

/// <summary>A tensor of a file that was taken apart.</summary>
internal sealed record TensorPart(string Name, string Type, int[] Shape, byte[] Data);
