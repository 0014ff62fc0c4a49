namespace NeuralNet.Core.Tests.House;

/// <summary>What a run of the app printed.</summary>
/// <param name="Facts">What it says of itself, such as True of <c>Vector512</c> and 5 of <c>Threads</c>.</param>
/// <param name="Fingerprints">A line for each training: its name and the SHA-256 of its numbers.</param>
internal sealed record SameBitsRun(IReadOnlyDictionary<string, string> Facts, string[] Fingerprints)
{
    public bool Accelerates(string vector) => bool.Parse(Facts[vector]);
}
