namespace NeuralNet.Core.Tests.Contract;

/// <summary>What came of a call of Fit.</summary>
internal sealed record Outcome(
    StopReason StopReason, int Epochs, double[] Losses, double[] ValidationLosses, int? BestEpoch);
