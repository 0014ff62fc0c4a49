namespace NeuralNet.Site;

/// <summary>A public type of a package.</summary>
/// <param name="Id">Its documentation ID without prefix, such as <c>NeuralNet.Core.Perceptron`1</c>, which docfx uses too.</param>
/// <param name="Name">Its name, such as <c>Perceptron&lt;T&gt;</c>.</param>
/// <param name="Package">The package.</param>
/// <param name="Summary">The first sentence of its documentation, as text.</param>
internal sealed record PublicType(string Id, string Name, string Package, string Summary);
