namespace NeuralNet.Site;

/// <summary>A type in an example.</summary>
/// <param name="Id">The documentation ID of the type.</param>
/// <param name="Example">The example.</param>
/// <param name="IsNamed">Whether it names the type; else it uses one of its members.</param>
internal sealed record Use(string Id, Example Example, bool IsNamed);
