namespace NeuralNet.Core.Tests.House;

/// <summary>What a run of the app printed.</summary>
/// <param name="Accelerated">What is accelerated in it, such as <c>Vector512</c>.</param>
/// <param name="Fingerprints">A line for each training: its name and the SHA-256 of its numbers.</param>
internal sealed record SameBitsRun(IReadOnlySet<string> Accelerated, string[] Fingerprints);
