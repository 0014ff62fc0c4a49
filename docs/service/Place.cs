namespace NeuralNet.Service;

/// <summary>Where an element is in a request, for errors: <c>'rows' 3</c>, or <c>'rows'</c> if it is the only one.</summary>
internal readonly record struct Place(string Name, int Index, int Count)
{
    public override string ToString() => Count == 1 ? $"'{Name}'" : $"'{Name}' {Index}";
}
