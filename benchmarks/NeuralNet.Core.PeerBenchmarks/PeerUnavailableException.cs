namespace NeuralNet.Core.PeerBenchmarks;

/// <summary>A peer that this machine doesn't have, or that failed; the message is a plain sentence.</summary>
internal sealed class PeerUnavailableException(string message) : Exception(message);
