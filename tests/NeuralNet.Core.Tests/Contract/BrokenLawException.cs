namespace NeuralNet.Core.Tests.Contract;

/// <summary>A network does not keep a law; the message says how.</summary>
public sealed class BrokenLawException(string message) : Exception(message);
