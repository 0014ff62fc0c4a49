namespace NeuralNet.Core.PeerBenchmarks.Texts;

/// <summary>What one way of learning reached on the texts held out.</summary>
/// <param name="Name">The library, and how it is used.</param>
/// <param name="Accuracy">The share of texts whose class was found, [0, 1].</param>
/// <param name="LogLoss">The log loss; null where the method has no probabilities.</param>
/// <param name="Seconds">The processor time of the training, without making rows of texts.</param>
internal sealed record TextResult(string Name, double Accuracy, double? LogLoss, double Seconds);
