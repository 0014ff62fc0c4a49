namespace NeuralNet.Core.Optimizers;

/// <summary>Marks an optimizer of the library: its <see cref="IOptimizer.StatesPerWeight"/> is a constant.</summary>
internal interface IOwnOptimizer : IOptimizer;
