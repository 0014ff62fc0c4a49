namespace NeuralNet.Core.PeerBenchmarks.Limits;

/// <summary>Where L-BFGS has come to.</summary>
/// <param name="Parameters">The weights, then the bias.</param>
/// <param name="Gradient">The gradient there.</param>
/// <param name="Objective">The objective there.</param>
internal sealed record LbfgsPoint(double[] Parameters, double[] Gradient, double Objective);
