namespace NeuralNet.Core.Optimizers;

/// <summary>An optimizer of the library, whose <see cref="IOptimizer.StatesPerWeight"/> is known to be a constant.</summary>
internal interface IOwnOptimizer : IOptimizer;
