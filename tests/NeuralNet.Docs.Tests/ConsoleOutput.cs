namespace NeuralNet.Docs.Tests;

/// <summary>Tests that redirect the console or change the current folder, which belong to the whole process.</summary>
[CollectionDefinition(nameof(ConsoleOutput), DisableParallelization = true)]
public static class ConsoleOutput;
